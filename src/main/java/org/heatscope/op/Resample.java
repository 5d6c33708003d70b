// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Affine;
import org.heatscope.image.Samples;

/**
 * An image on another grid: {@code out(i, j, k) = image(outToVoxel (i, j, k))}, NaN outside the
 * image.
 *
 * <p>Positions, borders and NaN are those of {@link Composite}: a position within {@link
 * Composite#SNAP} of a whole index is that index, the outer half voxels take the value of the edge,
 * and a NaN that has a weight makes the result NaN. Values may be rounded to floats before they are
 * interpolated.
 *
 * <p><b>Agreement.</b> Nearest: the scalar backend's floats. Linear and cubic: within 2e-6 of the
 * largest magnitude among the samples, at positions further than 1e-5 voxels from the image's outer
 * faces.
 */
public interface Resample extends Operation {
  /**
   * Resamples.
   *
   * @param image what to sample
   * @param outToVoxel index in {@code out} to index in {@code image}
   * @param out of any size
   */
  void resample(Samples image, Affine outToVoxel, Interpolation interpolation, Samples out);
}
