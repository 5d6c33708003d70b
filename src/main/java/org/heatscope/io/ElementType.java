// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.ByteBuffer;
import org.heatscope.image.SampleType;

/** The number type of an array's elements in a file, and the type in which they are kept. */
public enum ElementType {
  /** A byte, 0 or 1; kept as uint8. */
  BOOL(1, SampleType.UINT8),
  UINT8(1, SampleType.UINT8),
  INT8(1, SampleType.INT8),
  UINT16(2, SampleType.UINT16),
  INT16(2, SampleType.INT16),
  UINT32(4, SampleType.UINT32),
  INT32(4, SampleType.INT32),
  UINT64(8, SampleType.UINT64),
  INT64(8, SampleType.INT64),
  /** IEEE 754 binary16; kept as float32. */
  FLOAT16(2, SampleType.FLOAT32),
  /** The upper half of a float32; kept as float32. */
  BFLOAT16(2, SampleType.FLOAT32),
  FLOAT32(4, SampleType.FLOAT32),
  FLOAT64(8, SampleType.FLOAT64),
  /** Real and imaginary float32; their magnitude is kept as float32. */
  COMPLEX64(8, SampleType.FLOAT32),
  /** Real and imaginary float64; their magnitude is kept as float64. */
  COMPLEX128(16, SampleType.FLOAT64);

  private final int bytes;
  private final SampleType kept;

  ElementType(int bytes, SampleType kept) {
    this.bytes = bytes;
    this.kept = kept;
  }

  /** The size of an element in the file. */
  public int bytes() {
    return bytes;
  }

  /** The type in which elements are kept. */
  public SampleType kept() {
    return kept;
  }

  /** Whether only the magnitude of an element is kept. */
  public boolean isComplex() {
    return this == COMPLEX64 || this == COMPLEX128;
  }

  /**
   * Takes the next elements from a buffer in its byte order.
   *
   * @param to an array of the kept type's kind, see {@link
   *     org.heatscope.image.SampleTypes#newArray}
   * @param at the first element of the array that is set
   */
  public void decode(ByteBuffer from, Object to, int at, int count) {
    switch (this) {
      case FLOAT16 -> {
        float[] floats = (float[]) to;
        for (int i = at; i < at + count; i++) {
          floats[i] = half(from.getShort());
        }
      }
      case BFLOAT16 -> {
        float[] floats = (float[]) to;
        for (int i = at; i < at + count; i++) {
          floats[i] = Float.intBitsToFloat(from.getShort() << 16);
        }
      }
      case COMPLEX64 -> {
        float[] floats = (float[]) to;
        for (int i = at; i < at + count; i++) {
          floats[i] = (float) Math.hypot(from.getFloat(), from.getFloat());
        }
      }
      case COMPLEX128 -> {
        double[] doubles = (double[]) to;
        for (int i = at; i < at + count; i++) {
          doubles[i] = Math.hypot(from.getDouble(), from.getDouble());
        }
      }
      default -> {
        int start = from.position();
        bulk(from, to, at, count);
        from.position(start + count * bytes);
      }
    }
  }

  private static void bulk(ByteBuffer from, Object to, int at, int count) {
    if (to instanceof byte[] a) {
      from.get(a, at, count);
    } else if (to instanceof short[] a) {
      from.asShortBuffer().get(a, at, count);
    } else if (to instanceof int[] a) {
      from.asIntBuffer().get(a, at, count);
    } else if (to instanceof long[] a) {
      from.asLongBuffer().get(a, at, count);
    } else if (to instanceof float[] a) {
      from.asFloatBuffer().get(a, at, count);
    } else {
      from.asDoubleBuffer().get((double[]) to, at, count);
    }
  }

  /** IEEE 754 binary16: sign, 5 bits of exponent biased by 15, 10 of fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : Float.intBitsToFloat(
                (exponent == 0x1f ? 0xff : exponent + 112) << 23 | fraction << 13);
    return bits < 0 ? -magnitude : magnitude;
  }
}
