// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntUnaryOperator;
import org.heatscope.color.ColorTable;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.Scene;

/**
 * The pixels of one map over a grey scan of few different values, worked out once in double
 * precision: a row for each class of the map, a column for each stored number of the scan between
 * those that the window makes black and white, and one for where the scan has nothing. A pixel is
 * then looked up, whatever the window, the weights and the colours.
 */
public final class PixelTable {
  /** Entries that a second-level cache holds beside the images that stream through. */
  private static final int MOST = 1 << 17;

  /** Pixels from which an entry is worth its making. */
  public static final int USES = 32;

  private final int[] pixels;
  private final int stride;
  private final int first;

  private PixelTable(int[] pixels, int stride, int first) {
    this.pixels = pixels;
    this.stride = stride;
    this.first = first;
  }

  /**
   * The table of a scene; null where it would not pay or the scene is of another kind.
   *
   * @param kindOf the class of {@link ColorTable} that each row is for
   * @param uses how many pixels an entry must serve to be worth its making
   */
  public static PixelTable of(Scene scene, IntUnaryOperator kindOf, int uses) {
    Samples scan = scene.base().channels().get(0);
    boolean fits =
        scene.base().channels().size() == 1
            && scene.layers().size() == 1
            && scan.type().isInteger()
            && scan.type().bytes() <= 2;
    if (!fits) {
      return null;
    }
    int low = lowest(scan.type());
    int high = low + (1 << 8 * scan.type().bytes()) - 1;
    double black = grey(scene.base(), low);
    while (low < high && grey(scene.base(), low + 1) == black) {
      low++;
    }
    double white = grey(scene.base(), high);
    while (high > low && grey(scene.base(), high - 1) == white) {
      high--;
    }
    long entries = (high - low + 2L) * ColorTable.CLASSES;
    if (entries > MOST || entries * uses > scene.pixels()) {
      return null;
    }
    return make(scene, kindOf, low, high);
  }

  private static int lowest(SampleType type) {
    return type.isSigned() ? -(1 << 8 * type.bytes() - 1) : 0;
  }

  private static double grey(Base base, double stored) {
    return base.window().apply(base.channels().get(0).rescale().apply(stored));
  }

  private static PixelTable make(Scene scene, IntUnaryOperator kindOf, int low, int high) {
    BlendTable blend = new BlendTable(scene.layers().get(0).table());
    int stride = high - low + 2;
    int[] pixels = new int[stride * ColorTable.CLASSES];
    double[] color = new double[3];
    for (int column = 0; column < stride; column++) {
      boolean has = column < stride - 1;
      double grey = has ? grey(scene.base(), low + column) : 0;
      for (int row = 0; row < ColorTable.CLASSES; row++) {
        int kind = kindOf.applyAsInt(row);
        for (int c = 0; c < 3; c++) {
          double below = has ? grey : (scene.background() >> (16 - 8 * c) & 0xff) / 255.0;
          color[c] = blend.blend(kind, c, below);
        }
        pixels[row * stride + column] = PixelComposer.packed(color[0], color[1], color[2]);
      }
    }
    return new PixelTable(pixels, stride, low);
  }

  /** Row after row, packed. */
  public int[] pixels() {
    return pixels;
  }

  /** Entries of a row; the last is for where the scan has nothing. */
  public int stride() {
    return stride;
  }

  /** The stored number that the first column is for, and all below it. */
  public int first() {
    return first;
  }
}
