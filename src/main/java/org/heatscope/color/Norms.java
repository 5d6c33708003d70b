// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.function.DoubleUnaryOperator;

/**
 * The kinds of scale, with the formulas of matplotlib's norms of the same names.
 *
 * <p>All of them: NaN gives NaN; the low end is exactly 0 and the high end exactly 1 (boundaries
 * answer with the middle of a colour instead); any value below the low end gives less than 0 (a
 * logarithm of 0 and below NaN), any above the high end more than 1; where low and high are equal
 * that one value gives 0. Positions never fall as values rise, to the last bit, and are the same on
 * every machine. Impossible parameters throw {@link IllegalArgumentException}.
 */
public final class Norms {
  private Norms() {}

  /** (v-lo)/(hi-lo), matplotlib's Normalize; needs lo &lt;= hi. */
  public static Norm linear(double lo, double hi) {
    return linear("linear", lo, hi);
  }

  /** (v-c+h)/2h: the linear scale from c-h to c+h, matplotlib's CenteredNorm; needs h &gt;= 0. */
  public static Norm centered(double center, double halfRange) {
    require(
        halfRange >= 0, "the half range of a centred scale must be 0 or more, not " + halfRange);
    return linear("centred", center - halfRange, center + halfRange);
  }

  private static Norm linear(String name, double lo, double hi) {
    return new TransformedNorm(
        name, lo, hi, DoubleUnaryOperator.identity(), DoubleUnaryOperator.identity());
  }

  /**
   * (ln v - ln lo)/(ln hi - ln lo), matplotlib's LogNorm: NaN for v &lt;= 0; needs 0 &lt; lo &lt;=
   * hi.
   */
  public static Norm log(double lo, double hi) {
    require(lo > 0, "a logarithmic scale must start above 0, not at " + lo);
    return new TransformedNorm(
        "log", lo, hi, v -> v > 0 ? StrictMath.log(v) : Double.NaN, StrictMath::exp);
  }

  /** {@link #symlog(double, double, double, double, double)} with linscale 1 and base 10. */
  public static Norm symlog(double lo, double hi, double linthresh) {
    return symlog(lo, hi, linthresh, 1, 10);
  }

  /**
   * Logarithmic on both sides of a linear stretch around 0, matplotlib's SymLogNorm: with L =
   * linthresh and a = linscale/(1-1/base), t(v) = a v for |v| &lt;= L and sign(v) L (a +
   * log_base(|v|/L)) beyond; the position is (t(v)-t(lo))/(t(hi)-t(lo)).
   *
   * @param linthresh above 0: the scale is linear from minus this value to this value
   * @param linscale above 0: length of each half of the linear stretch, in powers of the base
   * @param base above 1, finite
   */
  public static Norm symlog(double lo, double hi, double linthresh, double linscale, double base) {
    require(linthresh > 0, "the linear threshold of a symlog scale must be above 0: " + linthresh);
    require(linscale > 0, "the linear part of a symlog scale must be longer than 0: " + linscale);
    require(
        base > 1 && Double.isFinite(base), "the base of a symlog scale must be above 1: " + base);
    double a = linscale / (1 - 1 / base);
    double lnBase = StrictMath.log(base);
    return new TransformedNorm(
        "symlog",
        lo,
        hi,
        v ->
            Math.abs(v) <= linthresh
                ? a * v
                : Math.copySign(
                    linthresh * (a + StrictMath.log(Math.abs(v) / linthresh) / lnBase), v),
        t ->
            Math.abs(t) <= a * linthresh
                ? t / a
                : Math.copySign(linthresh * StrictMath.pow(base, Math.abs(t) / linthresh - a), t));
  }

  /**
   * ((v-lo)/(hi-lo))^gamma, matplotlib's PowerNorm; below lo the power is left out, so that those
   * values stay below 0 as in matplotlib now (older releases gave 0). Needs lo &lt;= hi and gamma
   * &gt; 0.
   */
  public static Norm power(double lo, double hi, double gamma) {
    require(
        gamma > 0 && Double.isFinite(gamma),
        "the exponent of a power scale must be above 0, not " + gamma);
    double span = hi - lo;
    String exponent = gamma == Math.rint(gamma) ? Long.toString((long) gamma) : "" + gamma;
    return new TransformedNorm(
        "power " + exponent,
        lo,
        hi,
        v -> {
          double n = span == 0 ? 0 : (v - lo) / span;
          return n > 0 ? StrictMath.pow(n, gamma) : n;
        },
        n -> lo + StrictMath.pow(n, 1 / gamma) * span);
  }

  /**
   * 0.5 (v-lo)/(c-lo) up to the centre c and 0.5 + 0.5 (v-c)/(hi-c) above it, matplotlib's
   * TwoSlopeNorm; needs lo &lt; c &lt; hi.
   */
  public static Norm twoSlope(double lo, double center, double hi) {
    require(
        lo < center && center < hi,
        "the centre of a two-slope scale must lie between its ends: "
            + lo
            + ", "
            + center
            + ", "
            + hi);
    return new TransformedNorm(
        "two-slope",
        lo,
        hi,
        v ->
            v <= center ? 0.5 * (v - lo) / (center - lo) : 0.5 + 0.5 * (v - center) / (hi - center),
        n -> n <= 0.5 ? lo + 2 * n * (center - lo) : center + 2 * (n - 0.5) * (hi - center));
  }

  /**
   * One colour a bin, matplotlib's BoundaryNorm with 256 colours: bin i of R, from boundary i up to
   * but without boundary i+1, has colour k = floor(255 i/(R-1)) (127 where R is 1) and position
   * (k+0.5)/256. Below the first boundary the position is under 0; at the last boundary and above
   * it is over 1.
   *
   * <p>Its inverse gives the middle of a bin: of the one whose colour holds the position; between
   * those, of the bin at that position if all bins were of equal length.
   *
   * @param boundaries 2 to 257 rising finite numbers
   */
  public static Norm boundaries(double... boundaries) {
    return new BoundaryNorm(boundaries);
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Checks the ends of a scale of that name. */
  static void requireRange(String name, double lo, double hi) {
    require(
        Double.isFinite(lo) && Double.isFinite(hi) && lo <= hi,
        "a " + name + " scale cannot run from " + lo + " to " + hi);
  }
}
