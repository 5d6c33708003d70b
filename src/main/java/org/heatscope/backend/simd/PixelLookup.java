// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.PixelTable;

/** Pixels out of a {@link PixelTable} whose rows are numbered as in {@link ClassStage}. */
final class PixelLookup {
  private static final float WHOLE = 0x1p23f;
  private static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);

  private final int[] pixels;
  private final int stride;
  private final float first;
  private final int last;

  PixelLookup(PixelTable table) {
    pixels = table.pixels();
    stride = table.stride();
    first = table.first();
    last = Float.floatToRawIntBits(stride - 2);
  }

  /**
   * Looks up pixels.
   *
   * @param scan stored numbers, not interpolated
   * @param numbers classes of the map, numbered as in {@link ClassStage}; overwritten
   */
  void compose(Stretch scan, int[] numbers, int n, int[] rgba, int at) {
    float[] floats = scan.floats;
    for (int i = 0; i < n; i += Lanes.COUNT) {
      // The bits of floats from 0 up rise as the floats do, and negative ones are negative ints.
      FloatVector column =
          FloatVector.fromArray(Lanes.F, floats, i)
              .sub(first)
              .reinterpretAsInts()
              .max(0)
              .min(last)
              .reinterpretAsFloats();
      IntVector index = column.add(WHOLE).reinterpretAsInts().sub(WHOLE_BITS);
      IntVector.fromArray(Lanes.I, numbers, i)
          .lanewise(VectorOperators.MUL, stride)
          .add(index)
          .intoArray(numbers, i);
    }
    for (int i = 0; i < scan.from; i++) {
      numbers[i] = background(numbers[i]);
    }
    for (int i = Math.max(scan.from, scan.to); i < n; i++) {
      numbers[i] = background(numbers[i]);
    }
    for (int i = 0; i < n; i++) {
      rgba[at + i] = pixels[numbers[i]];
    }
  }

  private int background(int index) {
    return index - index % stride + stride - 1;
  }
}
