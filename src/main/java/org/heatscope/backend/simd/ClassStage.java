// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.color.ColorTable;
import org.heatscope.color.FloatCuts;

/**
 * Samples to classes of a {@link ColorTable}, exactly.
 *
 * <p>Floats decide as {@link FloatCuts} has it. A double that was rounded to a float decides alike
 * too, unless it became a cut or the float below one: then the table is asked.
 */
final class ClassStage {

  /** Added to a float from 1 to 2^22: its nearest whole number, less 1, is in the low 9 bits. */
  private static final float WHOLE = 0x1.8p23f - 1;

  /** What is held there is past an end for sure, and not near a cut. */
  private static final int LOWEST = Float.floatToRawIntBits(0.75f);

  private static final int HIGHEST = Float.floatToRawIntBits(258.25f);

  private final ColorTable table;

  /** How far each position of a stretch lies from a whole number, as the bits of a float. */
  private final int[] distance = new int[Lanes.roundUp(Stretch.SIZE)];

  private final FloatCuts limits;

  private final float[] cuts;
  private final float sign;
  private final float validFrom;
  private final float hiddenFrom;
  private final float hiddenTo;
  private final double doubtIfRounded;

  ClassStage(ColorTable table) {
    this.table = table;
    limits = FloatCuts.of(table);
    cuts = limits.cuts();
    sign = limits.sign();
    validFrom = limits.validFrom();
    hiddenFrom = limits.hiddenFrom();
    hiddenTo = limits.hiddenTo();
    double largest = Math.max(Math.abs(table.edge(0)), Math.abs(table.edge(256)));
    doubtIfRounded = limits.doubt() + 0x1p-23 * largest * Math.abs(limits.scale());
  }

  /** The class of each sample; hidden where none is. */
  void apply(Stretch in, int n, int[] out) {
    if (in.isEmpty()) {
      Arrays.fill(out, 0, n, ColorTable.HIDDEN);
      return;
    }
    boolean divides = (in.exact ? limits.doubt() : doubtIfRounded) < 0.2;
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
    Arrays.fill(out, 0, in.from, ColorTable.HIDDEN);
    Arrays.fill(out, in.to, n, ColorTable.HIDDEN);
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
              .sub(limits.origin())
              .lanewise(VectorOperators.FMA, limits.scale(), limits.start())
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
      IntVector.broadcast(Lanes.I, ColorTable.NAN)
          .blend(number.blend(ColorTable.HIDDEN, hidden.cast(Lanes.I)), valid.cast(Lanes.I))
          .intoArray(out, i);
      off.intoArray(distance, i);
      most = most.max(off);
    }
    int sure =
        Float.floatToRawIntBits((float) (0.5 - (in.exact ? limits.doubt() : doubtIfRounded)));
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
      out[i] = FloatCuts.number(table.classOf(in.doubles[i]));
    } else if (out[i] <= FloatCuts.OVER) {
      out[i] = limits.settle(out[i], in.floats[in.start + i] * sign);
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
          .blend(ColorTable.HIDDEN, hidden.cast(Lanes.I))
          .blend(ColorTable.NAN, invalid.cast(Lanes.I))
          .intoArray(out, i);
    }
  }

  /** Asks the table where a rounded sample lies at the cut above or below its entry. */
  private void settleEntries(Stretch in, int[] out) {
    for (int i = in.from; i < in.to; i++) {
      float s = in.floats[in.start + i] * sign;
      if (s == cuts[out[i]] || Math.nextUp(s) == cuts[out[i] + 1]) {
        out[i] = FloatCuts.number(table.classOf(in.doubles[i]));
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
