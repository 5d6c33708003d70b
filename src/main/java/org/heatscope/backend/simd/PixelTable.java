// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.color.ColorTable;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Scene;

/**
 * The pixels of one map over a grey scan of few different values, worked out once in double
 * precision: a row for each class of the map, a column for each stored number of the scan between
 * those that the window makes black and white, and one for where the scan has nothing. A pixel is
 * then looked up, whatever the window, the weights and the colours.
 */
final class PixelTable {
  /** Entries that a second-level cache holds beside the images that stream through. */
  private static final int MOST = 1 << 17;

  private static final float WHOLE = 0x1p23f;
  private static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);

  private final int[] pixels;
  private final int stride;
  private final float first;
  private final int last;

  private PixelTable(int[] pixels, int stride, int first) {
    this.pixels = pixels;
    this.stride = stride;
    this.first = first;
    last = Float.floatToRawIntBits(stride - 2);
  }

  /**
   * The table of a scene; null where it would not pay or the scene is of another kind.
   *
   * @param uses how many pixels an entry must serve to be worth its making
   */
  static PixelTable of(Scene scene, int uses) {
    Samples scan = scene.base().channels().get(0);
    boolean fits =
        scene.base().channels().size() == 1
            && scene.layers().size() == 1
            && scan.type().isInteger()
            && scan.type().bytes() <= 2;
    if (!fits) {
      return null;
    }
    GreyStage greys = new GreyStage(scene.base().window(), scan.rescale());
    int low = lowest(scan.type());
    int high = low + (1 << 8 * scan.type().bytes()) - 1;
    while (low < high && greys.grey(low) == greys.grey(low + 1)) {
      low++;
    }
    while (high > low && greys.grey(high) == greys.grey(high - 1)) {
      high--;
    }
    long entries = (high - low + 2L) * ColorTable.CLASSES;
    if (entries > MOST || entries * uses > scene.pixels()) {
      return null;
    }
    return make(scene, greys, low, high);
  }

  private static int lowest(SampleType type) {
    return type.isSigned() ? -(1 << 8 * type.bytes() - 1) : 0;
  }

  private static PixelTable make(Scene scene, GreyStage greys, int low, int high) {
    LayerColors colors = new LayerColors(scene.layers().get(0).table());
    int stride = high - low + 2;
    int[] pixels = new int[stride * ColorTable.CLASSES];
    for (int column = 0; column < stride; column++) {
      boolean has = column < stride - 1;
      double grey = has ? greys.grey(low + column) : 0;
      for (int number = 0; number < ColorTable.CLASSES; number++) {
        int pixel = 0xff000000;
        for (int c = 0; c < 3; c++) {
          double below = has ? grey : (scene.background() >> (16 - 8 * c) & 0xff) / 255.0;
          pixel |= RowComposer.byteOf(colors.blendExactly(number, c, below)) << 8 * c;
        }
        pixels[number * stride + column] = pixel;
      }
    }
    return new PixelTable(pixels, stride, low);
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
