// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;

/**
 * The weights of a Gaussian or its derivative along an axis, at most one for each distance that the
 * axis has: weights further out than the axis is long are added to those of the distances where the
 * border puts their voxels, so that no sigma costs more than the square of the length.
 */
public final class GaussianTaps {
  private static final double MAX_SIGMA = 1e6;

  /** Of derivatives: below it the weights of the next voxels would vanish. */
  private static final double LEAST_SIGMA = 0.1;

  private final double[] weights;
  private final int order;
  private final int length;
  private final Border border;

  private GaussianTaps(double sigma, int order, boolean withDerivative, int length, Border border) {
    if (order < 0 || order > 2) {
      throw new IllegalArgumentException("gaussianBlur: there is no derivative of order " + order);
    }
    double least = order > 0 ? LEAST_SIGMA : 0;
    if (!(sigma >= least && sigma <= MAX_SIGMA)) {
      throw new IllegalArgumentException(
          "gaussianBlur: sigma must lie in "
              + (order > 0 ? "0.1" : "0")
              + " to 10^6 voxels, not at "
              + sigma);
    }
    this.order = order;
    this.length = length;
    this.border = border;
    int radius = GaussianBlur.reach(sigma, withDerivative);
    weights = new double[Math.min(radius, length) + 1];
    double centre = order == 0 ? 1 : order == 1 ? 0 : -2 * sum(sigma, radius, 0);
    double moment = (order == 0 ? 1 : 0) + 2 * sum(sigma, radius, order);
    weights[0] = centre / 2 / moment;
    for (int d = 1; d <= radius; d++) {
      weights[folded(d)] += sign(d) * weight(sigma, d) / moment;
    }
  }

  /**
   * Prepares for the axes x, y and z.
   *
   * @throws IllegalArgumentException if a sigma is not in 0..10^6 (of a derivative 0.1..10^6), or
   *     an order not 0, 1 or 2
   */
  public static GaussianTaps[] of(double[] sigma, int[] order, int[] length, Border border) {
    boolean withDerivative = order[0] + order[1] + order[2] > 0;
    GaussianTaps[] taps = new GaussianTaps[3];
    for (int a = 0; a < 3; a++) {
      taps[a] = new GaussianTaps(sigma[a], order[a], withDerivative, length[a], border);
    }
    return taps;
  }

  /** The unscaled weight of the voxel d further on. */
  private double weight(double sigma, int d) {
    double x = d / sigma;
    double polynomial = order == 0 ? 1 : order == 1 ? x : x * x - 1;
    return polynomial * Math.exp(-0.5 * x * x);
  }

  /** {@code sum of w(d) d^power / power!} over the distances above 0. */
  private double sum(double sigma, int radius, int power) {
    double sum = 0;
    for (int d = 1; d <= radius; d++) {
      sum += weight(sigma, d) * Math.pow(d, power);
    }
    return power == 2 ? sum / 2 : sum;
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

  /**
   * Past the middle of a mirrored period the voxels before and after have changed places; at its
   * end both are the voxel itself.
   */
  private int sign(int d) {
    if (!isOdd() || border != Border.REFLECT) {
      return 1;
    }
    int inPeriod = d % (2 * length);
    return inPeriod == 0 ? 0 : inPeriod > length ? -1 : 1;
  }

  /** Whether the weights of the voxels before are the negative of those after. */
  public boolean isOdd() {
    return order == 1;
  }

  /** The largest distance; 0 where the axis stays as it is. At most the axis's length. */
  public int reach() {
    return weights.length - 1;
  }

  /**
   * The weight at each distance of the voxel after, and of that before but for {@link #isOdd}; for
   * distance 0 half of the voxel's weight, as it counts twice.
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
