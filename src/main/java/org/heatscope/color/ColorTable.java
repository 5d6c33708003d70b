// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import org.heatscope.image.Rescale;

/**
 * A {@link ColorScale} worked out for stored samples: which of 261 classes a sample falls in, and
 * what each class looks like. Every backend decides by the same cuts, so all give the same class.
 *
 * <p>Because norms rise, the class of a sample is a step function of it. Its steps are found once,
 * to the last bit, by bisection over the doubles; after that no backend evaluates a norm. All cuts
 * are in terms of {@code s = sign() * stored}, which rises with the value even where the rescale
 * slope is negative.
 *
 * <p>Class of s, the first line that holds:
 *
 * <ol>
 *   <li>s is NaN, or s &lt;= {@link #invalidUpTo()}: {@link #NAN}
 *   <li>{@link #lowCut()} &lt; s &lt; {@link #highCut()}: {@link #HIDDEN} (the threshold)
 *   <li>s &lt; edge 0: {@link #UNDER}; s &gt;= edge 256: {@link #OVER}
 *   <li>the entry k with edge k &lt;= s &lt; edge k+1
 * </ol>
 */
public final class ColorTable {
  /** Class of values below the norm. */
  public static final int UNDER = 256;

  /** Class of values above the norm. */
  public static final int OVER = 257;

  /** Class of NaN and of values that the norm has no answer for. */
  public static final int NAN = 258;

  /** Class of masked places. */
  public static final int MASKED = 259;

  /** Class of what is not drawn: within the threshold, or outside the map. */
  public static final int HIDDEN = 260;

  /** The number of classes. */
  public static final int CLASSES = 261;

  /** The class from each cut up to the next. */
  private static final int[] KINDS = new int[Colormap.SIZE + 2];

  static {
    Arrays.setAll(KINDS, place -> place - 1);
    KINDS[0] = UNDER;
    KINDS[Colormap.SIZE + 1] = OVER;
  }

  /** In doubles: past this the guess was no help. */
  private static final long LONGEST_STEP = 1L << 40;

  private final double[] edges = new double[Colormap.SIZE + 1];
  private final double sign;
  private final double invalidUpTo;
  private final double lowCut;
  private final double highCut;
  private final boolean uniform;
  private final double perStep;

  /** What is below, the edges, and what nothing reaches. */
  private final double[] cuts = new double[Colormap.SIZE + 3];

  private final int[] rgb = new int[CLASSES];
  private final double[] alpha = new double[CLASSES];

  /** Works out a scale for samples that become values by the given rescale. */
  public ColorTable(ColorScale scale, Rescale rescale) {
    Norm norm = scale.norm();
    sign = Math.signum(rescale.slope());
    for (int k = 0; k <= Colormap.SIZE; k++) {
      int entry = k;
      double value = norm.inverse((double) k / Colormap.SIZE);
      edges[k] =
          smallest(
              s -> entry(norm.apply(rescale.apply(sign * s))) >= entry, stored(rescale, value));
    }
    double firstValid =
        smallest(s -> !Double.isNaN(norm.apply(rescale.apply(sign * s))), stored(rescale, 0));
    invalidUpTo = firstValid == Double.NEGATIVE_INFINITY ? Double.NaN : Math.nextDown(firstValid);
    double t = scale.threshold();
    highCut =
        t < 0
            ? Double.NEGATIVE_INFINITY
            : smallest(s -> rescale.apply(sign * s) > t, stored(rescale, t));
    lowCut =
        t < 0
            ? Double.POSITIVE_INFINITY
            : Math.nextDown(smallest(s -> rescale.apply(sign * s) >= -t, stored(rescale, -t)));
    uniform = isUniform(edges);
    perStep = 256 / (edges[256] - edges[0]);
    System.arraycopy(edges, 0, cuts, 1, edges.length);
    cuts[0] = Double.NEGATIVE_INFINITY;
    cuts[Colormap.SIZE + 2] = Double.NaN;
    paint(scale);
  }

  /** floor(256 n) within the norm, -1 below it, 256 above it; NaN counts as below. */
  private static int entry(double n) {
    return n >= 0 ? n > 1 ? 256 : Math.min(255, (int) Math.floor(256 * n)) : -1;
  }

  /** About the s whose value this is. */
  private double stored(Rescale rescale, double value) {
    return sign * ((value - rescale.intercept()) / rescale.slope());
  }

  /**
   * The smallest double for which a rising condition holds; positive infinity if only it, or
   * nothing, does. Steps of growing length from the guess find two doubles around it, bisection the
   * rest.
   */
  private static double smallest(DoublePredicate condition, double guess) {
    if (condition.test(Double.NEGATIVE_INFINITY)) {
      return Double.NEGATIVE_INFINITY;
    }
    long lo = rank(Double.NEGATIVE_INFINITY);
    long hi = rank(Double.POSITIVE_INFINITY);
    if (Double.isFinite(guess)) {
      long from = rank(guess);
      boolean holds = condition.test(guess);
      for (long step = 2; step <= LONGEST_STEP; step <<= 3) {
        long next = holds ? from - step : from + step;
        if (next <= lo || next >= hi || condition.test(ranked(next)) != holds) {
          lo = holds ? Math.max(lo, next) : lo;
          hi = holds ? hi : Math.min(hi, next);
          break;
        }
        from = next;
      }
      lo = holds ? lo : from;
      hi = holds ? from : hi;
    }
    while (lo + 1 < hi) {
      long mid = (lo & hi) + ((lo ^ hi) >> 1);
      if (condition.test(ranked(mid))) {
        hi = mid;
      } else {
        lo = mid;
      }
    }
    return ranked(hi);
  }

