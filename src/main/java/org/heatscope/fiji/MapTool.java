// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import java.awt.Point;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.Heatscope;
import org.heatscope.backend.Workers;
import org.heatscope.color.Colormap;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.map.MapWork;

/** A tool that makes a map and shows it on the image. */
abstract class MapTool implements Tool {
  private final List<Parameter> parameters;

  /** A tool with parameters of its own, and those of every map. */
  MapTool(List<Parameter> own) {
    this(own, Map.of());
  }

  /** The same with other initial values of those of every map, by key. */
  MapTool(List<Parameter> own, Map<String, String> initial) {
    parameters = MapParameters.after(own, initial);
  }

  /** The colours of such a map where the user leaves them open; empty: the engine's. */
  Optional<Colormap> colormap(Settings settings) {
    return Optional.empty();
  }

  /**
   * A map and what goes with it.
   *
   * @param map the values and their place; empty where there is a table alone
   * @param title of the colour bar
   */
  record Made(Optional<Volume> map, String title, Optional<ResultsTable> table, List<Roi> regions) {
    static Made of(Volume map, String title) {
      return new Made(Optional.of(map), title, Optional.empty(), List.of());
    }
  }

  /** Makes the map. */
  abstract Made map(Job job, Heatscope heatscope, MapWork work) throws IOException;

  @Override
  public final List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public final boolean hasPreview() {
    return true;
  }

  @Override
  public final Outcome run(Job job) throws IOException {
    return with(
        job,
        (heatscope, made) -> {
          Optional<ImagePlus> picture = Optional.empty();
          if (made.map().isPresent()) {
            picture = picture(heatscope, job, made).outcome(job.values()).picture();
          }
          return new Outcome(picture, made.table(), made.regions());
        });
  }

  @Override
  public final Overlay preview(Job job) throws IOException {
    return with(
        job,
        (heatscope, made) ->
            made.map().isEmpty()
                ? new Overlay()
                : new Overlay(picture(heatscope, job, made).current()));
  }

  private interface Use<T> {
    T of(Heatscope heatscope, Made made) throws IOException;
  }

  private <T> T with(Job job, Use<T> use) throws IOException {
    String backend = job.values().choice(MapParameters.BACKEND);
    int threads = Runtime.getRuntime().availableProcessors();
    ImagePlus image = job.image();
    long pixels = (long) image.getWidth() * image.getHeight() * image.getStackSize();
    try (Heatscope heatscope = Heatscope.open(backend, pixels, threads, job.status()::note);
        Workers workers = new Workers(threads)) {
      MapWork work =
          new MapWork(heatscope.session(), workers, job.status()::note, job.status()::at);
      return use.of(heatscope, map(job, heatscope, work));
    } finally {
      job.status().end();
    }
  }

  private MapPicture picture(Heatscope heatscope, Job job, Made made) throws IOException {
    return new MapPicture(
        heatscope,
        job,
        made.map().get(),
        made.title(),
        MapParameters.scale(job.values(), colormap(job.values())),
        selected(job.image()));
  }

  /** The area selected on an image, on its grid; empty: there is none. */
  static Optional<Volume> selected(ImagePlus image) {
    Roi roi = image.getRoi();
    if (roi == null || !roi.isArea()) {
      return Optional.empty();
    }
    Geometry g = FromImagePlus.geometry(image);
    byte[] inside = new byte[Math.toIntExact(g.voxels())];
    for (Point p : roi.getContainedPoints()) {
      if (p.x >= 0 && p.y >= 0 && p.x < g.nx() && p.y < g.ny()) {
        for (int z = 0; z < g.nz(); z++) {
          inside[p.x + g.nx() * (p.y + g.ny() * z)] = 1;
        }
      }
    }
    return Optional.of(
        Volume.of(ArrayImgs.unsignedBytes(inside, g.nx(), g.ny(), g.nz()), g).build());
  }
}
