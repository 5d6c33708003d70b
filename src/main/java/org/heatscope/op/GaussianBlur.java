// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * Convolution with a Gaussian or its derivatives, one axis after the other.
 *
 * <p>The weights along an axis are {@code exp(-d^2 / (2 sigma^2))} for whole d from -r to r with
 * {@code r = floor(4 sigma + 0.5)}, divided by their sum (SciPy's {@code gaussian_filter} with its
 * default truncate of 4). A sigma of 0 leaves the axis as it is. Between the axes, x first, values
 * may be rounded to floats. A NaN makes every result NaN whose weights reach it.
 *
 * <p>Where a derivative is wanted along any axis, r is {@code floor(6 sigma + 0.5)} on all: at 4
 * sigma a second derivative's weights would miss 1e-3 of the image's level. Along an axis the
 * weights are then g(d) = exp(-d^2 / (2 sigma^2)) times -d (order 1) or d^2 / sigma^2 - 1 (order
 * 2), scaled so that a ramp x has the first derivative 1 and x^2 / 2 the second derivative 1; the
 * voxel itself weighs so much that a constant has none. From sigma = 1 on these are SciPy's to
 * 1e-6.
 *
 * <p><b>Agreement.</b> Within 1e-6 of the largest magnitude among the image's values, divided by
 * sigma for each derivative taken where sigma is below 1, for images whose largest magnitude is
 * from 1e-30 to 1e30: backends may sum in floats, which then neither overflow nor lose bits.
 */
public interface GaussianBlur extends Operation {
  /**
   * Blurs, and takes derivatives.
   *
   * @param image what to blur
   * @param sigmaVoxels standard deviation along x, y and z in voxels, each from 0 to 10^6; from 0.1
   *     where a derivative is taken
   * @param order of the derivative along x, y and z, per voxel: 0, 1 or 2
   * @param border what stands beyond the image
   * @param out of the image's size
   */
  void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out);

  /** How many voxels to each side count along an axis. */
  static int reach(double sigmaVoxels, boolean withDerivative) {
    return (int) Math.floor((withDerivative ? 6 : 4) * sigmaVoxels + 0.5);
  }

  /** Blurs, and takes no derivative. */
  default void blur(Samples image, double[] sigmaVoxels, Border border, Samples out) {
    blur(image, sigmaVoxels, new int[3], border, out);
  }
}
