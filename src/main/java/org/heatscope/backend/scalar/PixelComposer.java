// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.ArrayList;
import java.util.List;
import org.heatscope.color.ColorTable;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;

/**
 * One pixel of a scene, exactly as {@link Composite} words it, in double precision. Other backends
 * call this for the pixels where their arithmetic is too coarse to decide. For one thread.
 */
public final class PixelComposer {
  private final Base base;
  private final List<Sampler> channels = new ArrayList<>();
  private final List<Overlaid> layers = new ArrayList<>();
  private final double[] background = new double[3];
  private final double[] out = new double[3];

  /** Prepares for the pixels of a scene. */
  public PixelComposer(Scene scene) {
    base = scene.base();
    for (Samples s : base.channels()) {
      channels.add(new Sampler(s, base.interpolation()));
    }
    for (MapLayer layer : scene.layers()) {
      layers.add(new Overlaid(layer));
    }
    for (int c = 0; c < 3; c++) {
      background[c] = (scene.background() >> (16 - 8 * c) & 0xff) / 255.0;
    }
  }

  /** The packed pixel at a place of the raster. */
  public int pixel(int px, int py, int pz) {
    Affine a = base.pixelToVoxel();
    double x = a.apply(0, px, py, pz);
    double y = a.apply(1, px, py, pz);
    double z = a.apply(2, px, py, pz);
    boolean has = channels.get(0).contains(x, y, z);
    for (int c = 0; c < 3; c++) {
      if (c > 0 && channels.size() == 1) {
        out[c] = has ? out[0] : background[c];
        continue;
      }
      double g = Double.NaN;
      if (has) {
        double stored = channels.get(c).at(x, y, z);
        g = base.window().apply(base.channels().get(c).rescale().apply(stored));
      }
      has = !Double.isNaN(g);
      out[c] = has ? g : background[c];
    }
    for (Overlaid layer : layers) {
      layer.blend(px, py, pz, out);
    }
    return packed(out[0], out[1], out[2]);
  }

  /** A colour of 0 to 1 a channel, each rounded as {@link Composite} has it. */
  public static int packed(double red, double green, double blue) {
    return byteOf(red) | byteOf(green) << 8 | byteOf(blue) << 16 | 0xff000000;
  }

  private static int byteOf(double v) {
    return (int) (255 * v + (0.5 + Composite.SNAP));
  }

  private static final class Overlaid {
    private final MapLayer layer;
    private final Sampler map;
    private final Sampler mask;

    Overlaid(MapLayer layer) {
      this.layer = layer;
      map = new Sampler(layer.samples(), layer.interpolation());
      mask = layer.mask().map(m -> new Sampler(m.samples(), Interpolation.NEAREST)).orElse(null);
    }

    void blend(int px, int py, int pz, double[] out) {
      ColorTable table = layer.table();
      int kind = classAt(px, py, pz);
      double a = table.alpha(kind);
      int rgb = table.rgb(kind);
      for (int c = 0; c < 3; c++) {
        out[c] = (1 - a) * out[c] + a * ((rgb >> (16 - 8 * c) & 0xff) / 255.0);
      }
    }

    private int classAt(int px, int py, int pz) {
      Affine a = layer.pixelToVoxel();
      double x = a.apply(0, px, py, pz);
      double y = a.apply(1, px, py, pz);
      double z = a.apply(2, px, py, pz);
      if (!map.contains(x, y, z)) {
        return ColorTable.HIDDEN;
      }
      if (mask != null && isMasked(px, py, pz)) {
        return ColorTable.MASKED;
      }
      return layer.table().classOf(map.at(x, y, z));
    }

    private boolean isMasked(int px, int py, int pz) {
      Affine a = layer.mask().orElseThrow().pixelToVoxel();
      double x = a.apply(0, px, py, pz);
      double y = a.apply(1, px, py, pz);
      double z = a.apply(2, px, py, pz);
      if (!mask.contains(x, y, z)) {
        return true;
      }
      double m = layer.mask().orElseThrow().samples().rescale().apply(mask.at(x, y, z));
      return m == 0 || Double.isNaN(m);
    }
  }
}
