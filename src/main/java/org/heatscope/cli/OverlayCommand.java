// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.heatscope.Heatscope;
import org.heatscope.backend.Backends;
import org.heatscope.backend.Workers;
import org.heatscope.color.Colormaps;
import org.heatscope.color.Window;
import org.heatscope.color.Windows;
import org.heatscope.export.PngWriter;
import org.heatscope.export.Provenance;
import org.heatscope.export.SafeOutput;
import org.heatscope.export.StackWriter;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageName;
import org.heatscope.map.InvalidOption;
import org.heatscope.map.MapInput;
import org.heatscope.map.MapRequest;
import org.heatscope.map.MapWork;
import org.heatscope.map.Masks;
import org.heatscope.op.Interpolation;
import org.heatscope.render.Figure;
import org.heatscope.render.Overlay;
import org.heatscope.render.OverlayBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code heatscope overlay BASE --map MAP -o OUT}: maps over a scan, as a figure or as pixels. */
@Command(
    name = "overlay",
    description =
        "Lay maps over a scan: both in their true place, with a colour bar that says all.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  heatscope overlay t1.nii.gz --map zstat.nii.gz -o figure.png",
      "  heatscope overlay t1.nii.gz --map zstat.nii.gz --threshold 3.1 --slices 12 -o figure.png",
      "  heatscope overlay ct-folder/ --map dose.nii.gz --window 40,400 --alpha 0.6 -o figure.png",
      "  heatscope overlay t1.nii.gz --map 'a.nii.gz?colormap=Reds' --map 'b.nii.gz?colormap=Blues'"
          + " -o two.png",
      "  heatscope overlay t1.nii.gz --map 'tsnr:run.nii.gz?colormap=viridis' -o tsnr.png",
      "  heatscope overlay ct-pet/ --series 1 --map 'ct-pet/?series=2&colormap=hot' -o fused.png",
      "  heatscope overlay t1.nii.gz --map zstat.nii.gz --layout stack -o voxels.npy"
    })
