// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.OptionalInt;

/**
 * Value to colour and weight: everything that a colour bar must say.
 *
 * <p>A value is drawn when it is a number, not masked, and |value| &gt; threshold. Its colour is
 * entry {@code floor(256 norm(value))} of the colormap, held to 0..255; past the ends of the norm
 * the under and over colours take over where they are set.
 *
 * @param norm value to position
 * @param colormap the colours
 * @param threshold values with |value| &lt;= threshold are not drawn; negative draws all
 * @param alpha weight of the heatmap where it is drawn, 0 to 1
 * @param alphaRule whether the weight is the same everywhere or grows with the value
 * @param nan colour of NaN as 0xRRGGBB; empty: not drawn
 * @param under colour below the norm; empty: the first entry
 * @param over colour above the norm; empty: the last entry
 * @param masked colour of masked places; empty: not drawn
 */
public record ColorScale(
    Norm norm,
    Colormap colormap,
    double threshold,
    double alpha,
    AlphaRule alphaRule,
    OptionalInt nan,
    OptionalInt under,
    OptionalInt over,
    OptionalInt masked) {

  /** How the weight of the heatmap depends on the value. */
  public enum AlphaRule {
    /** {@code alpha} wherever drawn. */
    CONSTANT,
    /**
     * {@code alpha * |value| / max(|low|, |high|)}, held to 0..alpha: faint values show the scan
     * through. The value is the one at the middle of the entry, so that a colour has one weight;
     * past the ends the first and last entry's hold, and a colour set for a special class has
     * {@code alpha}.
     */
    VALUE
  }

  /** Checks the numbers. */
  public ColorScale {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must lie in 0..1: " + alpha);
    }
    if (Double.isNaN(threshold) || threshold == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("the threshold cannot be " + threshold);
    }
  }

  /** A scale that draws every number with full weight. */
  public static ColorScale of(Norm norm, Colormap colormap) {
    return new ColorScale(
        norm,
        colormap,
        -1,
        1,
        AlphaRule.CONSTANT,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** The same scale with another threshold. */
  public ColorScale withThreshold(double t) {
    return new ColorScale(norm, colormap, t, alpha, alphaRule, nan, under, over, masked);
  }

  /** The same scale with another weight. */
  public ColorScale withAlpha(double a, AlphaRule rule) {
    return new ColorScale(norm, colormap, threshold, a, rule, nan, under, over, masked);
  }

  /** The same scale with colours for the four special classes. */
  public ColorScale withSpecial(
      OptionalInt nanColor, OptionalInt underColor, OptionalInt overColor, OptionalInt maskColor) {
    return new ColorScale(
        norm, colormap, threshold, alpha, alphaRule, nanColor, underColor, overColor, maskColor);
  }
}
