// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.ScalarTimeSums;
import org.heatscope.backend.scalar.TimeSums;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;

/**
 * Sums over time in double precision, by vectors; a few frames at a time, so that sums are read and
 * written once for all of them.
 */
final class SimdTimeSums extends TimeSums {
  private static final int PIECE = 1024;
  private static final int TOGETHER = 4;

  private final List<Samples> frames;
  private final boolean ramp;
  private final float[][] values = new float[TOGETHER][PIECE + Lanes.COUNT];

  private SimdTimeSums(List<Samples> frames, double[] centred, boolean ramp) {
    super(centred, PIECE);
    this.frames = frames;
    this.ramp = ramp;
  }

  /**
   * By vectors where values are exactly floats; in integers where they are those and that will do.
   */
  static TimeSums of(List<Samples> frames, double[] centred, boolean ramp) {
    SampleType type = frames.get(0).type();
    boolean stored = frames.stream().allMatch(f -> f.rescale().isIdentity());
    boolean alike = stored && frames.stream().allMatch(f -> f.type() == type);
    if (alike && !ramp && (type == SampleType.INT16 || type == SampleType.UINT16)) {
      return new SimdIntegerTimeSums(frames, centred);
    }
    return stored && frames.stream().allMatch(f -> f.type().fitsFloat())
        ? new SimdTimeSums(frames, centred, ramp)
        : new ScalarTimeSums(frames, centred, ramp);
  }

  @Override
  protected void add(int from, int count) {
    frames.get(0).values(from, count, first, 0);
    for (int t = 0; t < frames.size(); t += TOGETHER) {
      int n = Math.min(TOGETHER, frames.size() - t);
      for (int f = 0; f < n; f++) {
        read(frames.get(t + f), from, count, values[f]);
      }
      if (n == TOGETHER) {
        add(count);
      } else {
        for (int f = 0; f < n; f++) {
          add(values[f], count);
        }
      }
      for (int f = 0; f < n && ramp; f++) {
        ramp(values[f], count, centred[t + f]);
      }
    }
  }

  private static void read(Samples frame, int from, int count, float[] to) {
    SampleType type = frame.type();
    int at = frame.offset() + from;
    switch (type.bytes()) {
      case 1 ->
          Lanes.toFloats((byte[]) frame.array(), at, type.isSigned() ? -1 : 0xff, to, 0, count);
      case 2 ->
          Lanes.toFloats((short[]) frame.array(), at, type.isSigned() ? -1 : 0xffff, to, 0, count);
      default -> System.arraycopy(frame.array(), at, to, 0, count);
    }
  }

  private void add(int count) {
    float[] a = values[0];
    float[] b = values[1];
    float[] c = values[2];
    float[] d = values[3];
    for (int i = 0; i < count; i += Lanes.D.length()) {
      DoubleVector f = DoubleVector.fromArray(Lanes.D, first, i);
      DoubleVector s = DoubleVector.fromArray(Lanes.D, sums, i);
      DoubleVector q = DoubleVector.fromArray(Lanes.D, squares, i);
      DoubleVector v =
          ((DoubleVector)
                  FloatVector.fromArray(Lanes.F, a, i)
                      .convertShape(VectorOperators.F2D, Lanes.D, 0))
              .sub(f);
      s = s.add(v);
      q = v.fma(v, q);
      v =
          ((DoubleVector)
                  FloatVector.fromArray(Lanes.F, b, i)
                      .convertShape(VectorOperators.F2D, Lanes.D, 0))
              .sub(f);
      s = s.add(v);
      q = v.fma(v, q);
      v =
          ((DoubleVector)
                  FloatVector.fromArray(Lanes.F, c, i)
                      .convertShape(VectorOperators.F2D, Lanes.D, 0))
              .sub(f);
      s = s.add(v);
      q = v.fma(v, q);
      v =
          ((DoubleVector)
                  FloatVector.fromArray(Lanes.F, d, i)
                      .convertShape(VectorOperators.F2D, Lanes.D, 0))
              .sub(f);
      s.add(v).intoArray(sums, i);
      v.fma(v, q).intoArray(squares, i);
    }
  }

  private void add(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      double d = values[i] - first[i];
      sums[i] += d;
      squares[i] += d * d;
    }
  }

  private void ramp(float[] values, int count, double weight) {
    for (int i = 0; i < count; i += Lanes.D.length()) {
      DoubleVector d =
          ((DoubleVector)
                  FloatVector.fromArray(Lanes.F, values, i)
                      .convertShape(VectorOperators.F2D, Lanes.D, 0))
              .sub(DoubleVector.fromArray(Lanes.D, first, i));
      d.mul(weight).add(DoubleVector.fromArray(Lanes.D, ramps, i)).intoArray(ramps, i);
    }
  }
}