final class OverlayCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "BASE",
      converter = ReadFlags.Name.class,
      description = "The scan: a file, or a folder of DICOM slices. --series chooses of it.")
  private ImageName scan;

  @Option(
      names = "--map",
      required = true,
      paramLabel = "[KIND:]FILE[?OPTION=VALUE&...]",
      description =
          "A map to lay over the scan; may be given several times, the lowest first. With a KIND it"
              + " is computed from the file first, see heatscope map. ?series=N chooses one of several"
              + " images in the file.")
  private List<String> maps;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "Where to write: .png a figure, .npy its pixels.")
  private Path output;

  @Mixin private MapOptions mapOptions;
  @Mixin private ReadFlags reading;
  @Mixin private LayoutFlags layout;
  @Mixin private EngineOptions engine;

  @Option(
      names = "--window",
      paramLabel = "C,W",
      converter = Texts.CenterWidth.class,
      description = "Centre and width of the scan's window (DICOM LINEAR_EXACT).")
  private Texts.Numbers window;

  @Option(
      names = "--window-range",
      paramLabel = "LO,HI",
      converter = Texts.Range.class,
      description = "Values that are black and white in the scan.")
  private Texts.Numbers windowRange;

  @Option(
      names = "--window-preset",
      paramLabel = "NAME",
      description = "A window for CT in HU: brain, lung, bone, ...")
  private String windowPreset;

  @Option(names = "--frame", paramLabel = "N", description = "Time point of the scan, from 0.")
  private Integer frame;

  @Option(
      names = "--base-interpolation",
      paramLabel = "KIND",
      description = "Between the scan's voxels: nearest, linear or cubic. Default: linear.")
  private Interpolation baseInterpolation = Interpolation.LINEAR;

  @Option(
      names = "--background",
      paramLabel = "COLOR",
      description = "Colour of the page: black, white, #rrggbb. Default: black.")
  private String background = "black";

  @Option(
      names = "--width",
      paramLabel = "PX",
      description = "Width of the figure in pixels. Default: 1600; a picture keeps its pixels.")
  private int width;

  @Option(
      names = "--dpi",
      paramLabel = "N",
      description = "Resolution written into the file. Default: 200.")
  private double dpi = 200;

  @Option(names = "--no-crop", description = "Keep the scan's empty margins.")
  private boolean noCrop;

  @Option(names = "--plain", description = "The cuts alone: no letters, positions or colour bars.")
  private boolean plain;

  @Spec private CommandSpec spec;

  private PrintWriter err;

  @Override
  public Integer call() throws Exception {
    err = spec.commandLine().getErr();
    checkUsage();
    List<MapOptions.Named> named = new ArrayList<>();
    for (String m : maps) {
      MapOptions.Named map = MapOptions.parse(m, mapOptions, spec.commandLine());
      map.options().scale(spec.commandLine());
      named.add(map);
    }
    KeptInputs.check(spec.commandLine(), List.of(output));
    SafeOutput.check(output);
    Inputs inputs = new Inputs(isPng(), this::note);
    Path base = scan.path();
    CompletableFuture<Volume> scanRead = inputs.read("base", base, scan.options(reading.options()));
    List<Supplier> loaded = new ArrayList<>();
    List<Optional<CompletableFuture<Volume>>> masks = new ArrayList<>();
    for (MapOptions.Named m : named) {
      loaded.add(map(m, inputs));
      masks.add(
          Optional.ofNullable(m.options().mask)
              .map(ImageName::parse)
              .map(f -> inputs.read("mask", f.path(), f.options(reading.others()))));
    }
    Volume baseVolume = inputs.get(scanRead, base);
    try (Heatscope heatscope =
        Heatscope.open(engine.backend, pixels(baseVolume), engine.threads, this::note)) {
      OverlayBuilder builder = builder(heatscope, baseVolume);
      for (int i = 0; i < named.size(); i++) {
        MapOptions o = named.get(i).options();
        Path path = named.get(i).path();
        Volume map = loaded.get(i).get(heatscope);
        Optional<Volume> mask = Optional.empty();
        if (masks.get(i).isPresent()) {
          mask = Optional.of(inputs.get(masks.get(i).get(), ImageName.parse(o.mask).path()));
        }
        addMap(builder, named.get(i), map, mask);
      }
      builder.remarks().forEach(this::note);
      write(heatscope, builder.build(), inputs);
    }
    return 0;
  }

  /** Gives a map once there is an engine to compute with. */
  private interface Supplier {
    Volume get(Heatscope heatscope) throws IOException;
  }

  /** A map's file is read at once; what a map is computed from, when it is computed. */
  private Supplier map(MapOptions.Named named, Inputs inputs) {
    if (named.request().isEmpty()) {
      CompletableFuture<Volume> file =
          inputs.read("map", named.path(), reading.others().withSeries(named.series()));
      return heatscope -> inputs.get(file, named.path());
    }
    MapRequest request = named.request().get();
    List<MapInput> files =
        request.inputs().stream()
            .map(in -> input(new ImageName(Path.of(in.name()), named.series()), inputs))
            .toList();
    return heatscope ->
        compute(new MapRequest(request.kind(), files, request.options()), heatscope);
  }

  private MapInput input(ImageName image, Inputs inputs) {
    Path path = image.path();
    return new MapInput(
        path.toString(),
        () -> inputs.get(inputs.read("map", path, image.options(reading.others())), path));
  }

  private Volume compute(MapRequest request, Heatscope heatscope) throws IOException {
    Progress[] bar = new Progress[1];
    try (Workers workers = new Workers(engine.threads)) {
      MapWork.Progress progress =
          (done, total) -> {
            bar[0] = bar[0] == null ? new Progress(err, request.kind().name(), total) : bar[0];
            bar[0].at(done);
          };
      MapWork work =
          new MapWork(heatscope.session(), workers, this::note, progress, reading.others());
      HeatMap map =
          request
              .run(work)
              .map()
              .orElseThrow(() -> usage(request.kind().name() + " makes no map to lay over"));
      return map.described();
    } catch (InvalidOption e) {
      throw usage(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(
          Path.of(request.inputs().get(0).name()), String.valueOf(e.getMessage()));
    } finally {
      if (bar[0] != null) {
        bar[0].done();
      }
    }
  }

  // ---- what can be said before any file is read

  private void checkUsage() {
    if ((window != null ? 1 : 0) + (windowRange != null ? 1 : 0) + (windowPreset != null ? 1 : 0)
        > 1) {
      throw usage("--window, --window-range and --window-preset exclude each other");
    }
    if (!isPng() && !isNpy()) {
      throw usage("cannot write '" + output + "': the name must end in .png or .npy");
    }
    if (layout.isStack() && !isNpy()) {
      throw usage("--layout stack writes voxels, not a page: the name must end in .npy");
    }
    if (width < 0 || width > 30000) {
      throw usage("--width lies in 1..30000, not at " + width);
    }
    if (!(dpi > 0 && dpi < 100000)) {
      throw usage("--dpi must be above 0 and below 100000, not " + dpi);
    }
    if (engine.threads < 1) {
      throw usage("--threads must be at least 1, not " + engine.threads);
    }
    if (!engine.backend.equals(Backends.AUTO)
        && Heatscope.backends().stream().noneMatch(b -> b.name().equals(engine.backend))) {
      throw usage("no backend '" + engine.backend + "'; known: auto, opencl, simd, scalar");
    }
    try {
      Texts.color(background);
      chosenWindow();
    } catch (TypeConversionException | IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
    layout.options(spec.commandLine());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The window that the options ask for. */
  private Optional<Window> chosenWindow() {
    if (window != null) {
      return Optional.of(Window.linearExact(window.values()[0], window.values()[1]));
    }
    if (windowRange != null) {
      return Optional.of(Window.range(windowRange.values()[0], windowRange.values()[1]));
    }
    return Optional.ofNullable(windowPreset).map(Windows::preset);
  }

  private boolean isPng() {
    return name().endsWith(".png");
  }

  private boolean isNpy() {
    return name().endsWith(".npy");
  }

  private String name() {
    return output.toString().toLowerCase(Locale.ROOT);
  }

  // ---- the overlay

  private long pixels(Volume v) {
    return layout.isStack() ? v.geometry().voxels() : 2_000_000;
  }

  private OverlayBuilder builder(Heatscope heatscope, Volume base) throws IOException {
    OverlayBuilder builder = heatscope.overlay(base);
    noteFrame(frame, base, scan.path(), "--frame");
    try {
      builder.frame(frame == null ? 0 : frame);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(scan.path(), e.getMessage());
    }
    builder.interpolation(baseInterpolation).background(Texts.color(background));
    layout.gridPlanes().ifPresent(builder::gridPlanes);
    if (windowPreset != null && !base.unit().isEmpty() && !base.unit().equals("HU")) {
      throw new ImageFormatException(
          scan.path(), "the window preset is for HU, the scan is in " + base.unit());
    }
    chosenWindow().ifPresent(builder::window);
    return builder;
  }

  private void addMap(
      OverlayBuilder builder, MapOptions.Named named, Volume map, Optional<Volume> mask)
      throws IOException {
    MapOptions o = named.options();
    Path path = named.path();
    int mapFrame = o.mapFrame == null ? 0 : o.mapFrame;
    noteFrame(o.mapFrame, map, path, "--map-frame");
    if (mask.isPresent()) {
      checkMask(builder, mask.get(), ImageName.parse(o.mask).path());
    }
    if (o.colormap != null) {
      Colormaps.warning(o.colormap).ifPresent(this::note);
    }
    try {
      builder.map(
          map,
          mapFrame,
          o.scale(spec.commandLine()),
          mask,
          Optional.ofNullable(o.interpolation),
          o.title == null ? Figure.fittingTitle(title(named), width, maps.size()) : o.title);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(path, e.getMessage());
    }
  }

  private void noteFrame(Integer chosen, Volume image, Path path, String option) {
    int frames = image.time().frames();
    if (chosen == null && frames > 1) {
      note(path + ": frame 0 of " + frames + " is shown; " + option + " N shows another");
    }
  }

  private void checkMask(OverlayBuilder builder, Volume mask, Path path) throws IOException {
    int frames = mask.time().frames();
    if (frames > 1) {
      note(path + ": frame 0 of " + frames + " is the mask");
    }
    try {
      builder.checkMask(mask);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(path, e.getMessage());
    }
    if (Masks.isEmpty(mask)) {
      note(path + ": the mask is empty, so nothing of the map is shown");
    }
  }

  private static String title(MapOptions.Named named) {
    String file = stem(named.path());
    return named.request().map(r -> r.kind().name() + " of " + file).orElse(file);
  }

  private static String stem(Path path) {
    String name = path.getFileName().toString();
    return name.replaceFirst("(?i)(\\.nii)?(\\.gz)?$", "").replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
  }

  private void write(Heatscope heatscope, Overlay overlay, Inputs inputs) throws IOException {
    Geometry g = overlay.base().geometry();
    if (layout.isStack()) {
      Progress progress = new Progress(err, "overlay", g.nz());
      SafeOutput.write(
          output,
          out -> {
            try (StackWriter stack = new StackWriter(out, g.nz(), g.ny(), g.nx())) {
              heatscope.stack(
                  overlay,
                  (rgba, count, done) -> {
                    stack.write(rgba, count);
                    progress.at(done);
                  });
            }
          });
      progress.done();
      return;
    }
    Figure.Page page;
    try {
      Figure.Style style =
          new Figure.Style(width, !noCrop, !plain && isPng(), Texts.color(background));
      page = heatscope.figure(overlay, layout.options(spec.commandLine()), style);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
    int w = page.canvas().width();
    int h = page.canvas().height();
    int[] rgba = page.canvas().rgba();
    if (isNpy()) {
      SafeOutput.write(
          output,
          out -> {
            try (StackWriter stack = new StackWriter(out, h, w)) {
              stack.write(rgba, w * h);
            }
          });
      return;
    }
    String record =
        Provenance.of(
                Main.Version.number(),
                heatscope.session().backend(),
                spec.commandLine().getParseResult().originalArgs(),
                inputs.records(),
                overlay,
                page)
            .toString();
    SafeOutput.write(
        output, out -> PngWriter.write(out, rgba, w, h, dpi, Map.of(Provenance.KEYWORD, record)));
  }

  private void note(String sentence) {
    err.println("heatscope: note: " + sentence);
    err.flush();
  }
}
