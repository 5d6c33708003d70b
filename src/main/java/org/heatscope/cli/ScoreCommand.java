// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.Preprocess;
import org.heatscope.cam.Upsampling;
import org.heatscope.cam.metric.Complexity;
import org.heatscope.cam.metric.Infidelity;
import org.heatscope.cam.metric.Localisation;
import org.heatscope.cam.metric.MaskedConfidence;
import org.heatscope.cam.metric.MaxSensitivity;
import org.heatscope.cam.metric.RankCorrelation;
import org.heatscope.cam.metric.RemovalCurve;
import org.heatscope.cam.metric.Road;
import org.heatscope.cam.perturb.Variants;
import org.heatscope.export.SafeOutput;
import org.heatscope.image.Geometry;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageWriters;
import org.heatscope.onnx.Explainer;
import org.heatscope.onnx.Network;
import org.heatscope.onnx.Target;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heatscope score --map MAP [--mask MASK] [MODEL.onnx INPUT]}: how good a map is. */
@Command(
    name = "score",
    description =
        "Metrics of activation maps: complexity; against a mask, localisation; with the network,"
            + " faithfulness.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Complexity: gini, entropy. Localisation: pointingGame, energyInside, topIou, relevanceRank,",
      "rocAuc, hotSpotDistanceMm (for images in mm). Faithfulness: deletion and insertion (areas",
      "under curves), roadMorf, roadLerf, roadCombined, averageDrop, increase, infidelity; with",
      "--method sensitivityMax; with --randomised and --method randomisation (rank correlation).",
      "",
      "Examples:",
      "  heatscope score --map map.nii.gz --mask lesion.nii.gz",
      "  heatscope score --map maps.npy net.onnx batch.npy --softmax -o scores.csv",
      "  heatscope score --map maps.npy net.onnx batch.npy --method gradcam -o scores.json"
    })
final class ScoreCommand implements Callable<Integer> {
  @Mixin private NetworkOptions net;

  @Option(
      names = "--map",
      required = true,
      paramLabel = "MAP",
      description = "Maps (N,[D,]H,W) as .npy, .npz or .safetensors, or one map as an image.")
  private String map;

  @Option(
      names = "--mask",
      paramLabel = "MASK",
      description = "Where the maps should lie: not zero inside; of the maps' shape.")
  private String mask;

  @Option(
      names = "--softmax",
      description = "The network's output are logits: score by their softmax.")
  private boolean softmax;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of the insertion and deletion curves. Default: 20.")
  private int steps = 20;

  @Option(
      names = "--blank",
      paramLabel = "VALUE",
      description = "What stands where a position is missing, in the network's values. Default: 0.")
  private float blank;

