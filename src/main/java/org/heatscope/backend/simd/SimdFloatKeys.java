// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.FloatKeys;
import org.heatscope.backend.scalar.Prefixes;
import org.heatscope.image.Samples;

/** Keys of floats by vectors; only the counting goes one by one. */
final class SimdFloatKeys extends FloatKeys {
  private static final int PIECE = 1024;

  /** With more prefixes than this, comparing takes longer than looking each key up. */
  private static final int FEW = 8;

  SimdFloatKeys(boolean absolute) {
    super(absolute);
  }

  @Override
  public void countFirst(Samples part, int from, int to, int[] counts) {
    float[] stored = (float[]) part.array();
    int[] digits = new int[PIECE];
    int end = part.offset() + from + (to - from) / PIECE * PIECE;
    for (int at = part.offset() + from; at < end; at += PIECE) {
      firstDigits(stored, at, digits);
      for (int i = 0; i < PIECE; i += 2) {
        counts[digits[i]]++;
        counts[DIGITS + digits[i + 1]]++;
      }
    }
    super.countFirst(part, end - part.offset(), to, counts);
  }

  private void firstDigits(float[] stored, int at, int[] digits) {
    for (int i = 0; i < PIECE; i += Lanes.COUNT) {
      IntVector bits = FloatVector.fromArray(Lanes.F, stored, at + i).reinterpretAsInts().and(kept);
      bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).or(1 << 31))
          .lanewise(VectorOperators.LSHR, 16)
          .intoArray(digits, i);
    }
  }

  @Override
  public void countNext(Samples part, int from, int to, Prefixes prefixes, int[][] counts) {
    if (prefixes.count() > FEW) {
      super.countNext(part, from, to, prefixes, counts);
      return;
    }
    int end = from + (to - from) / Lanes.COUNT * Lanes.COUNT;
    for (int p = 0; p < prefixes.count(); p++) {
      countNext(part, from, end, (int) prefixes.get(p), counts[p]);
    }
    super.countNext(part, end, to, prefixes, counts);
  }

  private void countNext(Samples part, int from, int end, int prefix, int[] counts) {
    float[] stored = (float[]) part.array();
    for (int i = part.offset() + from; i < part.offset() + end; i += Lanes.COUNT) {
      IntVector bits = FloatVector.fromArray(Lanes.F, stored, i).reinterpretAsInts().and(kept);
      VectorMask<Integer> has =
          bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).or(1 << 31))
              .lanewise(VectorOperators.LSHR, 16)
              .compare(VectorOperators.EQ, prefix);
      if (has.anyTrue()) {
        count(stored, i, prefix, counts);
      }
    }
  }

  private void count(float[] stored, int from, int prefix, int[] counts) {
    for (int i = from; i < from + Lanes.COUNT; i++) {
      int key = key(Float.floatToRawIntBits(stored[i]) & kept);
      if (key >>> 16 == prefix) {
        counts[key & 0xffff]++;
      }
    }
  }
}
