// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

/**
 * Value to position on a colour scale: 0 at the low end, 1 at the high end, rising in between.
 *
 * <p>Below the low end the result is under 0, above the high end over 1; NaN, and values that the
 * norm has no answer for (a logarithm of nothing), give NaN. Formulas as matplotlib's norms of the
 * same names; see {@link Norms}.
 */
public interface Norm {
  /** The position of a value. Rises with the value wherever it is not NaN. */
  double apply(double value);

  /** The value at a position, held to 0..1: what a tick or a decoder needs. */
  double inverse(double position);

  /** The value at the low end. */
  double low();

  /** The value at the high end. */
  double high();

  /** The kind of scale, as printed on a colour bar: "linear", "log". */
  String name();

  /**
   * Where the values between two boundaries all have one colour: the boundaries, rising. A colour
   * bar gives each bin an equal share. Empty for a scale without steps.
   */
  default double[] boundaries() {
    return new double[0];
  }
}
