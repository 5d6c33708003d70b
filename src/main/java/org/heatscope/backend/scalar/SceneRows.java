// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Window;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;

/**
 * Rows of a scene as {@link PixelComposer} has their pixels, to the last bit, by short loops over
 * stretches of a row instead of pixel by pixel. For one thread.
 */
final class SceneRows {
  private static final int STRETCH = StoredRow.STRETCH;

  private final Scene scene;
  private final PixelTable table;
  private final StoredRow[] channels;
  private final Over[] layers;
  private final double[] background = new double[3];
  private final double[][] colors = new double[3][STRETCH];
  private final boolean[] missing = new boolean[STRETCH];
  private final int[] columns = new int[STRETCH];

  /**
   * Prepares for a scene.
   *
   * @param table the scene's; null where it has none
   */
  SceneRows(Scene scene, PixelTable table) {
    this.scene = scene;
    this.table = table;
    channels =
        scene.base().channels().stream()
            .map(
                s ->
                    new StoredRow(
                        s,
                        scene.base().pixelToVoxel(),
                        scene.base().interpolation(),
                        scene.width()))
            .toArray(StoredRow[]::new);
    layers = scene.layers().stream().map(l -> new Over(l, scene.width())).toArray(Over[]::new);
    for (int c = 0; c < 3; c++) {
      background[c] = (scene.background() >> (16 - 8 * c) & 0xff) / 255.0;
    }
  }

  /** Composes a row into its place in the raster. */
  void compose(int py, int pz, int[] rgba) {
    for (StoredRow channel : channels) {
      channel.start(py, pz);
    }
    for (Over layer : layers) {
      layer.start(py, pz);
    }
    int row = (pz * scene.height() + py) * scene.width();
    boolean tabled = table != null && channels[0].onGrid();
    for (int px = 0; px < scene.width(); px += STRETCH) {
      int n = Math.min(STRETCH, scene.width() - px);
      if (tabled) {
        channels[0].find(px, n);
        layers[0].classify(px, n);
        lookUp(n, rgba, row + px);
      } else {
        blend(px, n, rgba, row + px);
      }
    }
  }

  private void lookUp(int n, int[] rgba, int at) {
    StoredRow scan = channels[0];
    int[] kinds = layers[0].kinds;
    int[] pixels = table.pixels();
    int stride = table.stride();
    int first = table.first();
    int last = stride - 2;
    Arrays.fill(columns, 0, scan.from(), last + 1);
    Arrays.fill(columns, scan.to(), n, last + 1);
    scan.columns(first, last, columns);
    for (int i = 0; i < n; i++) {
      rgba[at + i] = pixels[kinds[i] * stride + columns[i]];
    }
  }

  private void blend(int px, int n, int[] rgba, int at) {
    readBase(px, n);
    for (Over layer : layers) {
      if (layer.classify(px, n)) {
        for (int c = 0; c < 3; c++) {
          layer.blends.blend(layer.kinds, c, colors[c], colors[c], n);
        }
      }
    }
    double[] red = colors[0];
    double[] green = colors[1];
    double[] blue = colors[2];
    for (int i = 0; i < n; i++) {
      rgba[at + i] = PixelComposer.packed(red[i], green[i], blue[i]);
    }
  }

  /** The scan's colours; where it has none, or once a channel has none, the background. */
  private void readBase(int px, int n) {
    Arrays.fill(missing, 0, n, false);
    for (int c = 0; c < 3; c++) {
      if (c < channels.length) {
        channels[c].read(px, n);
        grey(c, n);
      } else {
        for (int i = 0; i < n; i++) {
          colors[c][i] = missing[i] ? background[c] : colors[0][i];
        }
      }
    }
  }

  private void grey(int c, int n) {
    Samples image = scene.base().channels().get(c);
    Window window = scene.base().window();
    Rescale rescale = image.rescale();
    StoredRow row = channels[c];
    for (int i = 0; i < n; i++) {
      double g =
          row.has(i) && !missing[i] ? window.apply(rescale.apply(row.samples[i])) : Double.NaN;
      missing[i] = Double.isNaN(g);
      colors[c][i] = missing[i] ? background[c] : g;
    }
  }

  /** A layer along a row. */
  private static final class Over {
    /** The class of each pixel of the stretch. */
    final int[] kinds = new int[STRETCH];

    final BlendTable blends;
    private final ColorTable table;
    private final Samples samples;
    private final FloatClasses floats;
    private final StoredRow map;
    private final StoredRow mask;
    private final Rescale maskRescale;

    Over(MapLayer layer, int width) {
      table = layer.table();
      samples = layer.samples();
      floats = samples.type() == SampleType.FLOAT32 ? FloatClasses.of(table) : null;
      blends = new BlendTable(table);
      map = new StoredRow(layer.samples(), layer.pixelToVoxel(), layer.interpolation(), width);
      mask =
          layer
              .mask()
              .map(m -> new StoredRow(m.samples(), m.pixelToVoxel(), Interpolation.NEAREST, width))
              .orElse(null);
      maskRescale = layer.mask().map(m -> m.samples().rescale()).orElse(null);
    }

    void start(int py, int pz) {
      map.start(py, pz);
      if (mask != null) {
        mask.start(py, pz);
      }
    }

    /** Finds the classes of n pixels of the row from px on; false if the map has none of them. */
    boolean classify(int px, int n) {
      if (!map.find(px, n)) {
        Arrays.fill(kinds, 0, n, ColorTable.HIDDEN);
        return false;
      }
      Arrays.fill(kinds, 0, map.from(), ColorTable.HIDDEN);
      Arrays.fill(kinds, map.to(), n, ColorTable.HIDDEN);
      if (floats != null && map.isRun()) {
        float[] stored = (float[]) samples.array();
        floats.find(stored, map.element(), map.to() - map.from(), kinds, map.from());
      } else {
        map.fill();
        table.classesOf(map.samples, map.from(), map.to(), kinds);
      }
      if (mask != null) {
        mask.read(px, n);
        for (int i = map.from(); i < map.to(); i++) {
          if (isMasked(i)) {
            kinds[i] = ColorTable.MASKED;
          }
        }
      }
      return true;
    }

    private boolean isMasked(int i) {
      if (!mask.has(i)) {
        return true;
      }
      double m = maskRescale.apply(mask.samples[i]);
      return m == 0 || Double.isNaN(m);
    }
  }
}
