// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The widest vectors of this machine, and samples of few bits made floats with them.
 *
 * <p>Two traps that all of this package steps around. A method that takes or returns a vector may
 * be compiled on its own and is then too big to be inlined, which puts each vector on the heap (10
 * to 50 times slower): so vector code stands in the loop that uses it, one short method a loop. And
 * on Java 17 a vector that a loop changes is known by its element type alone: once vectors of two
 * lengths of that type were seen, every such loop of the process runs on the heap (3 times slower).
 * So there is one species of each type here, and doubles are made of one half of a vector of
 * floats.
 */
final class Lanes {
  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

  static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());

  /** Lanes of 32 bits in a vector. */
  static final int COUNT = F.length();

  /** Brings the upper half of a vector down, where a conversion to doubles finds it. */
  static final VectorShuffle<Float> UPPER = VectorShuffle.fromOp(F, i -> (i + COUNT / 2) % COUNT);

  /** Vectors of 64 bits are the shortest there are. */
  private static final boolean BYTES = COUNT * 8 >= 64;

  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, COUNT * 8)));
  static final VectorSpecies<Short> S =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, COUNT * 16)));

  private Lanes() {}

  /** The least multiple of the lane count that is n or more. */
  static int roundUp(int n) {
    return (n + COUNT - 1) / COUNT * COUNT;
  }

  /** Bytes, sign-extended and then cut by the mask (0xff: unsigned, -1: signed), to floats. */
  static void toFloats(byte[] from, int at, int cut, float[] to, int i, int end) {
    if (BYTES) {
      for (; i + COUNT <= end; i += COUNT, at += COUNT) {
        IntVector wide =
            (IntVector) ByteVector.fromArray(B, from, at).convertShape(VectorOperators.B2I, I, 0);
        ((FloatVector) wide.and(cut).convert(VectorOperators.I2F, 0)).intoArray(to, i);
      }
    }
    for (; i < end; i++, at++) {
      to[i] = from[at] & cut;
    }
  }

  /** Shorts, sign-extended and then cut by the mask (0xffff: unsigned, -1: signed), to floats. */
  static void toFloats(short[] from, int at, int cut, float[] to, int i, int end) {
    for (; i + COUNT <= end; i += COUNT, at += COUNT) {
      IntVector wide =
          (IntVector) ShortVector.fromArray(S, from, at).convertShape(VectorOperators.S2I, I, 0);
      ((FloatVector) wide.and(cut).convert(VectorOperators.I2F, 0)).intoArray(to, i);
    }
    for (; i < end; i++, at++) {
      to[i] = from[at] & cut;
    }
  }
}
