// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * The median of the voxels in a box around each voxel.
 *
 * <p>The box reaches {@code radius} voxels to both sides of each axis and ends at the border of the
 * image. Values are rounded to floats first. NaN does not count; where nothing counts the result is
 * NaN. Of an even number of values it is the mean of the two in the middle.
 *
 * <p><b>Agreement.</b> The scalar backend's floats.
 */
public interface Median extends Operation {
  /**
   * Computes the medians.
   *
   * @param image what to look at
   * @param radius voxels to each side along x, y and z, each 0 or more
   * @param out of the image's size
   */
  void median(Samples image, int[] radius, Samples out);
}
