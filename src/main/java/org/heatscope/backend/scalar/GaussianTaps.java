// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.op.Border;

/**
 * The weights of a Gaussian along an axis, at most one for each distance that the axis has: weights
 * further out than the axis is long are added to those of the distances where the border puts their
 * voxels, so that no sigma costs more than the square of the length.
 */
public final class GaussianTaps {
  private static final double MAX_SIGMA = 1e6;

  private final double[] weights;
  private final int length;
  private final Border border;

  /**
   * Prepares for an axis.
   *
   * @throws IllegalArgumentException if sigma is not in 0..10^6
   */
  public GaussianTaps(double sigma, int length, Border border) {
    if (!(sigma >= 0 && sigma <= MAX_SIGMA)) {
      throw new IllegalArgumentException(
          "gaussianBlur: sigma must lie in 0 to 10^6 voxels, not at " + sigma);
    }
    this.length = length;
    this.border = border;
    int radius = (int) Math.floor(4 * sigma + 0.5);
    weights = new double[Math.min(radius, length) + 1];
    weights[0] = 0.5;
    double sum = 0.5;
    for (int d = 1; d <= radius; d++) {
      double w = Math.exp(-0.5 * (d / sigma) * (d / sigma));
      weights[folded(d)] += w;
      sum += w;
    }
    for (int d = 0; d < weights.length; d++) {
      weights[d] /= 2 * sum;
    }
  }

  /**
   * The distance that stands for a longer one. Mirrored images repeat after two lengths; elsewhere
   * all that is a length or more away lies beyond the border.
   */
  private int folded(int d) {
    if (border != Border.REFLECT) {
      return Math.min(d, length);
    }
    int inPeriod = d % (2 * length);
    return Math.min(inPeriod, 2 * length - inPeriod);
  }

  /** The largest distance; 0 where the axis stays as it is. At most the axis's length. */
  public int reach() {
    return weights.length - 1;
  }

  /**
   * The weight of both voxels at each distance; for distance 0 half of the voxel's weight, as it
   * counts twice.
   */
  public double[] weights() {
    return weights;
  }

  /** The voxel that stands at a position at most a reach outside; the axis's length for zero. */
  public int source(int i) {
    if (i >= 0 && i < length) {
      return i;
    }
    switch (border) {
      case ZERO:
        return length;
      case NEAREST:
        return i < 0 ? 0 : length - 1;
      default:
        return i < 0 ? -1 - i : 2 * length - 1 - i;
    }
  }
}
