// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.BinCounter;
import org.heatscope.backend.scalar.Bins;
import org.heatscope.backend.scalar.ScalarBinCounter;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;

/**
 * Floats to slots by vectors. With {@code u = gain (s - zero) + 1/2} the slot is u rounded to a
 * whole number. The zero is taken off in two pieces, its float and the rest, so that each of four
 * roundings is relative to u; a value so near an edge that they count is put right exactly.
 */
final class SimdBinCounter implements BinCounter {
  private static final int PIECE = 1024;

  /** Added to a float below 2^22: rounds to a whole number, which stands in the lowest bits. */
  private static final float WHOLE = 0x1p23f;

  private static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);

  private final Bins bins;
  private final Rescale rescale;
  private final double gain;
  private final double zero;
  private final int[] slots = new int[PIECE];
  private final int[][] tables;

  private SimdBinCounter(Bins bins, Rescale rescale) {
    this.bins = bins;
    this.rescale = rescale;
    gain = bins.perValue() * rescale.slope();
    zero = (bins.low() - rescale.intercept()) / rescale.slope();
    tables = new int[3][bins.slots()];
  }

  /** By vectors where floats tell bins apart. */
  static BinCounter of(Samples image, Bins bins) {
    SimdBinCounter counter = new SimdBinCounter(bins, image.rescale());
    boolean fine =
        image.type() == SampleType.FLOAT32
            && bins.count() <= 1 << 16
            && Math.abs(counter.gain) > 1e-30
            && Math.abs(counter.gain) < 1e30
            && Math.abs(counter.zero) < 1e30;
    return fine ? counter : new ScalarBinCounter(bins);
  }

  @Override
  public void count(Samples image, int from, int to, int[] counts) {
    float[] stored = (float[]) image.array();
    int end = image.offset() + to;
    for (int at = image.offset() + from; at < end; at += PIECE) {
      int n = Math.min(PIECE, end - at);
      int whole = n / Lanes.COUNT * Lanes.COUNT;
      find(stored, at, whole);
      for (int i = whole; i < n; i++) {
        slots[i] = bins.slot(rescale.apply(stored[at + i]));
      }
      count(n, counts);
    }
    for (int[] table : tables) {
      for (int i = 0; i < table.length; i++) {
        counts[i] += table[i];
        table[i] = 0;
      }
    }
  }

  private void find(float[] stored, int at, int n) {
    float times = (float) gain;
    float first = (float) zero;
    float rest = (float) ((first - zero) * gain + 0.5);
    int last = Float.floatToRawIntBits(bins.count() + 1);
    float sure = (float) (0.5 - (bins.count() + 2) * 5 * 0x1p-24);
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector s = FloatVector.fromArray(Lanes.F, stored, at + i);
      // The bits of floats from 0 up rise as the floats do, and negative ones are negative ints.
      FloatVector u =
          s.sub(first)
              .lanewise(VectorOperators.FMA, times, rest)
              .reinterpretAsInts()
              .max(0)
              .min(last)
              .reinterpretAsFloats();
      FloatVector whole = u.add(WHOLE);
      whole.reinterpretAsInts().sub(WHOLE_BITS).intoArray(slots, i);
      VectorMask<Float> doubt =
          whole
              .sub(WHOLE)
              .sub(u)
              .abs()
              .compare(VectorOperators.GE, sure)
              .or(s.compare(VectorOperators.NE, s));
      if (doubt.anyTrue()) {
        exactly(stored, at, i);
      }
    }
  }

  private void exactly(float[] stored, int at, int from) {
    for (int i = from; i < from + Lanes.COUNT; i++) {
      slots[i] = bins.slot(rescale.apply(stored[at + i]));
    }
  }

  /** Four tables, so that a slot counts while the same slot before it is still being counted. */
  private void count(int n, int[] counts) {
    int[] second = tables[0];
    int[] third = tables[1];
    int[] fourth = tables[2];
    int i = 0;
    for (; i + 3 < n; i += 4) {
      counts[slots[i]]++;
      second[slots[i + 1]]++;
      third[slots[i + 2]]++;
      fourth[slots[i + 3]]++;
    }
    for (; i < n; i++) {
      counts[slots[i]]++;
    }
  }
}
