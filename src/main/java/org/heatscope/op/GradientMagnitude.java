// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Affine;
import org.heatscope.image.Samples;

/**
 * How steeply an image changes in the world: the length of its gradient, in value per millimetre.
 *
 * <p>Along each axis of the grid the central difference {@code (f(i+1) - f(i-1)) / 2}, at the
 * border the difference to the one neighbour, and 0 along an axis of one voxel (NumPy's {@code
 * gradient}). The vector d of the differences becomes a gradient in the world by the inverse
 * transpose of the affine's linear part, which also holds for oblique and sheared grids. A NaN
 * among the neighbours used makes the result NaN; the voxel itself is used at the border only.
 *
 * <p><b>Agreement.</b> Within 1e-5 of the scalar backend's result plus 1e-6 of the largest
 * magnitude among the image's values divided by the smallest voxel spacing.
 */
public interface GradientMagnitude extends Operation {
  /**
   * Computes the gradient's length.
   *
   * @param image what to look at
   * @param voxelToWorld voxel index to millimetres
   * @param out of the image's size
   * @throws ArithmeticException if the affine is singular
   */
  void gradientMagnitude(Samples image, Affine voxelToWorld, Samples out);
}
