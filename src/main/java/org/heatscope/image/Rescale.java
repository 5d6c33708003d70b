// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

/**
 * The value of a stored sample: {@code value = slope * stored + intercept}.
 *
 * @param slope finite and not zero
 * @param intercept finite
 */
public record Rescale(double slope, double intercept) {
  /** Stored samples are the values. */
  public static final Rescale IDENTITY = new Rescale(1, 0);

  /** Checks that both numbers are finite and the slope is not zero. */
  public Rescale {
    if (!Double.isFinite(slope) || slope == 0 || !Double.isFinite(intercept)) {
      throw new IllegalArgumentException("slope " + slope + ", intercept " + intercept);
    }
  }

  /** The value of a stored sample. */
  public double apply(double stored) {
    return slope * stored + intercept;
  }

  /** Whether stored samples are the values. */
  public boolean isIdentity() {
    return slope == 1 && intercept == 0;
  }
}
