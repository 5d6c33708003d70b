// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.PixelComposer;
import org.heatscope.op.Composite.Scene;

/**
 * Rows of a scene, a stretch at a time: each stage runs over the whole stretch. Colours are floats
 * of 0 to 255 with a bound on their error; a pixel whose byte that error could change is worked out
 * again in double precision, so all bytes are the scalar backend's. For one thread.
 */
final class RowComposer {
  /** Added to a float from 0 to 255: its bits are then {@link #BITS} plus the nearest integer. */
  static final float WHOLE = 0x1.8p23f;

  static final int BITS = Float.floatToRawIntBits(WHOLE);

  /** What makes 255 in the highest byte of the sum of three bit patterns at their shifts. */
  static final int OPAQUE = 0xff000000 - BITS - (BITS << 8) - (BITS << 16);

  private static final int MAGNITUDE = 0x7fffffff;

  private final Scene scene;
  private final TabledPixels tabled;
  private final BaseColors base;
  private final Layer[] layers;
  private final float[][] blended = new float[3][Lanes.roundUp(Stretch.SIZE)];
  private final int[] packed = new int[Lanes.roundUp(Stretch.SIZE)];
  private final int[] distance = new int[Lanes.COUNT];
  private final int sure;

  /**
   * Prepares for a scene.
   *
   * @param tabled the scene's; null where it has none
   */
  RowComposer(Scene scene, TabledPixels tabled) {
    this.scene = scene;
    this.tabled = tabled;
    base = new BaseColors(scene);
    double error = base.error();
    layers = scene.layers().stream().map(l -> new Layer(l, scene.width())).toArray(Layer[]::new);
    error += layers.length * LayerColors.error();
    sure = Float.floatToRawIntBits((float) (0.5 - error));
  }

  /** Composes a row into its place in the raster. */
  void compose(int py, int pz, int[] rgba) {
    base.startRow(py, pz);
    for (Layer layer : layers) {
      layer.startRow(py, pz);
    }
    int row = (pz * scene.height() + py) * scene.width();
    for (int px = 0; px < scene.width(); px += Stretch.SIZE) {
      int n = Math.min(Stretch.SIZE, scene.width() - px);
      if (tabled != null && base.isOnGrid()) {
        layers[0].classify(px, n);
        tabled.compose(base.sample(px, n), layers[0].numbers, n, rgba, row + px);
        continue;
      }
      float[][] colors = base.read(px, n);
      for (Layer layer : layers) {
        if (layer.classify(px, n)) {
          layer.colors.blend(layer.numbers, n, colors, blended);
          colors = blended;
        }
      }
      int whole = n / Lanes.COUNT * Lanes.COUNT;
      pack(colors, 0, whole, rgba, row + px);
      pack(colors, whole, n, packed, 0);
      System.arraycopy(packed, whole, rgba, row + px + whole, n - whole);
    }
  }

  /** Colours to packed bytes, for the pixels from..to and some more to fill the last vector. */
  private void pack(float[][] colors, int from, int to, int[] rgba, int at) {
    float[] r = colors[0];
    float[] g = colors[1];
    float[] b = colors[2];
    for (int i = from; i < to; i += Lanes.COUNT) {
      FloatVector red = FloatVector.fromArray(Lanes.F, r, i);
      FloatVector green = FloatVector.fromArray(Lanes.F, g, i);
      FloatVector blue = FloatVector.fromArray(Lanes.F, b, i);
      FloatVector wholeRed = red.add(WHOLE);
      FloatVector wholeGreen = green.add(WHOLE);
      FloatVector wholeBlue = blue.add(WHOLE);
      wholeRed
          .reinterpretAsInts()
          .add(wholeGreen.reinterpretAsInts().lanewise(VectorOperators.LSHL, 8))
          .add(wholeBlue.reinterpretAsInts().lanewise(VectorOperators.LSHL, 16))
          .add(OPAQUE)
          .intoArray(rgba, at + i);
      // The bits of a float's magnitude, which rise as it does: the distance to a whole number.
      IntVector offRed = red.sub(wholeRed.sub(WHOLE)).reinterpretAsInts().and(MAGNITUDE);
      IntVector offGreen = green.sub(wholeGreen.sub(WHOLE)).reinterpretAsInts().and(MAGNITUDE);
      IntVector offBlue = blue.sub(wholeBlue.sub(WHOLE)).reinterpretAsInts().and(MAGNITUDE);
      IntVector off = offRed.max(offGreen).max(offBlue);
      if (off.compare(VectorOperators.GT, sure).anyTrue()) {
        off.intoArray(distance, 0);
        recompute(i, rgba, at);
      }
    }
  }

  /**
   * Works out again the pixels of a vector whose bytes the floats leave in doubt. They are singled
   * out without a branch a lane, which would be mispredicted; the masks' own toLong is slow on 17.
   */
  private void recompute(int i, int[] rgba, int at) {
    long doubtful = 0;
    for (int lane = 0; lane < Lanes.COUNT; lane++) {
      doubtful |= (long) (sure - distance[lane] >>> 31) << lane;
    }
    for (; doubtful != 0; doubtful &= doubtful - 1) {
      int pixel = i + Long.numberOfTrailingZeros(doubtful);
      rgba[at + pixel] = exactly(pixel);
    }
  }

  private int exactly(int i) {
    double red = base.exactly(i, 0);
    double green = base.exactly(i, 1);
    double blue = base.exactly(i, 2);
    for (Layer layer : layers) {
      LayerColors colors = layer.colors;
      int number = layer.numbers[i];
      red = colors.blendExactly(number, 0, red);
      green = colors.blendExactly(number, 1, green);
      blue = colors.blendExactly(number, 2, blue);
    }
    return PixelComposer.packed(red, green, blue);
  }
}
