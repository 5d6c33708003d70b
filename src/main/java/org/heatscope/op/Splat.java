// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * Points put on a grid: each adds its weight to the eight voxels around it, in the proportions of
 * linear interpolation, so that the grid's sum is that of the weights of the points inside.
 *
 * <p>A point lies inside where each coordinate is from -0.5 to n - 0.5; what would go to voxels
 * beyond the border goes to those at the border. Points outside, and those with a NaN, add nothing.
 *
 * <p><b>Agreement.</b> Within 1e-5 of the sum of the weights that meet in a voxel.
 */
public interface Splat extends Operation {
  /**
   * Puts points on a grid.
   *
   * @param points in voxels of {@code out}
   * @param out receives the sums; what it held is forgotten
   * @return how many points lay inside
   */
  long splat(Points points, Samples out);

  /**
   * Points of a cloud.
   *
   * @param x in voxels
   * @param y in voxels, as many
   * @param z in voxels, as many; empty: all 0
   * @param weights as many; empty: all 1
   */
  record Points(double[] x, double[] y, double[] z, double[] weights) {
    /** Checks the lengths. */
    public Points {
      if (y.length != x.length
          || (z.length != x.length && z.length != 0)
          || (weights.length != x.length && weights.length != 0)) {
        throw new IllegalArgumentException(
            String.format(
                "%d x, %d y, %d z, %d weights", x.length, y.length, z.length, weights.length));
      }
    }
  }
}
