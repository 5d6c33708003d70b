// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From which values to which a map's scale runs. A rectified map goes to 0..1 by (v - low) / (high
 * - low), a two-sided one to -1..1 by v / high with low = -high; nothing is clipped. A map that has
 * one value only becomes 0 everywhere: nothing stands out. NaN stays NaN.
 */
public final class CamScale {
  /** What the range is taken from. */
  public enum Kind {
    /** Nothing: values keep their own unit. */
    NONE("none"),
    /** Each map's own extremes: maps cannot be compared with each other. */
    PER_IMAGE("per-image"),
    /** The extremes over all maps of a call: they can. */
    SHARED("shared"),
    /** Given. */
    FIXED("fixed");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private static final String NUMBER = "([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)";
  private static final Pattern FIXED = Pattern.compile("fixed[: ]" + NUMBER + "," + NUMBER);

  private final Kind kind;
  private final double low;
  private final double high;

  private CamScale(Kind kind, double low, double high) {
    this.kind = kind;
    this.low = low;
    this.high = high;
  }

  /** A scale without numbers of its own. */
  public static CamScale of(Kind kind) {
    if (kind == Kind.FIXED) {
      throw new IllegalArgumentException("a fixed scale needs its ends");
    }
    return new CamScale(kind, 0, 0);
  }

  /** A scale with given ends. */
  public static CamScale fixed(double low, double high) {
    if (!(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "a fixed scale runs upwards, not from " + low + " to " + high);
    }
    return new CamScale(Kind.FIXED, low, high);
  }

  /**
   * Reads "none", "per-image", "shared" or "fixed:LO,HI".
   *
   * @throws IllegalArgumentException with a sentence for anything else
   */
  public static CamScale parse(String text) {
    for (Kind k : Kind.values()) {
      if (k != Kind.FIXED && k.text.equals(text)) {
        return of(k);
      }
    }
    Matcher m = FIXED.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "a scale is per-image, shared, fixed:LO,HI or none, not '" + text + "'");
    }
    return fixed(Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2)));
  }

  /** What the range is taken from. */
  public Kind kind() {
    return kind;
  }

  /** The scale in words, for a colour bar: "per-image scale", "scale fixed 0..5". */
  public String stamp() {
    return kind == Kind.FIXED
        ? "fixed scale " + low + ".." + high
        : kind == Kind.NONE ? "no scaling" : kind.text + " scale";
  }

  /** Where the ends of a colour bar of values that are not scaled come from: "own range". */
  public String rangeStamp() {
    return switch (kind) {
      case FIXED -> "range " + low + ".." + high;
      case SHARED -> "shared range";
      default -> "own range";
    };
  }

  /**
   * The ends of the scale for each map.
   *
   * @param signed whether both signs have a meaning: then the ends lie evenly about 0
   * @return {low, high} for each map; both the same for a map of one value, both 0 without a finite
   *     value
   */
  public double[][] ranges(CamMaps maps, boolean signed) {
    double[][] ranges = new double[maps.images()][];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = kind == Kind.FIXED ? new double[] {low, high} : extremes(maps, i);
    }
    if (kind == Kind.SHARED) {
      double[] all = ranges[0].clone();
      for (double[] r : ranges) {
        all[0] = Math.min(all[0], r[0]);
        all[1] = Math.max(all[1], r[1]);
      }
      Arrays.fill(ranges, all);
    }
    for (int i = 0; i < ranges.length; i++) {
      double[] r = ranges[i];
      double most = Math.max(-r[0], r[1]);
      if (!(r[0] <= r[1])) {
        ranges[i] = new double[2];
      } else if (signed && kind != Kind.FIXED) {
        ranges[i] = new double[] {-most, most};
      }
    }
    return ranges;
  }

  /** The least and the greatest finite value; infinities the wrong way round without any. */
  private static double[] extremes(CamMaps maps, int image) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int from = image * maps.positions();
    for (int i = from; i < from + maps.positions(); i++) {
      float v = maps.data()[i];
      if (Float.isFinite(v)) {
        least = Math.min(least, v);
        most = Math.max(most, v);
      }
    }
    return new double[] {least, most};
  }

  /**
   * The maps on this scale (new ones, unless the scale is "none").
   *
   * @param signed whether both signs have a meaning
   */
  public CamMaps apply(CamMaps maps, boolean signed) {
    if (kind == Kind.NONE) {
      return maps;
    }
    double[][] ranges = ranges(maps, signed);
    CamMaps scaled = CamMaps.zeros(maps.images(), maps.grid());
    int n = maps.positions();
    for (int i = 0; i < maps.images(); i++) {
      double width = ranges[i][1] - ranges[i][0];
      boolean centred = signed && kind != Kind.FIXED;
      double zero = centred ? 0 : ranges[i][0];
      double factor = width > 0 ? (centred ? 2 : 1) / width : 0;
      for (int p = i * n; p < (i + 1) * n; p++) {
        scaled.data()[p] = (float) ((maps.data()[p] - zero) * factor);
      }
    }
    return scaled;
  }
}
