// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.color.ColorTable;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Composite;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Mask;
import org.heatscope.op.Composite.Scene;

/** Turns an overlay into the pixels of any raster in the world. */
public final class Compositor {
  private final Session session;
  private final Overlay overlay;
  private final List<Samples> channels = new ArrayList<>();
  private final List<Samples> maps = new ArrayList<>();
  private final List<Optional<Samples>> masks = new ArrayList<>();
  private final List<ColorTable> tables = new ArrayList<>();

  /** Prepares an overlay: colour scales are worked out once for all its rasters. */
  public Compositor(Session session, Overlay overlay) {
    this.session = session;
    this.overlay = overlay;
    for (int c = 0; c < overlay.base().channels(); c++) {
      channels.add(Samples.of(overlay.base(), overlay.frame(), c));
    }
    for (Layer layer : overlay.layers()) {
      maps.add(Samples.of(layer.map(), layer.frame(), 0));
      masks.add(layer.mask().map(m -> Samples.of(m, 0, 0)));
      tables.add(new ColorTable(layer.scale(), layer.map().rescale()));
    }
  }

  /**
   * Composes a raster.
   *
   * @param raster where the pixels lie: i runs along a row, j down the rows, k through the planes
   * @param rgba receives the pixels, packed as {@link Composite#compose} says
   */
  public void compose(Geometry raster, int[] rgba) {
    Volume base = overlay.base();
    List<MapLayer> layers = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      Layer layer = overlay.layers().get(i);
      Optional<Mask> mask =
          masks
              .get(i)
              .map(m -> new Mask(m, raster.toVoxelsOf(layer.mask().orElseThrow().geometry())));
      layers.add(
          new MapLayer(
              maps.get(i),
              raster.toVoxelsOf(layer.map().geometry()),
              layer.interpolation(),
              tables.get(i),
              mask));
    }
    Scene scene =
        new Scene(
            raster.nx(),
            raster.ny(),
            raster.nz(),
            new Base(
                channels,
                raster.toVoxelsOf(base.geometry()),
                overlay.interpolation(),
                overlay.window()),
            layers,
            overlay.background());
    session.composite().compose(scene, rgba);
  }
}
