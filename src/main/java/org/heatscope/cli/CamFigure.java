// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.heatscope.Heatscope;
import org.heatscope.backend.Backends;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Preprocess;
import org.heatscope.color.ColorScale;
import org.heatscope.export.PngWriter;
import org.heatscope.export.Provenance;
import org.heatscope.export.SafeOutput;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageName;
import org.heatscope.io.ReadOptions;
import org.heatscope.render.Figure;
import org.heatscope.render.Overlay;
import org.heatscope.render.OverlayBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** One activation map on its scan, with the scale on its colour bar. */
final class CamFigure {
  private static final double ALPHA = 0.7;
  private static final double DPI = 200;

  /** Does not end in white, which over a scan looks like a hole in the map's summit. */
  private static final String ONE_SIDED = "inferno";

  @Mixin private MapOptions map;
  @Mixin private LayoutFlags layout;
  @Mixin private EngineOptions engine;

  /** How the scan and the mask are read. */
  @Mixin ReadFlags reading;

  void check(CommandLine command) throws IOException {
    if (layout.isStack()) {
      throw new ParameterException(command, "--layout stack is for heatscope overlay");
    }
    if (engine.threads < 1) {
      throw new ParameterException(command, "--threads must be at least 1, not " + engine.threads);
    }
    if (!engine.backend.equals(Backends.AUTO)
        && Heatscope.backends().stream().noneMatch(b -> b.name().equals(engine.backend))) {
      throw new ParameterException(
          command, "no backend '" + engine.backend + "'; known: auto, opencl, simd, scalar");
    }
    layout.options(command);
    map.scale(command);
  }

  /** The engine on the backend that was asked for by name; empty where none was. */
  Optional<Heatscope> named(Consumer<String> note) {
    return engine.backend.equals(Backends.AUTO)
        ? Optional.empty()
        : Optional.of(Heatscope.open(engine.backend, 0, engine.threads, note));
  }

  int threads() {
    return engine.threads;
  }

  /**
   * Writes the figure.
   *
   * @throws IllegalArgumentException if the maps have no place on the scan
   */
  void write(
      Path output,
      CamOutput.Finished f,
      String method,
      Volume scan,
      Preprocess done,
      List<Provenance.Input> records,
      Consumer<String> note,
      CommandLine command)
      throws IOException {
    Volume placed = shown(f, method, scan, done, note, command);
    try (Heatscope heatscope = Heatscope.open(engine.backend, 2_000_000, engine.threads, note)) {
      Overlay overlay = overlay(heatscope, scan, placed, method + ", " + f.stamp(), note, command);
      Figure.Page page =
          heatscope.figure(overlay, layout.options(command), new Figure.Style(0, true, true, 0));
      String record =
          Provenance.of(
                  Main.Version.number(),
                  heatscope.session().backend(),
                  command.getParseResult().originalArgs(),
                  records,
                  overlay,
                  page)
              .toString();
      int w = page.canvas().width();
      int h = page.canvas().height();
      SafeOutput.write(
          output,
          out ->
              PngWriter.write(
                  out, page.canvas().rgba(), w, h, DPI, Map.of(Provenance.KEYWORD, record)));
    }
  }

  /** The map that is shown, where it lies on the scan; settles what its options leave open. */
  private Volume shown(
      CamOutput.Finished f,
      String method,
      Volume scan,
      Preprocess done,
      Consumer<String> note,
      CommandLine command) {
    int index = map.mapFrame == null ? 0 : map.mapFrame;
    int count = f.maps().images();
    if (index < 0 || index >= count) {
      throw new ParameterException(
          command, "there is no map " + index + " of " + count + ", counted from 0");
    }
    if (map.mapFrame == null && count > 1) {
      note.accept("map 0 of " + count + " is shown; --map-frame N shows another");
    }
    double[] range = f.ranges()[index];
    boolean flat = !(range[0] < range[1]);
    if (map.range == null && map.percentile == null) {
      map.range = new Texts.Numbers(flat ? new double[] {0, 1} : range);
    }
    if (map.colormap == null && !f.signed()) {
      map.colormap = ONE_SIDED;
    }
    map.alpha = map.alpha == null ? Double.valueOf(ALPHA) : map.alpha;
    map.alphaBy = map.alphaBy == null ? ColorScale.AlphaRule.VALUE : map.alphaBy;
    // Of a map without contrast nothing is drawn: the note has said so.
    CamMaps shown = flat ? CamMaps.zeros(1, f.maps().grid()) : f.maps().image(index);
    Volume placed = CamOutput.placed(f.with(shown), method, scan.geometry(), done);
    if (scan.geometry().frame() != Geometry.Frame.ANATOMICAL) {
      placed = Preprocess.onto(scan.geometry(), placed);
    }
    return placed;
  }

  private Overlay overlay(
      Heatscope heatscope,
      Volume scan,
      Volume placed,
      String title,
      Consumer<String> note,
      CommandLine command)
      throws IOException {
    Optional<Volume> mask = Optional.empty();
    if (map.mask != null) {
      ImageName name = ImageName.parse(map.mask);
      ReadOptions options = name.options(reading.others());
      mask = Optional.of(Heatscope.openImage(name.path(), options).read());
    }
    OverlayBuilder builder = heatscope.overlay(scan);
    layout.gridPlanes().ifPresent(builder::gridPlanes);
    builder.map(
        placed,
        0,
        map.scale(command),
        mask,
        Optional.ofNullable(map.interpolation),
        map.title != null ? map.title : title);
    builder.remarks().forEach(note);
    return builder.build();
  }
}
