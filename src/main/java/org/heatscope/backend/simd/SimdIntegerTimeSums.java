// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.TimeSums;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;

/**
 * {@code S} and {@code Q} of samples of 16 bits, exactly, in integers: {@code Q} modulo 2^32 is the
 * one whose upper part is the sum of each square's upper 16 bits, or a little more, since what
 * those leave is less than 2^16 a frame. A few frames at a time are read straight from where they
 * lie.
 */
final class SimdIntegerTimeSums extends TimeSums {
  private static final int PIECE = 2048;
  private static final int TOGETHER = 4;

  /** Frames whose sums fit 31 bits. */
  private static final int MOST = 1 << 15;

  private final List<Samples> frames;

  /** What leaves of a short, made an int, the sample. */
  private final int cut;

  private final short[][] series = new short[TOGETHER][];
  private final int[] starts = new int[TOGETHER];
  private final int[] origins = new int[PIECE];
  private final int[] deviations = new int[PIECE];
  private final int[] lower = new int[PIECE];
  private final int[] upper = new int[PIECE];

  /**
   * Sums over frames.
   *
   * @param frames all of one type of 16 bits, as stored
   */
  SimdIntegerTimeSums(List<Samples> frames, double[] centred) {
    super(centred, PIECE);
    this.frames = frames;
    this.cut = frames.get(0).type() == SampleType.INT16 ? -1 : 0xffff;
  }

  @Override
  protected void add(int from, int count) {
    frames.get(0).values(from, count, first, 0);
    for (int i = 0; i < count; i++) {
      origins[i] = (int) first[i];
    }
    for (int t = 0; t < frames.size(); t += MOST) {
      Arrays.fill(deviations, 0, count, 0);
      Arrays.fill(lower, 0, count, 0);
      Arrays.fill(upper, 0, count, 0);
      add(t, Math.min(frames.size(), t + MOST), from, count);
      for (int i = 0; i < count; i++) {
        sums[i] += deviations[i];
        squares[i] += 0x1p16 * upper[i] + (lower[i] - (upper[i] << 16));
      }
    }
  }

  private void add(int start, int end, int from, int count) {
    int whole = count / Lanes.COUNT * Lanes.COUNT;
    for (int t = start; t < end; t += TOGETHER) {
      int n = Math.min(TOGETHER, end - t);
      for (int f = 0; f < n; f++) {
        series[f] = (short[]) frames.get(t + f).array();
        starts[f] = frames.get(t + f).offset() + from;
      }
      if (n == TOGETHER) {
        add(whole);
      }
      for (int f = 0; f < n; f++) {
        add(series[f], starts[f], n == TOGETHER ? whole : 0, count);
      }
    }
  }

  private void add(int count) {
    short[] a = series[0];
    short[] b = series[1];
    short[] c = series[2];
    short[] d = series[3];
    int atA = starts[0];
    int atB = starts[1];
    int atC = starts[2];
    int atD = starts[3];
    for (int i = 0; i < count; i += Lanes.COUNT) {
      IntVector o = IntVector.fromArray(Lanes.I, origins, i);
      IntVector s = IntVector.fromArray(Lanes.I, deviations, i);
      IntVector low = IntVector.fromArray(Lanes.I, lower, i);
      IntVector high = IntVector.fromArray(Lanes.I, upper, i);
      IntVector v =
          (IntVector)
              ShortVector.fromArray(Lanes.S, a, atA + i)
                  .convertShape(VectorOperators.S2I, Lanes.I, 0);
      v = v.and(cut).sub(o);
      s = s.add(v);
      v = v.mul(v);
      low = low.add(v);
      high = high.add(v.lanewise(VectorOperators.LSHR, 16));
      v =
          (IntVector)
              ShortVector.fromArray(Lanes.S, b, atB + i)
                  .convertShape(VectorOperators.S2I, Lanes.I, 0);
      v = v.and(cut).sub(o);
      s = s.add(v);
      v = v.mul(v);
      low = low.add(v);
      high = high.add(v.lanewise(VectorOperators.LSHR, 16));
      v =
          (IntVector)
              ShortVector.fromArray(Lanes.S, c, atC + i)
                  .convertShape(VectorOperators.S2I, Lanes.I, 0);
      v = v.and(cut).sub(o);
      s = s.add(v);
      v = v.mul(v);
      low = low.add(v);
      high = high.add(v.lanewise(VectorOperators.LSHR, 16));
      v =
          (IntVector)
              ShortVector.fromArray(Lanes.S, d, atD + i)
                  .convertShape(VectorOperators.S2I, Lanes.I, 0);
      v = v.and(cut).sub(o);
      s.add(v).intoArray(deviations, i);
      v = v.mul(v);
      low.add(v).intoArray(lower, i);
      high.add(v.lanewise(VectorOperators.LSHR, 16)).intoArray(upper, i);
    }
  }

  private void add(short[] frame, int start, int from, int to) {
    for (int i = from; i < to; i++) {
      int v = (frame[start + i] & cut) - origins[i];
      deviations[i] += v;
      lower[i] += v * v;
      upper[i] += v * v >>> 16;
    }
  }
}
