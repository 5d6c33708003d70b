// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.color.ColorTable;

/**
 * Samples to classes of a {@link ColorTable}, exactly.
 *
 * <p>For a float s and a double cut, {@code s >= cut} is the same as {@code s >= c} with c the
 * smallest float that is not below the cut, so floats decide as doubles do. A double that was
 * rounded to a float decides alike too, unless it became c or the float below c: then the table is
 * asked. Classes are numbered in the order of the values here, so that one search finds the ends of
 * the norm too.
 */
final class ClassStage {
  /** Below the norm; the colormap's entry k is k + 1. */
  static final int UNDER = 0;

  static final int OVER = 257;
  static final int NAN = 258;
  static final int MASKED = 259;
  static final int HIDDEN = 260;

  /** Added to a float from 1 to 2^22: its nearest whole number, less 1, is in the low 9 bits. */
  private static final float WHOLE = 0x1.8p23f - 1;

  /** What is held there is past an end for sure, and not near a cut. */
  private static final int LOWEST = Float.floatToRawIntBits(0.75f);

  private static final int HIGHEST = Float.floatToRawIntBits(258.25f);

  private final ColorTable table;

  /** How far each position of a stretch lies from a whole number, as the bits of a float. */
  private final int[] distance = new int[Lanes.roundUp(Stretch.SIZE)];

  /** Cut j is the smallest float of class j; comparing with those past the last is false. */
  private final float[] cuts = new float[514];

  private final float sign;
  private final float validFrom;
  private final float hiddenFrom;
  private final float hiddenTo;
  private final boolean even;
  private final boolean evenIfRounded;
  private final float origin;
  private final float scale;
  private final float start;
  private final double doubt;
  private final double doubtIfRounded;

  ClassStage(ColorTable table) {
    this.table = table;
    Arrays.fill(cuts, Float.NaN);
    cuts[0] = Float.NEGATIVE_INFINITY;
    for (int k = 0; k <= 256; k++) {
      cuts[k + 1] = ceiling(table.edge(k));
    }
    sign = (float) table.sign();
    double upTo = table.invalidUpTo();
    validFrom = Double.isNaN(upTo) ? Float.NEGATIVE_INFINITY : ceiling(Math.nextUp(upTo));
    hiddenFrom = ceiling(Math.nextUp(table.lowCut()));
    hiddenTo = ceiling(table.highCut());
    double step = (table.edge(256) - table.edge(0)) / 256;
    origin = (float) (sign * table.edge(0));
    scale = (float) (sign / step);
    start = (float) (1.5 - (table.edge(0) - sign * origin) / step);
    doubt = doubt(step);
    double largest = Math.max(Math.abs(table.edge(0)), Math.abs(table.edge(256)));
    doubtIfRounded = doubt + 0x1p-23 * largest / step;
    boolean divisible = table.isUniform() && largest < 1e30 && step > 1e-30 && step < 1e30;
    even = divisible && doubt < 0.2;
    evenIfRounded = divisible && doubtIfRounded < 0.2;
  }

  /** The classes' numbers in {@link ColorTable}. */
  static int kind(int number) {
    return number == UNDER
        ? ColorTable.UNDER
        : number < OVER ? number - 1 : number == OVER ? ColorTable.OVER : number;
  }

  private static int number(int kind) {
    return kind == ColorTable.UNDER ? UNDER : kind < 256 ? kind + 1 : kind;
  }

  private static float ceiling(double cut) {
    float f = (float) cut;
    return f < cut ? Math.nextUp(f) : f;
  }

  /**
   * How near to a whole number a position among the classes may be wrong: 6 roundings of a position
   * up to 258, what the two floats of the origin leave out, and what the edges are off the line.
   */
  private double doubt(double step) {
    double off = 0;
    for (int k = 0; k <= 256; k++) {
      off = Math.max(off, Math.abs(table.edge(0) + k * step - table.edge(k)));
    }
    return 258 * 6 * 0x1p-24 + (off + 0x1p-46 * Math.abs(table.edge(0))) / step;
  }

  /** The class of each sample; hidden where none is. */
  void apply(Stretch in, int n, int[] out) {
    if (in.isEmpty()) {
      Arrays.fill(out, 0, n, HIDDEN);
      return;
    }
    boolean divides = in.exact ? even : evenIfRounded;
    if (divides) {
      divide(in, n, out);
    } else {
      search(in, n, out);
      special(in, n, out);
    }
    if (!in.exact) {
      if (!divides) {
        settleEntries(in, out);
      }
      settleSpecial(in, n, out);
    }
    Arrays.fill(out, 0, in.from, HIDDEN);
    Arrays.fill(out, in.to, n, HIDDEN);
  }

