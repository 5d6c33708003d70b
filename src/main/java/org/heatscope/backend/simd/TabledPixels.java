// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.PixelTable;
import org.heatscope.color.ColorTable;
import org.heatscope.color.FloatCuts;
import org.heatscope.op.Composite.Scene;

/**
 * The pixels of a scene that a {@link PixelTable} has, its rows numbered as in {@link FloatCuts}:
 * blended in floats where that was tried on all the table's entries and gave each of them, looked
 * up elsewhere.
 *
 * <p>The sum of a blend often lies halfway between two bytes, to be rounded up: with weights of a
 * few decimals and bytes below and above that is so for one in ten. So the grey below is raised by
 * {@link #NUDGE}, more than the roundings of the floats and less than the distance to the next sum
 * such a blend can have.
 */
final class TabledPixels {
  private static final float NUDGE = 0x1p-12f;
  private static final int BLACK = Float.floatToRawIntBits(NUDGE);
  private static final int WHITE = Float.floatToRawIntBits(255 + NUDGE);

  private final int[] pixels;
  private final int stride;
  private final float first;
  private final int last;

  /** The line from stored numbers to 255 times grey: {@code gain (s - zero) + rest}. */
  private final float zero;

  private final float gain;
  private final float rest;

  /** Red in the lowest byte, then green and blue, and the sign where the class is drawn. */
  private final int[] colors = new int[ColorTable.CLASSES];

  /** The weight of the classes that are drawn. */
  private final float weight;

  private final boolean blends;

  TabledPixels(Scene scene, PixelTable table) {
    pixels = table.pixels();
    stride = table.stride();
    first = table.first();
    last = Float.floatToRawIntBits(stride - 2);
    GreyStage grey = new GreyStage(scene.base().window(), scene.base().channels().get(0).rescale());
    zero = (float) grey.zero();
    gain = (float) grey.gain();
    rest = (float) ((zero - grey.zero()) * grey.gain() + NUDGE);
    ColorTable classes = scene.layers().get(0).table();
    double common = 0;
    for (int n = 0; n < ColorTable.CLASSES; n++) {
      int rgb = classes.rgb(FloatCuts.kind(n));
      double alpha = classes.alpha(FloatCuts.kind(n));
      int drawn = alpha > 0 ? 1 << 31 : 0;
      colors[n] = rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16 | drawn;
      common = Math.max(common, alpha);
    }
    weight = (float) common;
    blends = grey.isStraight() && reproduces();
  }

  /** Whether blending gives each pixel of the table. */
  private boolean reproduces() {
    Stretch scan = new Stretch();
    int[] numbers = new int[Lanes.roundUp(Stretch.SIZE)];
    int[] blended = new int[Stretch.SIZE];
    for (int column = 0; column < stride - 1; column += Stretch.SIZE) {
      int n = Math.min(Stretch.SIZE, stride - 1 - column);
      for (int i = 0; i < n; i++) {
        scan.floats[i] = first + column + i;
      }
      for (int row = 0; row < ColorTable.CLASSES; row++) {
        Arrays.fill(numbers, row);
        blend(scan, numbers, n, blended, 0);
        int at = row * stride + column;
        if (!Arrays.equals(blended, 0, n, pixels, at, at + n)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Composes pixels.
   *
   * @param scan stored numbers, not interpolated
   * @param numbers classes of the map, numbered as in {@link FloatCuts}; overwritten
   */
  void compose(Stretch scan, int[] numbers, int n, int[] rgba, int at) {
    if (blends && scan.from == 0 && scan.to == n) {
      blend(scan, numbers, n, rgba, at);
    } else {
      lookUp(scan, numbers, n, rgba, at);
    }
  }

  private void blend(Stretch scan, int[] numbers, int n, int[] rgba, int at) {
    // One by one, which is as fast as a vector's gather, and never fails to be compiled as one.
    for (int i = 0; i < n; i++) {
      numbers[i] = colors[numbers[i]];
    }
    int whole = n / Lanes.COUNT * Lanes.COUNT;
    blend(scan, numbers, 0, whole, rgba, at);
    if (whole < n) {
      blend(scan, numbers, whole, n, numbers, whole);
      System.arraycopy(numbers, whole, rgba, at + whole, n - whole);
    }
  }

  /** The pixels from..to and some more to fill the last vector; the first goes to {@code at}. */
  private void blend(Stretch scan, int[] found, int from, int to, int[] rgba, int at) {
    float[] floats = scan.floats;
    int start = scan.start;
    int weightBits = Float.floatToRawIntBits(weight);
    for (int i = from; i < to; i += Lanes.COUNT) {
      // The bits of floats from 0 up rise as the floats do, and negative ones are negative ints.
      FloatVector below =
          FloatVector.fromArray(Lanes.F, floats, start + i)
              .sub(zero)
              .lanewise(VectorOperators.FMA, gain, rest)
              .reinterpretAsInts()
              .max(BLACK)
              .min(WHITE)
              .reinterpretAsFloats();
      IntVector color = IntVector.fromArray(Lanes.I, found, i);
      FloatVector part =
          color.lanewise(VectorOperators.ASHR, 31).and(weightBits).reinterpretAsFloats();
      FloatVector kept = below.sub(below.mul(part));
      IntVector r = color.and(0xff);
      IntVector g = color.lanewise(VectorOperators.LSHR, 8).and(0xff);
      IntVector b = color.lanewise(VectorOperators.LSHR, 16).and(0xff);
      FloatVector red = ((FloatVector) r.convert(VectorOperators.I2F, 0)).fma(part, kept);
      FloatVector green = ((FloatVector) g.convert(VectorOperators.I2F, 0)).fma(part, kept);
      FloatVector blue = ((FloatVector) b.convert(VectorOperators.I2F, 0)).fma(part, kept);
      red.add(RowComposer.WHOLE)
          .reinterpretAsInts()
          .add(green.add(RowComposer.WHOLE).reinterpretAsInts().lanewise(VectorOperators.LSHL, 8))
          .add(blue.add(RowComposer.WHOLE).reinterpretAsInts().lanewise(VectorOperators.LSHL, 16))
          .add(RowComposer.OPAQUE)
          .intoArray(rgba, at + i - from);
    }
  }

  private void lookUp(Stretch scan, int[] numbers, int n, int[] rgba, int at) {
    float[] floats = scan.floats;
    int start = scan.start;
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector column =
          FloatVector.fromArray(Lanes.F, floats, start + i)
              .sub(first)
              .reinterpretAsInts()
              .max(0)
              .min(last)
              .reinterpretAsFloats();
      IntVector index = column.add(RowComposer.WHOLE).reinterpretAsInts().sub(RowComposer.BITS);
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
