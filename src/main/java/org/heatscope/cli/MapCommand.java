// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.heatscope.Heatscope;
import org.heatscope.backend.Workers;
import org.heatscope.export.SafeOutput;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageName;
import org.heatscope.io.ImageWriterProvider;
import org.heatscope.io.ImageWriters;
import org.heatscope.io.Table;
import org.heatscope.map.InvalidOption;
import org.heatscope.map.MapInput;
import org.heatscope.map.MapKind;
import org.heatscope.map.MapKind.Product;
import org.heatscope.map.MapKinds;
import org.heatscope.map.MapRequest;
import org.heatscope.map.MapResult;
import org.heatscope.map.MapWork;
import org.heatscope.map.Option;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heatscope map KIND INPUT... -o OUT}: maps as numbers, one sub-command a kind. */
@Command(
    name = "map",
    description = "Compute a map from images: numbers with their place, for files and overlays.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "KIND",
    commandListHeading = "%nKinds:%n",
    footer = {
      "",
      "heatscope map KIND --help shows a kind's options.",
      "",
      "Examples:",
      "  heatscope map tsnr run.nii.gz -o tsnr.nii.gz",
      "  heatscope map threshold zstat.nii.gz --fdr 0.05 --report clusters.csv -o z-fdr.nii.gz",
      "  heatscope map t sub-*.nii.gz --mask brain.nii.gz -o t.nii.gz",
      "  heatscope map suv pet-folder/ --series 2 -o suv.nii.gz"
    })
