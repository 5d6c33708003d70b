// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * Convolution with a Gaussian, one axis after the other.
 *
 * <p>The weights along an axis are {@code exp(-d^2 / (2 sigma^2))} for whole d from -r to r with
 * {@code r = floor(4 sigma + 0.5)}, divided by their sum (SciPy's {@code gaussian_filter} with its
 * default truncate of 4). A sigma of 0 leaves the axis as it is. Between the axes, x first, values
 * may be rounded to floats. A NaN makes every result NaN whose weights reach it.
 *
 * <p><b>Agreement.</b> Within 1e-6 of the largest magnitude among the image's values.
 */
public interface GaussianBlur extends Operation {
  /**
   * Blurs.
   *
   * @param image what to blur
   * @param sigmaVoxels standard deviation along x, y and z in voxels, each from 0 to 10^6
   * @param border what stands beyond the image
   * @param out of the image's size
   */
  void blur(Samples image, double[] sigmaVoxels, Border border, Samples out);
}
