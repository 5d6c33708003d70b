// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.ScalarReduce;
import org.heatscope.backend.scalar.ScalarReduce.PieceReader;
import org.heatscope.image.Samples;
import org.heatscope.op.Reduce.Summary;

/**
 * Pieces of floats by vectors, summed in double precision; those with a value that is not finite
 * are left to the scalar reader.
 */
final class SimdPieces implements PieceReader {
  private static final int EXPONENT = 0x7f800000;

  private final float[] stored;
  private final int offset;
  private final PieceReader scalar;

  private SimdPieces(Samples image) {
    stored = (float[]) image.array();
    offset = image.offset();
    scalar = ScalarReduce.reader(image);
  }

  static PieceReader of(Samples image) {
    boolean plain = image.isPlain();
    return plain ? new SimdPieces(image) : ScalarReduce.reader(image);
  }

  @Override
  public Summary read(int from, int n) {
    int at = offset + from;
    if (n < ScalarReduce.PIECE || !isFinite(at)) {
      return scalar.read(from, n);
    }
    double mean = sum(at) / n;
    // 0 for -0, as the rescale makes it
    return new Summary(min(at) + 0.0, max(at) + 0.0, mean, squares(at, mean), 0, 0, n);
  }

  private boolean isFinite(int at) {
    IntVector most = IntVector.zero(Lanes.I);
    for (int i = at; i < at + ScalarReduce.PIECE; i += Lanes.COUNT) {
      IntVector bits = FloatVector.fromArray(Lanes.F, stored, i).reinterpretAsInts();
      most = most.max(bits.and(EXPONENT));
    }
    return most.compare(VectorOperators.LT, EXPONENT).allTrue();
  }

  private double min(int at) {
    FloatVector least = FloatVector.fromArray(Lanes.F, stored, at);
    for (int i = at; i < at + ScalarReduce.PIECE; i += Lanes.COUNT) {
      least = least.min(FloatVector.fromArray(Lanes.F, stored, i));
    }
    return least.reduceLanes(VectorOperators.MIN);
  }

  private double max(int at) {
    FloatVector most = FloatVector.fromArray(Lanes.F, stored, at);
    for (int i = at; i < at + ScalarReduce.PIECE; i += Lanes.COUNT) {
      most = most.max(FloatVector.fromArray(Lanes.F, stored, i));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  private double sum(int at) {
    DoubleVector even = DoubleVector.zero(Lanes.D);
    DoubleVector odd = DoubleVector.zero(Lanes.D);
    for (int i = at; i < at + ScalarReduce.PIECE; i += Lanes.COUNT) {
      FloatVector a = FloatVector.fromArray(Lanes.F, stored, i);
      FloatVector b = a.rearrange(Lanes.UPPER);
      even = even.add(a.convertShape(VectorOperators.F2D, Lanes.D, 0));
      odd = odd.add(b.convertShape(VectorOperators.F2D, Lanes.D, 0));
    }
    return even.add(odd).reduceLanes(VectorOperators.ADD);
  }

  private double squares(int at, double mean) {
    DoubleVector even = DoubleVector.zero(Lanes.D);
    DoubleVector odd = DoubleVector.zero(Lanes.D);
    for (int i = at; i < at + ScalarReduce.PIECE; i += Lanes.COUNT) {
      FloatVector a = FloatVector.fromArray(Lanes.F, stored, i);
      FloatVector b = a.rearrange(Lanes.UPPER);
      DoubleVector c = ((DoubleVector) a.convertShape(VectorOperators.F2D, Lanes.D, 0)).sub(mean);
      DoubleVector d = ((DoubleVector) b.convertShape(VectorOperators.F2D, Lanes.D, 0)).sub(mean);
      even = c.fma(c, even);
      odd = d.fma(d, odd);
    }
    return even.add(odd).reduceLanes(VectorOperators.ADD);
  }
}
