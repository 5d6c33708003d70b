// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Region;
import org.heatscope.image.Rescale;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;

/**
 * Scenes that vectors of floats can compose, and what {@code composite_aligned} of {@code
 * composite.cl} reads of them: those whose pixels meet voxels one to one along x, without masks, of
 * samples that floats hold.
 */
final class AlignedScene {
  private static final int GRID = 4 + 12;
  private static final int SCENE = 8 + 3 * GRID;
  private static final int CUTS = 514;
  private static final int LAYER = GRID + 9 + CUTS + 2 * ColorTable.CLASSES;

  /** Half a unit in the last place of the largest byte, 255. */
  private static final double ROUNDING = 255 * 0x1p-24;

  private final Scene scene;
  private final double gain;
  private final double zero;

  /** The most that 255 times a grey is off: 5 roundings, and those of the scalar's own doubles. */
  private final double greyError;

  AlignedScene(Scene scene) {
    this.scene = scene;
    Window window = scene.base().window();
    Rescale rescale = scene.base().channels().get(0).rescale();
    double width =
        window.function() == Window.Function.LINEAR ? window.width() - 1 : window.width();
    gain = 255 * rescale.slope() / width;
    zero = (window.low() - rescale.intercept()) / rescale.slope();
    double terms =
        Math.abs(window.low()) + Math.abs(window.center()) + Math.abs(rescale.intercept());
    greyError = 5 * ROUNDING + 255 * 0x1p-45 * (1 + terms / width);
  }

  /** Whether the scene is of this kind. */
  boolean isAligned() {
    Base base = scene.base();
    Rescale rescale = base.channels().get(0).rescale();
    return greyError < 1e-3
        && Math.abs(gain) > 1e-30
        && Math.abs(gain) < 1e30
        && Math.abs(zero) < 1e30
        && base.channels().stream().allMatch(s -> s.rescale().equals(rescale))
        && base.channels().stream().allMatch(s -> isAligned(s, base.pixelToVoxel()))
        && scene.layers().stream().allMatch(this::isAligned);
  }

  /** The pixels of the scene's table, blended. */
  BlendedPixels blended() {
    return new BlendedPixels(scene, zero, gain);
  }

  private boolean isAligned(MapLayer layer) {
    return layer.mask().isEmpty() && isAligned(layer.samples(), layer.pixelToVoxel());
  }

  private boolean isAligned(Samples samples, Affine a) {
    return samples.type().fitsFloat()
        && Math.rint(a.get(0, 0)) == 1
        && Math.rint(a.get(1, 0)) == 0
        && Math.rint(a.get(2, 0)) == 0
        && areWhole(scene, a);
  }

  /**
   * Whether all pixels meet voxel centres: every position within half the tolerance of a whole
   * number, for rounding to have the rest.
   */
  static boolean areWhole(Scene scene, Affine a) {
    double[] extent = {scene.width(), scene.height(), scene.depth(), 1};
    for (int row = 0; row < 3; row++) {
      double off = 0;
      double reach = 0;
      for (int column = 0; column < 4; column++) {
        double v = a.get(row, column);
        off += Math.abs(v - Math.rint(v)) * extent[column];
        reach += Math.abs(v) * extent[column];
      }
      if (!(off + 1e-15 * reach <= Composite.SNAP / 2 && reach < 1 << 30)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Floats and ints of 32 bits, in the order of {@code composite.cl}.
   *
   * @param parts what is there of each image, in the order of {@link OpenClComposite#images}: all
   *     that pixels look at, so that a part is to the kernel what the image is
   */
  int[] words(List<Region> parts) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (SCENE + LAYER * scene.layers().size()))
            .order(ByteOrder.nativeOrder());
    List<Samples> channels = scene.base().channels();
    floats(bytes, zero, zero - (float) zero, gain);
    floats(bytes, 0.5 - greyError - 4 * ROUNDING * scene.layers().size());
    for (int shift = 16; shift >= 0; shift -= 8) {
      floats(bytes, scene.background() >> shift & 0xff);
    }
    bytes.putInt(channels.size());
    for (int c = 0; c < 3; c++) {
      int channel = Math.min(c, channels.size() - 1);
      grid(bytes, channels.get(channel), scene.base().pixelToVoxel(), parts.get(channel));
    }
    Iterator<Region> part = parts.listIterator(channels.size());
    for (MapLayer layer : scene.layers()) {
      grid(bytes, layer.samples(), layer.pixelToVoxel(), part.next());
      table(bytes, layer.table());
    }
    IntBuffer words = bytes.flip().asIntBuffer();
    int[] copy = new int[words.remaining()];
    words.get(copy);
    return copy;
  }

  private static void floats(ByteBuffer to, double... values) {
    for (double v : values) {
      to.putFloat((float) v);
    }
  }

  private static void grid(ByteBuffer to, Samples s, Affine pixelToVoxel, Region part) {
    to.putInt(s.type().ordinal()).putInt(part.nx()).putInt(part.ny()).putInt(part.nz());
    int[] first = {part.x(), part.y(), part.z()};
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        int whole = (int) Math.rint(pixelToVoxel.get(row, column));
        to.putInt(column < 3 ? whole : whole - first[row]);
      }
    }
  }

  private static void table(ByteBuffer to, ColorTable t) {
    double step = (t.edge(256) - t.edge(0)) / 256;
    double doubt = doubt(t, step);
    double scale = 1 / step;
    boolean even = t.isUniform() && doubt < 0.2 && scale > 1e-30 && scale < 1e30;
    floats(to, t.sign(), t.edge(0), t.edge(0) - (float) t.edge(0), scale, doubt);
    to.putInt(even ? 1 : 0);
    double invalid = t.invalidUpTo();
    floats(
        to,
        Double.isNaN(invalid) ? Double.NEGATIVE_INFINITY : ceiling(Math.nextUp(invalid)),
        ceiling(Math.nextUp(t.lowCut())),
        ceiling(t.highCut()));
    float[] cuts = new float[CUTS];
    Arrays.fill(cuts, Float.NaN);
    cuts[0] = Float.NEGATIVE_INFINITY;
    for (int k = 0; k <= 256; k++) {
      cuts[k + 1] = ceiling(t.edge(k));
    }
    for (float cut : cuts) {
      to.putFloat(cut);
    }
    for (int number = 0; number < ColorTable.CLASSES; number++) {
      to.putInt(t.rgb(kind(number)));
    }
    for (int number = 0; number < ColorTable.CLASSES; number++) {
      floats(to, t.alpha(kind(number)));
    }
  }

  /** The smallest float that is not below a cut: floats compare with it as with the cut. */
  private static float ceiling(double cut) {
    float f = (float) cut;
    return f < cut ? Math.nextUp(f) : f;
  }

  /**
   * How near to a whole number a position among the classes may be wrong: 6 roundings of a position
   * up to 258, what the two floats of the origin leave out, and what the edges are off the line.
   */
  private static double doubt(ColorTable t, double step) {
    double off = 0;
    for (int k = 0; k <= 256; k++) {
      off = Math.max(off, Math.abs(t.edge(0) + k * step - t.edge(k)));
    }
    return 258 * 6 * 0x1p-24 + (off + 0x1p-46 * Math.abs(t.edge(0))) / step;
  }

  /** The class of a number: 0 is below the norm, the colormap's entry k is k + 1, then above. */
  static int kind(int number) {
    return number == 0
        ? ColorTable.UNDER
        : number < 257 ? number - 1 : number == 257 ? ColorTable.OVER : number;
  }
}