final class MapCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which kind of map?");
  }

  /** Adds a sub-command for each kind. */
  static void addKinds(CommandLine map) {
    for (MapKind kind : MapKinds.list()) {
      CommandSpec command = CommandSpec.forAnnotatedObject(new Kind(kind)).name(kind.name());
      command.usageMessage().description(kind.summary(), "Takes " + kind.arity() + ".");
      if (!kind.products().containsAll(Set.of(Product.MAP, Product.TABLE))) {
        command.remove(command.findOption("--report"));
      }
      if (!kind.products().contains(Product.COVERAGE)) {
        command.remove(command.findOption("--coverage"));
      }
      for (Option<?> o : MapRequest.optionsOf(kind)) {
        OptionSpec.Builder b =
            OptionSpec.builder("--" + o.name())
                .type(String.class)
                .required(o.isNeeded())
                .description(o.help().replace("%", "%%") + (o.isNeeded() ? " Required." : ""));
        command.addOption(
            (o.isFlag() ? b.type(boolean.class).arity("0") : b.paramLabel(o.label())).build());
      }
      map.addSubcommand(kind.name(), new CommandLine(command));
    }
  }

  /** One kind. */
  @Command(mixinStandardHelpOptions = true, sortOptions = false)
  static final class Kind implements Callable<Integer> {
    @Parameters(
        paramLabel = "INPUT",
        arity = "1..*",
        description = "Images: files, or folders of DICOM slices.")
    private List<String> inputs;

    @CommandLine.Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "OUT",
        description =
            "Required. Where to write: an image (.nii.gz, ...), .npy, or .csv or .json for a kind that"
                + " makes a table.")
    private Path output;

    @CommandLine.Option(
        names = "--report",
        paramLabel = "FILE",
        description = "Write the table of clusters to a .csv or .json file too.")
    private Path report;

    @CommandLine.Option(
        names = "--coverage",
        paramLabel = "FILE",
        description = "Write how many images count at each voxel.")
    private Path coverage;

    @Mixin private ReadFlags reading;
    @Mixin private EngineOptions engine;

    @Spec private CommandSpec spec;

    private final MapKind kind;
    private PrintWriter err;

    Kind(MapKind kind) {
      this.kind = kind;
    }

    @Override
    public Integer call() throws Exception {
      err = spec.commandLine().getErr();
      MapRequest request;
      try {
        List<MapInput> images =
            inputs.stream().map(name -> noted(MapInput.of(name, reading.options()))).toList();
        request = MapRequest.of(kind, images, givenOptions());
      } catch (InvalidOption e) {
        throw usage(e.getMessage());
      }
      for (Path p : outputs()) {
        checkName(p);
        SafeOutput.check(p);
      }
      KeptInputs.check(spec.commandLine(), outputs());
      try (Heatscope heatscope = Heatscope.open(engine.backend, 0, engine.threads, this::note);
          Workers workers = new Workers(engine.threads)) {
        Progress[] bar = new Progress[1];
        MapWork work =
            new MapWork(
                heatscope.session(),
                workers,
                this::note,
                (done, total) -> {
                  if (bar[0] == null) {
                    bar[0] = new Progress(err, kind.name(), total);
                  }
                  bar[0].at(done);
                },
                reading.others());
        MapResult result = compute(request, work);
        write(result);
        if (bar[0] != null) {
          bar[0].done();
        }
      }
      return 0;
    }

    /** The image, whose warnings are said when it is read for the first time. */
    private MapInput noted(MapInput input) {
      AtomicBoolean said = new AtomicBoolean();
      return new MapInput(
          input.name(),
          () -> {
            Volume image = input.read();
            if (!said.getAndSet(true)) {
              image.warnings().forEach(w -> note(input.name() + ": " + w));
            }
            return image;
          });
    }

    private MapResult compute(MapRequest request, MapWork work) throws IOException {
      try {
        return request.run(work);
      } catch (InvalidOption e) {
        throw usage(e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new ImageFormatException(paths().get(0), String.valueOf(e.getMessage()));
      }
    }

    private Map<String, String> givenOptions() {
      Map<String, String> given = new LinkedHashMap<>();
      for (Option<?> o : MapRequest.optionsOf(kind)) {
        Object value = spec.findOption("--" + o.name()).getValue();
        if (value != null && !value.equals(false)) {
          given.put(o.name(), value.toString());
        }
      }
      return given;
    }

    private ParameterException usage(String message) {
      return new ParameterException(spec.commandLine(), message);
    }

    private synchronized void note(String sentence) {
      err.println("heatscope: note: " + sentence);
      err.flush();
    }

    private List<Path> outputs() {
      List<Path> all = new ArrayList<>(List.of(output));
      Optional.ofNullable(report).ifPresent(all::add);
      Optional.ofNullable(coverage).ifPresent(all::add);
      return all;
    }

    private void checkName(Path p) {
      if (p == report && !isTable(p)) {
        throw usage("cannot write '" + p + "': a report's name ends in .csv or .json");
      }
      if (!isTable(p) && ImageWriters.of(p).isEmpty()) {
        throw usage("cannot write '" + p + "': no such format of images or tables is written");
      }
      Product needed = isTable(p) ? Product.TABLE : Product.MAP;
      if (p == output && !kind.products().contains(needed)) {
        throw usage(
            kind.name()
                + " makes no "
                + needed.name().toLowerCase(Locale.ROOT)
                + " to write to '"
                + p
                + "'");
      }
    }

    private List<Path> paths() {
      return inputs.stream().map(name -> ImageName.parse(name).path()).toList();
    }

    private static boolean isTable(Path p) {
      String name = name(p);
      return name.endsWith(".csv") || name.endsWith(".json");
    }

    private static String name(Path p) {
      return p.toString().toLowerCase(Locale.ROOT);
    }

    // ---- files out

    private void write(MapResult result) throws IOException {
      if (isTable(output)) {
        writeTable(output, result.table().orElseThrow());
      } else {
        writeMap(output, result.map().orElseThrow());
      }
      if (report != null) {
        writeTable(report, result.table().orElseThrow());
      }
      if (coverage != null) {
        writeMap(coverage, result.coverage().orElseThrow());
      }
    }

    private static void writeMap(Path file, HeatMap map) throws IOException {
      Volume v = map.described();
      ImageWriterProvider writer = ImageWriters.of(file).orElseThrow();
      try {
        SafeOutput.write(file, out -> writer.write(v, ImageWriters.name(file), out));
      } catch (IllegalArgumentException e) {
        throw new ImageFormatException(file, e.getMessage());
      }
    }

    private static void writeTable(Path file, Table table) throws IOException {
      SafeOutput.write(
          file,
          out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            if (name(file).endsWith(".csv")) {
              table.writeCsv(text);
            } else {
              json(table, text);
            }
            text.flush();
          });
    }

    /** An array with an object for each row; an empty cell is null. */
    private static void json(Table table, Writer out) throws IOException {
      JsonArray rows = new JsonArray();
      for (List<Object> row : table.rows()) {
        JsonObject o = new JsonObject();
        for (int c = 0; c < row.size(); c++) {
          String column = table.columns().get(c);
          Object cell = row.get(c);
          if (cell instanceof Number n && Double.isFinite(n.doubleValue())) {
            o.addProperty(column, n);
          } else {
            o.addProperty(column, cell == null || cell instanceof Number ? null : cell.toString());
          }
        }
        rows.add(o);
      }
      out.write(
          new GsonBuilder()
              .disableHtmlEscaping()
              .serializeNulls()
              .setPrettyPrinting()
              .create()
              .toJson(rows));
      out.write("\n");
    }
  }
}