  /**
   * For even classes: (s - edge 0) / step + 1.5 rounds to the number plus 1, and lies halfway
   * between two whole numbers where s is at a cut. What is {@link #special} goes along.
   */
  private void divide(Stretch in, int n, int[] out) {
    float[] floats = in.floats;
    int first = in.start;
    IntVector most = IntVector.zero(Lanes.I);
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector stored = FloatVector.fromArray(Lanes.F, floats, first + i);
      FloatVector position =
          stored
              .sub(origin)
              .lanewise(VectorOperators.FMA, scale, start)
              .reinterpretAsInts()
              .max(LOWEST)
              .min(HIGHEST)
              .reinterpretAsFloats();
      FloatVector whole = position.add(WHOLE);
      IntVector number = whole.reinterpretAsInts().and(0x1ff);
      IntVector off = position.sub(whole.sub(WHOLE)).reinterpretAsInts().and(0x7fffffff);
      FloatVector s = stored.mul(sign);
      VectorMask<Float> hidden =
          s.compare(VectorOperators.GE, hiddenFrom).and(s.compare(VectorOperators.LT, hiddenTo));
      VectorMask<Float> valid = s.compare(VectorOperators.GE, validFrom);
      IntVector.broadcast(Lanes.I, NAN)
          .blend(number.blend(HIDDEN, hidden.cast(Lanes.I)), valid.cast(Lanes.I))
          .intoArray(out, i);
      off.intoArray(distance, i);
      most = most.max(off);
    }
    int sure = Float.floatToRawIntBits((float) (0.5 - (in.exact ? doubt : doubtIfRounded)));
    if (most.compare(VectorOperators.GT, sure).anyTrue()) {
      for (int i = in.from; i < in.to; i++) {
        if (distance[i] > sure) {
          correct(in, out, i);
        }
      }
    }
  }

  /** Makes a class that is off by one at most right. */
  private void correct(Stretch in, int[] out, int i) {
    if (!in.exact) {
      out[i] = number(table.classOf(in.doubles[i]));
    } else if (out[i] <= OVER) {
      float s = in.floats[in.start + i] * sign;
      out[i] += s >= cuts[out[i] + 1] ? 1 : s < cuts[out[i]] ? -1 : 0;
    }
  }

  private void search(Stretch in, int n, int[] out) {
    float[] floats = in.floats;
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector s = FloatVector.fromArray(Lanes.F, floats, in.start + i).mul(sign);
      IntVector number = IntVector.zero(Lanes.I);
      for (int step = 256; step > 0; step >>= 1) {
        number.intoArray(out, i);
        FloatVector cut = FloatVector.fromArray(Lanes.F, cuts, step, out, i);
        number = number.blend(number.add(step), s.compare(VectorOperators.GE, cut).cast(Lanes.I));
      }
      number.intoArray(out, i);
    }
  }

  /** Hides what is within the threshold, and finds what has no place on the norm. */
  private void special(Stretch in, int n, int[] out) {
    float[] floats = in.floats;
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector s = FloatVector.fromArray(Lanes.F, floats, in.start + i).mul(sign);
      VectorMask<Float> hidden =
          s.compare(VectorOperators.GE, hiddenFrom).and(s.compare(VectorOperators.LT, hiddenTo));
      VectorMask<Float> invalid = s.compare(VectorOperators.GE, validFrom).not();
      IntVector.fromArray(Lanes.I, out, i)
          .blend(HIDDEN, hidden.cast(Lanes.I))
          .blend(NAN, invalid.cast(Lanes.I))
          .intoArray(out, i);
    }
  }

  /** Asks the table where a rounded sample lies at the cut above or below its entry. */
  private void settleEntries(Stretch in, int[] out) {
    for (int i = in.from; i < in.to; i++) {
      float s = in.floats[in.start + i] * sign;
      if (s == cuts[out[i]] || Math.nextUp(s) == cuts[out[i] + 1]) {
        out[i] = number(table.classOf(in.doubles[i]));
      }
    }
  }

  /** Asks the table where a rounded sample lies at an end of what is hidden or invalid. */
  private void settleSpecial(Stretch in, int n, int[] out) {
    float[] floats = in.floats;
    float belowValid = Math.nextDown(validFrom);
    float belowHiddenFrom = Math.nextDown(hiddenFrom);
    float belowHiddenTo = Math.nextDown(hiddenTo);
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector s = FloatVector.fromArray(Lanes.F, floats, in.start + i).mul(sign);
      VectorMask<Float> met =
          s.compare(VectorOperators.EQ, validFrom)
              .or(s.compare(VectorOperators.EQ, belowValid))
              .or(s.compare(VectorOperators.EQ, hiddenFrom))
              .or(s.compare(VectorOperators.EQ, belowHiddenFrom))
              .or(s.compare(VectorOperators.EQ, hiddenTo))
              .or(s.compare(VectorOperators.EQ, belowHiddenTo));
      if (met.anyTrue()) {
        for (int lane = i; lane < i + Lanes.COUNT; lane++) {
          correct(in, out, lane);
        }
      }
    }
  }
}