  @Option(
      names = "--method",
      paramLabel = "M",
      description = "What made the maps, to make them again for sensitivity and randomisation.")
  private String method;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "The layer that they were made of. Default: as of heatscope explain.")
  private String layer;

  @Option(
      names = "--randomised",
      paramLabel = "MODEL.onnx",
      description = "The same network with random weights, for the randomisation check.")
  private Path randomised;

  @Option(
      names = "--radius",
      paramLabel = "VALUE",
      description = "Size of the changes of infidelity and sensitivity. Default: 0.02.")
  private double radius = 0.02;

  @Option(names = "--seed", paramLabel = "N", description = "Of random changes. Default: 0.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads on the CPU. Default: one for each core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "A .json or .csv file. Default: JSON on standard output.")
  private Path output;

  @Spec private CommandSpec spec;

  /** Maps or masks, with their place where they have one. */
  private record Grid(Path path, CamMaps maps, Optional<Geometry> place) {}

  @Override
  public Integer call() throws Exception {
    CommandLine command = spec.commandLine();
    checkUsage(command);
    if (output != null) {
      SafeOutput.check(output);
    }
    Grid maps = read(map);
    List<JsonObject> rows = new ArrayList<>();
    for (int i = 0; i < maps.maps().images(); i++) {
      JsonObject row = new JsonObject();
      row.addProperty("image", i);
      Complexity c = Complexity.of(maps.maps().image(i).data());
      put(row, "gini", c.gini());
      put(row, "entropy", c.entropy());
      rows.add(row);
    }
    try {
      if (mask != null) {
        localise(maps, read(mask), rows);
      }
      if (net.model != null) {
        faithfulness(maps.maps(), rows);
      }
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(maps.path(), e.getMessage());
    }
    write(rows);
    return 0;
  }

  private void checkUsage(CommandLine command) {
    net.check(command);
    if (net.model != null && net.input == null) {
      throw new ParameterException(command, "which INPUT does the network take?");
    }
    if (threads < 1 || steps < 1 || !(radius > 0)) {
      throw new ParameterException(command, "--threads, --steps and --radius must be above 0");
    }
    if (method != null && !Explainer.methods().contains(method)) {
      throw new ParameterException(
          command, "no method '" + method + "'; known: " + String.join(", ", Explainer.methods()));
    }
    if ((method != null && net.model == null) || (randomised != null && method == null)) {
      throw new ParameterException(
          command, "--method needs MODEL.onnx and INPUT, --randomised needs --method");
    }
    String name = output == null ? ".json" : ImageWriters.name(output);
    if (!name.endsWith(".json") && !name.endsWith(".csv")) {
      throw new ParameterException(command, "the output's name ends in .json or .csv");
    }
  }

  private static void put(JsonObject row, String name, double value) {
    if (Double.isFinite(value)) {
      row.addProperty(name, value);
    } else {
      row.add(name, com.google.gson.JsonNull.INSTANCE);
    }
  }

  private Grid read(String text) throws IOException {
    CamInputs.Source source = CamInputs.source(text);
    if (!NetworkOptions.isArray(source.path())) {
      return image(source.path());
    }
    Tensor t = source.read();
    int[] shape = t.shape();
    if (shape.length < 3 || shape.length > 4 || t.data().length == 0) {
      throw new ImageFormatException(
          source.path(), "maps are (N,H,W) or (N,D,H,W), not " + Arrays.toString(shape));
    }
    int[] grid = Arrays.copyOfRange(shape, 1, shape.length);
    return new Grid(source.path(), new CamMaps(shape[0], grid, t.data()), Optional.empty());
  }

  /** An image as one map of its voxels, and its place if that is in mm. */
  private static Grid image(Path path) throws IOException {
    var volume = org.heatscope.Heatscope.read(path);
    Tensor t = Preprocess.none().apply(volume, 0);
    int[] grid = Arrays.copyOfRange(t.shape(), 2, t.shape().length);
    if (t.shape()[1] != 1) {
      throw new ImageFormatException(path, "has " + t.shape()[1] + " channels; a map has one");
    }
    boolean placed = volume.geometry().frame() == Geometry.Frame.ANATOMICAL;
    return new Grid(
        path,
        new CamMaps(1, grid, t.data()),
        placed ? Optional.of(volume.geometry()) : Optional.empty());
  }

  private void localise(Grid maps, Grid masks, List<JsonObject> rows) throws IOException {
    CamMaps m = maps.maps();
    CamMaps inside = masks.maps();
    if (!Arrays.equals(m.grid(), inside.grid()) || m.images() != inside.images()) {
      throw new ImageFormatException(
          masks.path(),
          inside.images()
              + " masks of "
              + Arrays.toString(inside.grid())
              + " for "
              + m.images()
              + " maps of "
              + Arrays.toString(m.grid()));
    }
    for (int i = 0; i < m.images(); i++) {
      float[] map = m.image(i).data();
      float[] values = inside.image(i).data();
      boolean[] mask = new boolean[values.length];
      for (int p = 0; p < mask.length; p++) {
        mask[p] = values[p] != 0;
      }
      Localisation l = Localisation.of(map, mask);
      JsonObject row = rows.get(i);
      row.addProperty("pointingGame", l.pointingGame());
      put(row, "energyInside", l.energyInside());
      put(row, "topIou", l.topIou());
      put(row, "relevanceRank", l.relevanceRank());
      put(row, "rocAuc", l.rocAuc());
      if (maps.place().isPresent()) {
        put(
            row,
            "hotSpotDistanceMm",
            Localisation.hotSpotDistanceMm(map, mask, maps.place().get()));
      }
    }
  }

  private void faithfulness(CamMaps given, List<JsonObject> rows) throws IOException {
    CommandLine command = spec.commandLine();
    try (Network network = net.network(threads);
        Workers workers = new Workers(threads)) {
      Tensor batch = net.tensor(net.scan(), Preprocess.none());
      Features images = Features.of(batch, batch.shape().length - 2);
      Target wanted = net.target(images.images(), command);
      int[] targets = network.activations(batch, List.of(), wanted).targets();
      CamMaps maps =
          Arrays.equals(given.grid(), images.grid())
              ? given
              : Upsampling.LINEAR.apply(given, images.grid(), workers);
      long each = 2L * (steps + 1) + 2 * 9 + 50;
      Progress progress = new Progress(command.getErr(), "score", each * images.images());
      long[] done = {0};
      Variants variants =
          new Variants(
              network.scorer(softmax), net.batch(network), workers, n -> progress.at(done[0] += n));
      for (int i = 0; i < images.images(); i++) {
        rows.get(i).addProperty("target", targets[i]);
        removal(images, maps, i, targets[i], variants, rows.get(i));
      }
      progress.done();
      if (method != null) {
        again(network, batch, images, maps, targets, workers, rows);
      }
    }
  }

  private void removal(
      Features images, CamMaps maps, int i, int target, Variants variants, JsonObject row)
      throws IOException {
    for (boolean insertion : new boolean[] {false, true}) {
      RemovalCurve.Curve c =
          new RemovalCurve(insertion, steps, blank).of(images, maps, i, target, variants);
      String name = insertion ? "insertion" : "deletion";
      put(row, name, c.area());
      JsonArray points = new JsonArray();
      Arrays.stream(c.scores()).forEach(points::add);
      row.add(name + "Curve", points);
    }
    Road.Scores road = Road.usual(seed).of(images, maps, i, target, variants);
    put(row, "roadMorf", Arrays.stream(road.morf()).average().orElseThrow());
    put(row, "roadLerf", Arrays.stream(road.lerf()).average().orElseThrow());
    put(row, "roadCombined", road.combined());
    MaskedConfidence m =
        MaskedConfidence.of(image(images, i), maps.image(i), new int[] {target}, variants);
    put(row, "averageDrop", m.averageDrop());
    put(row, "increase", m.increase());
    put(
        row,
        "infidelity",
        new Infidelity(50, radius, true, seed).of(images, maps, i, target, variants));
  }

  private static Features image(Features images, int i) {
    int n = images.channels() * images.positions();
    return new Features(
        1, images.channels(), images.grid(), Arrays.copyOfRange(images.data(), i * n, (i + 1) * n));
  }

  /** What needs the maps to be made anew: of changed images, or by another network. */
  private void again(
      Network network,
      Tensor batch,
      Features images,
      CamMaps maps,
      int[] targets,
      Workers workers,
      List<JsonObject> rows)
      throws IOException {
    MaxSensitivity sensitivity = new MaxSensitivity(10, radius, seed);
    double[] most =
        sensitivity.of(
            images,
            x -> explained(network, new Tensor("x", batch.shape(), x.data()), targets, workers));
    for (int i = 0; i < most.length; i++) {
      put(rows.get(i), "sensitivityMax", most[i]);
    }
    if (randomised != null) {
      try (Network other = net.network(randomised, threads)) {
        CamMaps random = explained(other, batch, targets, workers);
        CamMaps sized = Upsampling.LINEAR.apply(random, images.grid(), workers);
        for (int i = 0; i < targets.length; i++) {
          double alike = RankCorrelation.of(maps.image(i).data(), sized.image(i).data());
          put(rows.get(i), "randomisation", alike);
        }
      }
    }
  }

  private CamMaps explained(Network network, Tensor batch, int[] targets, Workers workers)
      throws IOException {
    Explainer.Settings settings =
        new Explainer.Settings(
            net.batch(network),
            false,
            Optional.empty(),
            Explainer.occlusion(Arrays.copyOfRange(batch.shape(), 2, batch.shape().length)),
            Explainer.rise(seed));
    List<String> layers =
        !Explainer.needsLayer(method)
            ? List.of()
            : List.of(layer != null ? network.layer(layer) : network.usualLayer(batch));
    Explainer explainer = new Explainer(network, settings, workers, n -> {});
    Explainer.Explanation e = explainer.explain(method, batch, layers, Target.classes(targets));
    CamMaps raw = e.maps().get(0);
    return e.rectified() ? raw.rectified() : raw;
  }

  private void write(List<JsonObject> rows) throws IOException {
    boolean csv = output != null && ImageWriters.name(output).endsWith(".csv");
    String text = csv ? csv(rows) : json(rows);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(text);
      out.flush();
    } else {
      SafeOutput.write(output, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String json(List<JsonObject> rows) {
    JsonArray all = new JsonArray();
    rows.forEach(all::add);
    return new GsonBuilder().serializeNulls().setPrettyPrinting().create().toJson(all);
  }

  /** One line for each map; the points of curves stand in JSON only. */
  private static String csv(List<JsonObject> rows) {
    List<String> columns =
        rows.get(0).keySet().stream().filter(k -> !rows.get(0).get(k).isJsonArray()).toList();
    StringBuilder text = new StringBuilder(String.join(",", columns));
    for (JsonObject row : rows) {
      text.append('\n');
      text.append(
          String.join(
              ",",
              columns.stream()
                  .map(c -> row.get(c).isJsonNull() ? "" : row.get(c).getAsString())
                  .toList()));
    }
    return text.toString();
  }
}
