// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round numbers for scales, and how they are written. */
public final class Ticks {
  private static final int[] ONE_TWO_FIVE = {1, 2, 5};
  private static final int[] ONE = {1};

  /** How far past an end, in steps, a tick counts as within: ends carry the rounding of floats. */
  private static final double SLACK = 1e-6;

  private static final MathContext STEP_DIGITS = new MathContext(4);
  private static final BigDecimal SMALLEST_PLAIN_STEP = new BigDecimal("0.0001");
  private static final BigDecimal SMALLEST_LARGE_STEP = new BigDecimal("1000000");
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Ticks() {}

  /**
   * The multiples within lo..hi of a step of 1, 2 or 5 times a power of ten; of all such steps the
   * one that gives the number of ticks nearest to the wanted one, and the larger step where two are
   * as near.
   *
   * @param lo the low end
   * @param hi the high end; where it is lo, or so near to it that doubles have no round numbers
   *     between, the ends themselves are given
   * @param about how many are wanted, at least 1
   * @return the ticks, rising, each the double nearest to its decimal number
   */
  public static double[] nice(double lo, double hi, int about) {
    check(lo, hi, about);
    double span = hi / about - lo / about;
    if (!(span > 1e-13 * Math.max(Math.abs(lo), Math.abs(hi)))) {
      return lo == hi ? new double[] {lo} : new double[] {lo, hi};
    }
    // A step of no more than the span gives as many as are wanted, so no smaller decade is tried.
    int exponent = (int) Math.floor(Math.log10(span));
    double[] best = {};
    for (int e = exponent + 1; e >= exponent; e--) {
      for (int i = ONE_TWO_FIVE.length - 1; i >= 0; i--) {
        double[] ticks = multiples(lo, hi, ONE_TWO_FIVE[i], e);
        if (Math.abs(ticks.length - about) < Math.abs(best.length - about)) {
          best = ticks;
        }
      }
    }
    return best;
  }

  private static double[] multiples(double lo, double hi, int step, int exponent) {
    double size = decimal(step, exponent);
    double first = Math.ceil(lo / size - SLACK);
    double last = Math.floor(hi / size + SLACK);
    double[] ticks = new double[(int) Math.max(0, last - first + 1)];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = Math.max(lo, Math.min(hi, decimal((long) (first + i) * step, exponent)));
    }
    return ticks;
  }

  /**
   * Ticks for a logarithmic scale: 1, 2 and 5 times the powers of ten within lo..hi, or only the
   * powers, or only those whose exponent is a multiple of 2, 3 and so on, as the wanted number
   * allows; {@link #nice} where that leaves fewer than two.
   *
   * @param lo the low end, above 0
   * @param hi the high end
   * @param about how many there may be, at least 1
   * @return the ticks, rising
   */
  public static double[] niceLog(double lo, double hi, int about) {
    check(lo, hi, about);
    if (lo <= 0) {
      throw new IllegalArgumentException("a logarithmic scale cannot begin at " + lo);
    }
    double[] ticks = powers(lo, hi, ONE_TWO_FIVE, 1);
    for (int every = 1; ticks.length > about; every++) {
      ticks = powers(lo, hi, ONE, every);
    }
    return ticks.length < 2 ? nice(lo, hi, about) : ticks;
  }

  private static double[] powers(double lo, double hi, int[] factors, int every) {
    List<Double> ticks = new ArrayList<>();
    int last = (int) Math.floor(Math.log10(hi) + SLACK);
    for (int e = (int) Math.floor(Math.log10(lo)); e <= last; e++) {
      for (int factor : factors) {
        double tick = decimal(factor, e);
        if (e % every == 0 && tick >= lo * (1 - SLACK) && tick <= hi * (1 + SLACK)) {
          ticks.add(Math.max(lo, Math.min(hi, tick)));
        }
      }
    }
    return ticks.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double decimal(long digits, int exponent) {
    return BigDecimal.valueOf(digits).scaleByPowerOfTen(exponent).doubleValue();
  }

  private static void check(double lo, double hi, int about) {
    if (!Double.isFinite(lo) || !Double.isFinite(hi) || lo > hi || about < 1) {
      throw new IllegalArgumentException(about + " ticks from " + lo + " to " + hi);
    }
  }

  /**
   * A number with the decimals of a step, so that all labels of a scale have as many: 0.0, 0.5, 1.0
   * for a step of 0.5. Powers of ten where the step is below 0.0001 or from a million on: 5×10⁻⁵.
   * The minus sign is U+2212; what rounds to zero has none.
   *
   * @param v the number
   * @param step the distance to the next label, of which four digits count; 0: v itself, to four
   *     digits
   */
  public static String label(double v, double step) {
    if (Double.isNaN(v)) {
      return "NaN";
    }
    if (Double.isInfinite(v)) {
      return v > 0 ? "∞" : "−∞";
    }
    BigDecimal unit =
        BigDecimal.valueOf(Math.abs(step == 0 ? v : step)).round(STEP_DIGITS).stripTrailingZeros();
    BigDecimal value = BigDecimal.valueOf(v);
    boolean plain =
        unit.signum() == 0
            || unit.compareTo(SMALLEST_PLAIN_STEP) >= 0 && unit.compareTo(SMALLEST_LARGE_STEP) < 0;
    String text =
        plain
            ? value.setScale(Math.max(0, unit.scale()), RoundingMode.HALF_UP).toPlainString()
            : power(value.setScale(unit.scale(), RoundingMode.HALF_UP));
    return text.replace('-', '−');
  }

  /** A number as mantissa and power of ten, with the digits that it has. */
  private static String power(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    int exponent = value.precision() - value.scale() - 1;
    String mantissa = value.scaleByPowerOfTen(-exponent).toPlainString();
    StringBuilder text = new StringBuilder();
    if (mantissa.equals("1") || mantissa.equals("-1")) {
      text.append(mantissa, 0, mantissa.length() - 1);
    } else {
      text.append(mantissa).append('×');
    }
    text.append("10").append(exponent < 0 ? "⁻" : "");
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      text.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return text.toString();
  }
}
