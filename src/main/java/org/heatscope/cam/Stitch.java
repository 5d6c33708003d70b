// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;

/**
 * Puts the maps of overlapping patches together into one: at every voxel the weighted mean Σ w v /
 * Σ w over the patches that cover it, whose weights may fall off toward a patch's faces.
 *
 * <p>The values must be on one scale, as raw maps are: maps that were scaled patch by patch show
 * seams. Two-sided maps may be stitched too. What no patch covers is NaN; a patch's own NaN leaves
 * the voxel to the others. Parts of patches outside the whole are left out.
 */
public final class Stitch {
  /** How much a patch counts at each of its voxels. */
  public enum Weighting {
    /** Everywhere the same. */
    CONSTANT,
    /** A Gaussian around its middle, of a standard deviation of an eighth of each side. */
    GAUSSIAN
  }

  private static final double SIGMA = 0.125;

  private final int[] size;
  private final Weighting weighting;
  private final float[] sums;
  private final float[] weights;

  /**
   * An empty whole.
   *
   * @param size its grid, {H, W} or {D, H, W}
   */
  public Stitch(int[] size, Weighting weighting) {
    this.size = size.clone();
    this.weighting = weighting;
    sums = new float[Features.positions(size)];
    weights = new float[sums.length];
  }

  /**
   * Adds patches.
   *
   * @param patches on the whole's grid, not on a layer's
   * @param origins for each patch the index in the whole of its first voxel, along each axis; may
   *     be negative
   * @throws IllegalArgumentException if the numbers of patches and origins, or of axes, differ
   */
  public void add(CamMaps patches, int[][] origins) {
    if (origins.length != patches.images() || patches.grid().length != size.length) {
      throw new IllegalArgumentException(
          patches.images()
              + " patches of "
              + Arrays.toString(patches.grid())
              + " with "
              + origins.length
              + " origins, for a whole of "
              + Arrays.toString(size));
    }
    double[][] fall = new double[size.length][];
    for (int a = 0; a < size.length; a++) {
      fall[a] = profile(patches.grid()[a]);
    }
    for (int i = 0; i < origins.length; i++) {
      if (origins[i].length != size.length) {
        throw new IllegalArgumentException(
            "an origin of " + origins[i].length + " numbers for " + size.length + " axes");
      }
      add(patches, i * patches.positions(), origins[i], 0, 0, 1, fall);
    }
  }

  /** The weights along one side of a patch. */
  private double[] profile(int n) {
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      double distance = (i - 0.5 * (n - 1)) / (SIGMA * n);
      w[i] = weighting == Weighting.CONSTANT ? 1 : Math.exp(-0.5 * distance * distance);
    }
    return w;
  }

  /** Adds what lies below one index of an axis; {@code from} and {@code to} are that far along. */
  private void add(
      CamMaps patches, int from, int[] origin, int axis, int to, double w, double[][] fall) {
    int side = patches.grid()[axis];
    boolean last = axis == size.length - 1;
    int[] grid = patches.grid();
    int step = 1;
    for (int a = axis + 1; a < grid.length; a++) {
      step *= grid[a];
    }
    for (int i = 0; i < side; i++) {
      int at = origin[axis] + i;
      if (at < 0 || at >= size[axis]) {
        continue;
      }
      int target = to * size[axis] + at;
      if (!last) {
        add(patches, from + i * step, origin, axis + 1, target, w * fall[axis][i], fall);
        continue;
      }
      float value = patches.data()[from + i];
      if (!Float.isNaN(value)) {
        float weight = (float) (w * fall[axis][i]);
        sums[target] += weight * value;
        weights[target] += weight;
      }
    }
  }

  /** The whole, as one map. */
  public CamMaps whole() {
    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights[i] > 0 ? sums[i] / weights[i] : Float.NaN;
    }
    return new CamMaps(1, size, values);
  }
}