  /** A long that orders as the doubles do. */
  private static long rank(double v) {
    long bits = Double.doubleToRawLongBits(v);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double ranked(long rank) {
    return Double.longBitsToDouble(rank >= 0 ? rank : Long.MIN_VALUE - rank);
  }

  private static boolean isUniform(double[] edges) {
    double step = (edges[256] - edges[0]) / 256;
    // Steps of few units in the last place cannot be told to be even.
    double least = 16 * Math.ulp(Math.max(Math.abs(edges[0]), Math.abs(edges[256])));
    if (!(step > least) || !Double.isFinite(step) || !Double.isFinite(1 / step)) {
      return false;
    }
    for (int k = 0; k <= 256; k++) {
      if (Math.abs(edges[0] + k * step - edges[k]) > 0.25 * step) {
        return false;
      }
    }
    return true;
  }

  private void paint(ColorScale scale) {
    Colormap map = scale.colormap();
    double largest = Math.max(Math.abs(scale.norm().low()), Math.abs(scale.norm().high()));
    for (int k = 0; k < Colormap.SIZE; k++) {
      double weight = 1;
      if (scale.alphaRule() == ColorScale.AlphaRule.VALUE && largest > 0) {
        weight = Math.min(1, Math.abs(scale.norm().inverse((k + 0.5) / Colormap.SIZE)) / largest);
      }
      rgb[k] = map.entry(k);
      alpha[k] = scale.alpha() * weight;
    }
    special(UNDER, scale.under(), scale.alpha(), rgb[0], alpha[0]);
    special(OVER, scale.over(), scale.alpha(), rgb[255], alpha[255]);
    special(NAN, scale.nan(), scale.alpha(), 0, 0);
    special(MASKED, scale.masked(), scale.alpha(), 0, 0);
  }

  private void special(int kind, OptionalInt color, double weight, int elseRgb, double elseWeight) {
    rgb[kind] = color.orElse(elseRgb);
    alpha[kind] = color.isPresent() ? weight : elseWeight;
  }

  /** The class of a stored sample (for an interpolated one: of the mean of stored samples). */
  public int classOf(double stored) {
    double s = sign * stored;
    if (Double.isNaN(s) || s <= invalidUpTo) {
      return NAN;
    }
    if (s > lowCut && s < highCut) {
      return HIDDEN;
    }
    if (s < edges[0]) {
      return UNDER;
    }
    if (s >= edges[256]) {
      return OVER;
    }
    return search(s);
  }

  /**
   * The classes of stored samples; see {@link #classOf}.
   *
   * @param kinds where those of the samples {@code from} up to {@code to} go, to the same places
   */
  public void classesOf(double[] stored, int from, int to, int[] kinds) {
    if (!uniform) {
      for (int i = from; i < to; i++) {
        kinds[i] = classOf(stored[i]);
      }
      return;
    }
    double origin = edges[0];
    for (int i = from; i < to; i++) {
      double s = sign * stored[i];
      // On even edges a division finds the place among the cuts or a neighbour of it. No branches:
      // on a noisy map they would be mispredicted.
      int place = Math.max(0, Math.min(256, (int) ((s - origin) * perStep)) + 1);
      int up = s >= cuts[place + 1] ? 1 : 0;
      int down = s < cuts[place] ? 1 : 0;
      int kind = KINDS[place + up - down];
      kind = s > lowCut & s < highCut ? HIDDEN : kind;
      kinds[i] = s != s | s <= invalidUpTo ? NAN : kind;
    }
  }

  private int search(double s) {
    int k = 0;
    for (int step = 128; step > 0; step >>= 1) {
      if (s >= edges[k + step]) {
        k += step;
      }
    }
    return k;
  }

  /** Edge k (0 to 256): the smallest s whose entry is k or more; 256 is the smallest above. */
  public double edge(int k) {
    return edges[k];
  }

  /** 1 or -1: the sign of the rescale slope. */
  public double sign() {
    return sign;
  }

  /** Samples up to here have no place on the norm; NaN where there are none such. */
  public double invalidUpTo() {
    return invalidUpTo;
  }

  /** The largest s that is below minus the threshold; positive infinity without a threshold. */
  public double lowCut() {
    return lowCut;
  }

  /** The smallest s that is above the threshold; negative infinity without a threshold. */
  public double highCut() {
    return highCut;
  }

  /** Whether the edges are evenly spaced, so that a division finds the entry to within one. */
  public boolean isUniform() {
    return uniform;
  }

  /** The colour of a class as 0xRRGGBB. */
  public int rgb(int kind) {
    return rgb[kind];
  }

  /** The weight of a class over what lies under it, 0 to 1. */
  public double alpha(int kind) {
    return alpha[kind];
  }
}
