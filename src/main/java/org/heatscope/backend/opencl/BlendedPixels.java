// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.scalar.PixelTable;
import org.heatscope.color.ColorTable;
import org.heatscope.op.Composite.Scene;

/**
 * The pixels of a {@link PixelTable} blended in floats, which reads less than the table: for scenes
 * where that was tried on all the table's entries and gave each of them. Floats are rounded at each
 * step, here as in {@code composite.cl}, so that what is tried here is what the kernel does.
 *
 * <p>Sums often lie halfway between two bytes, to be rounded up: so the grey below is raised by
 * {@link #NUDGE}, more than the roundings of the floats.
 */
final class BlendedPixels {
  private static final float NUDGE = 0x1p-12f;

  /** Added to a float from 0 up to 2^22 it leaves the nearest whole number in the lowest bits. */
  private static final float WHOLE = 0x1p23f;

  /** Of 255 times grey, {@code gain (s - zero) + rest}. */
  private final float zero;

  private final float gain;
  private final float rest;

  /** Red in the lowest byte, then green and blue, and the sign where the class is drawn. */
  private final int[] colors = new int[ColorTable.CLASSES];

  /** The weight of the classes that are drawn. */
  private final float weight;

  BlendedPixels(Scene scene, double zero, double gain) {
    this.zero = (float) zero;
    this.gain = (float) gain;
    rest = (float) ((this.zero - zero) * gain + NUDGE);
    ColorTable table = scene.layers().get(0).table();
    double most = 0;
    for (int n = 0; n < ColorTable.CLASSES; n++) {
      int kind = AlignedScene.kind(n);
      int drawn = table.alpha(kind) > 0 ? 1 << 31 : 0;
      colors[n] = Integer.reverseBytes(table.rgb(kind)) >>> 8 | drawn;
      most = Math.max(most, table.alpha(kind));
    }
    weight = (float) most;
  }

  /** Whether blending gives each pixel of a table, but for those where the scan has nothing. */
  boolean reproduces(PixelTable table) {
    int[] pixels = table.pixels();
    int columns = table.stride() - 1;
    float[] below = new float[columns];
    for (int column = 0; column < columns; column++) {
      float grey = (table.first() + column - zero) * gain + rest;
      below[column] = Math.max(NUDGE, Math.min(255 + NUDGE, grey));
    }
    for (int row = 0; row < ColorTable.CLASSES; row++) {
      if (!reproduces(below, colors[row], pixels, row * table.stride())) {
        return false;
      }
    }
    return true;
  }

  private boolean reproduces(float[] below, int color, int[] pixels, int at) {
    float part = color < 0 ? weight : 0;
    float red = (color & 0xff) * part;
    float green = (color >> 8 & 0xff) * part;
    float blue = (color >> 16 & 0xff) * part;
    int wrong = 0;
    for (int i = 0; i < below.length; i++) {
      float kept = below[i] - below[i] * part;
      int r = Float.floatToRawIntBits(red + kept + WHOLE) & 0xff;
      int g = Float.floatToRawIntBits(green + kept + WHOLE) & 0xff;
      int b = Float.floatToRawIntBits(blue + kept + WHOLE) & 0xff;
      wrong |= (r | g << 8 | b << 16 | 0xff000000) ^ pixels[at + i];
    }
    return wrong == 0;
  }

  /** Zero, gain, rest and weight as floats, then the colours. */
  int[] words() {
    float[] floats = {zero, gain, rest, weight};
    int[] words = new int[floats.length + colors.length];
    for (int i = 0; i < floats.length; i++) {
      words[i] = Float.floatToRawIntBits(floats[i]);
    }
    System.arraycopy(colors, 0, words, floats.length, colors.length);
    return words;
  }
}
