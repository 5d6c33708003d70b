// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heatscope.backend.Session;
import org.heatscope.color.ColorTable;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Composite;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Mask;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Reach;

/** Turns an overlay into the pixels of any raster in the world. */
public final class Compositor {
  /** Bytes of images not in memory that are read for one piece of work. */
  private static final long READ_AT_ONCE =
      Math.min(96L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final long readAtOnce;
  private final Session session;
  private final Overlay overlay;
  private final List<Source> channels = new ArrayList<>();
  private final List<Source> maps = new ArrayList<>();
  private final List<Optional<Source>> masks = new ArrayList<>();
  private final List<ColorTable> tables = new ArrayList<>();

  /** Prepares an overlay: colour scales are worked out once for all its rasters. */
  public Compositor(Session session, Overlay overlay) {
    this(session, overlay, READ_AT_ONCE);
  }

  Compositor(Session session, Overlay overlay, long readAtOnce) {
    this.readAtOnce = readAtOnce;
    this.session = session;
    this.overlay = overlay;
    for (int c = 0; c < overlay.base().channels(); c++) {
      channels.add(new Source(overlay.base(), overlay.frame(), c, overlay.interpolation()));
    }
    for (Layer layer : overlay.layers()) {
      maps.add(new Source(layer.map(), layer.frame(), 0, layer.interpolation()));
      masks.add(layer.mask().map(m -> new Source(m, 0, 0, Interpolation.NEAREST)));
      tables.add(new ColorTable(layer.scale(), layer.map().rescale()));
    }
  }

  /** An image of the overlay: all of it, or of one that is read when looked at the part needed. */
  private static final class Source {
    private final Volume volume;
    private final int frame;
    private final int channel;
    private final Interpolation interpolation;
    private final Samples whole;

    Source(Volume volume, int frame, int channel, Interpolation interpolation) {
      this.interpolation = interpolation;
      this.volume = volume;
      this.frame = frame;
      this.channel = channel;
      whole = volume.isLazy() ? null : Samples.of(volume, frame, channel);
    }

    Region region(Geometry raster) {
      return whole != null
          ? Region.of(volume.geometry())
          : Reach.of(
              raster, raster.toVoxelsOf(volume.geometry()), volume.geometry(), interpolation);
    }

    /** What a raster makes this image read. */
    long bytes(Geometry raster) {
      return whole != null ? 0 : region(raster).voxels() * volume.type().bytes();
    }

    Samples samples(Region region) {
      return whole != null ? whole : Samples.of(volume, frame, channel, region);
    }

    Affine pixelToVoxel(Geometry raster, Region region) {
      Affine all = raster.toVoxelsOf(volume.geometry());
      return whole != null
          ? all
          : Affine.translation(-region.x(), -region.y(), -region.z()).after(all);
    }
  }

  /**
   * Composes a raster.
   *
   * @param raster where the pixels lie: i runs along a row, j down the rows, k through the planes
   * @param rgba receives the pixels, packed as {@link Composite#compose} says
   */
  public void compose(Geometry raster, int[] rgba) {
    compose(raster, rgba, 0);
  }

  /** Images that are not in memory may be too large even for a plane: then part by part. */
  private void compose(Geometry raster, int[] rgba, int at) {
    if (fits(raster)) {
      int[] part = at == 0 ? rgba : new int[raster.nx() * raster.ny() * raster.nz()];
      compose(scene(raster), part);
      if (part != rgba) {
        System.arraycopy(part, 0, rgba, at, part.length);
      }
      return;
    }
    int from = at;
    for (Geometry half : raster.halves()) {
      compose(half, rgba, from);
      from += half.nx() * half.ny() * half.nz();
    }
  }

  /** Whether what a raster makes its images read is little, or cannot be made less. */
  public boolean fits(Geometry raster) {
    Stream<Source> sources =
        Stream.of(channels.stream(), maps.stream(), masks.stream().flatMap(Optional::stream))
            .flatMap(s -> s);
    return raster.ny() == 1 && raster.nz() == 1
        || sources.mapToLong(s -> s.bytes(raster)).sum() <= readAtOnce;
  }

  /** Composes a scene. */
  public void compose(Scene scene, int[] rgba) {
    session.composite().compose(scene, rgba);
  }

  /** All that a raster needs: reads the parts of images that are not in memory. */
  public Scene scene(Geometry raster) {
    List<MapLayer> layers = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      Source map = maps.get(i);
      Region part = map.region(raster);
      layers.add(
          new MapLayer(
              map.samples(part),
              map.pixelToVoxel(raster, part),
              overlay.layers().get(i).interpolation(),
              tables.get(i),
              masks.get(i).map(m -> mask(m, raster))));
    }
    Region part = channels.get(0).region(raster);
    return new Scene(
        raster.nx(),
        raster.ny(),
        raster.nz(),
        new Base(
            channels.stream().map(c -> c.samples(part)).toList(),
            channels.get(0).pixelToVoxel(raster, part),
            overlay.interpolation(),
            overlay.window()),
        layers,
        overlay.background());
  }

  private static Mask mask(Source mask, Geometry raster) {
    Region part = mask.region(raster);
    return new Mask(mask.samples(part), mask.pixelToVoxel(raster, part));
  }
}
