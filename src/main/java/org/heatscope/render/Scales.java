// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.color.ColorScale;
import org.heatscope.color.Colormap;
import org.heatscope.color.Colormaps;
import org.heatscope.color.Norm;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.op.Quantiles;
import org.heatscope.op.Reduce.Summary;

/**
 * Chooses what a user leaves open about windows and colour scales, from the values.
 *
 * <p>Range, first of: given; percentiles given; the norm's own; the header's display range (where
 * the threshold is left open too); else from the finite values, -m to m with m the largest |value|
 * where both signs occur, 0 to the largest or the smallest to 0 otherwise.
 *
 * <p>Threshold, first of: given as a value; as a percentile p of |value|, nilearn's rule: the value
 * at position floor(p n / 100) of the n sorted |values|, plus 1e-5; {@code auto}: p = 80, minus
 * 1e-5 but not below 0; where neither range nor threshold is given, the low end of a positive
 * display range in the header, else {@code auto} for a map in a subject's space; otherwise 0.
 */
public final class Scales {
  private Scales() {}

  /**
   * A scale and how it came about.
   *
   * @param scale the colour scale
   * @param rangeNote how the range was found: "2–98 %", "header"; empty when it was given
   * @param thresholdNote how the threshold was found: "80 %"; empty when it was given
   * @param summary of the map's values
   */
  public record Resolved(
      ColorScale scale, String rangeNote, String thresholdNote, Summary summary) {}

  /**
   * The window of a scan that proposes none: the 2nd to the 98th percentile of finite values, of
   * some planes where the scan is not in memory.
   */
  public static Window window(Volume base, int frame, Quantiles quantiles) {
    if (base.channels() > 1) {
      return Window.range(
          0, base.type().isInteger() ? Math.pow(2, 8 * base.type().bytes()) - 1 : 1);
    }
    if (!base.windows().isEmpty()) {
      return base.windows().get(0);
    }
    double[] q = quantiles.quantiles(Slabs.spread(base, frame, 0), false, 0.02, 0.98);
    return Double.isNaN(q[0]) ? Window.range(0, 1) : Window.range(q[0], q[1]);
  }

  /**
   * Works out the colour scale of a map. A map that is not in memory is gone through for it, unless
   * range and threshold are given as numbers.
   *
   * @throws IllegalArgumentException if the map has no finite value, or the options do not go
   *     together with its values
   */
  public static Resolved resolve(ScaleOptions options, Volume map, int frame, Session session) {
    Quantiles quantiles = session.quantiles();
    boolean isFixed =
        options.range().isPresent()
            && options.threshold().filter(t -> t.equals("auto") || t.endsWith("%")).isEmpty();
    Slabs samples = isFixed ? Slabs.spread(map, frame, 0) : Slabs.of(map, frame, 0);
    Summary summary = session.reduce().reduce(samples);
    if (summary.finite() == 0 && !map.isLazy()) {
      throw new IllegalArgumentException("the map holds no finite value");
    }
    boolean open = options.range().isEmpty() && options.percentile().isEmpty();
    boolean automatic = open && options.threshold().isEmpty();
    Optional<Window> header = automatic ? map.windows().stream().findFirst() : Optional.empty();

    double[] range = range(options, header, samples, summary, quantiles);
    String rangeNote = rangeNote(options, header);
    if (options.symmetric()) {
      double m = Math.max(Math.abs(range[0]), Math.abs(range[1]));
      range = new double[] {-m, m};
    }
    Norm norm = norm(options.norm(), range);
    boolean bothSigns = norm.low() < 0 && norm.high() > 0;
    Colormap colormap =
        options.colormap().orElseGet(() -> Colormaps.get(bothSigns ? "cold_hot" : "hot"));

    String wanted = options.threshold().orElse(null);
    if (wanted == null && automatic) {
      boolean space = map.geometry().frame() == Geometry.Frame.ANATOMICAL;
      wanted = header.isEmpty() && space && !isLabels(map) ? "auto" : null;
    }
    double threshold = 0;
    String thresholdNote = "";
    if (wanted != null) {
      threshold = threshold(wanted, samples, quantiles);
      thresholdNote = wanted.equals("auto") ? "80 %" : wanted.endsWith("%") ? wanted : "";
    } else if (header.isPresent() && header.get().low() > 0) {
      threshold = header.get().low();
      thresholdNote = "header";
    }
    ColorScale scale =
        new ColorScale(
            norm,
            colormap,
            threshold,
            options.alpha(),
            options.alphaRule(),
            options.nan(),
            options.under(),
            options.over(),
            options.masked());
    return new Resolved(scale, rangeNote, thresholdNote, summary);
  }

  /** Whether the values are names of regions, not quantities. */
  public static boolean isLabels(Volume map) {
    return map.intent().equals("label");
  }

  private static Norm norm(NormSpec spec, double[] range) {
    if (spec.kind().equals("log") && !(range[0] > 0)) {
      throw new IllegalArgumentException(
          "a log scale needs a range above zero, not from " + range[0] + "; give --range LO,HI");
    }
    return spec.over(range[0], range[1]);
  }

  private static double[] range(
      ScaleOptions options,
      Optional<Window> header,
      Slabs samples,
      Summary summary,
      Quantiles quantiles) {
    if (options.range().isPresent()) {
      return options.range().get();
    }
    if (options.percentile().isPresent()) {
      double[] p = options.percentile().get();
      return quantiles.quantiles(samples, false, p[0] / 100, p[1] / 100);
    }
    double min = summary.min();
    double max = summary.max();
    boolean bothSigns = min < 0 && max > 0;
    if (header.isPresent()) {
      double high = header.get().high();
      double low = header.get().low();
      if (bothSigns && low >= 0) {
        return new double[] {-high, high};
      }
      return new double[] {low > 0 ? 0 : low, high};
    }
    if (bothSigns) {
      double m = Math.max(-min, max);
      return new double[] {-m, m};
    }
    return min >= 0 ? new double[] {0, max} : new double[] {min, 0};
  }

  private static String rangeNote(ScaleOptions options, Optional<Window> header) {
    if (options.range().isPresent() || options.norm().hasOwnRange()) {
      return "";
    }
    if (options.percentile().isPresent()) {
      double[] p = options.percentile().get();
      return number(p[0]) + "–" + number(p[1]) + " %";
    }
    return header.isPresent() ? "header" : "min–max";
  }

  private static String number(double v) {
    return v == Math.rint(v) ? Long.toString((long) v) : Double.toString(v);
  }

  private static double threshold(String wanted, Slabs samples, Quantiles quantiles) {
    if (wanted.equals("auto")) {
      return Math.max(0, quantiles.atFraction(samples, true, 0.8) - 1e-5);
    }
    if (wanted.endsWith("%")) {
      double p = parse(wanted.substring(0, wanted.length() - 1), wanted);
      if (!(p >= 0 && p <= 100)) {
        throw new IllegalArgumentException("a threshold in percent lies in 0..100: " + wanted);
      }
      return quantiles.atFraction(samples, true, p * 0.01) + 1e-5;
    }
    return parse(wanted, wanted);
  }

  private static double parse(String number, String whole) {
    try {
      return Double.parseDouble(number.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a threshold is a number, a percentage or 'auto', not '" + whole + "'");
    }
  }
}
