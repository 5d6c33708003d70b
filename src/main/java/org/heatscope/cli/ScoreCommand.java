// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
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
    customSynopsis = "heatscope score --map=MAP [--mask=MASK] [MODEL.onnx INPUT] [OPTIONS]",
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
  @Mixin private ReadFlags reading;

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

  @Mixin private PreprocessOption preprocess;

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

  @Option(
      names = "--curves",
      paramLabel = "FILE.png",
      description = "Draw the deletion and insertion curves.")
  private Path curves;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CommandLine command = spec.commandLine();
    checkUsage(command);
    List<Path> outputs = Stream.of(output, curves).filter(Objects::nonNull).toList();
    KeptInputs.check(command, outputs);
    for (Path file : outputs) {
      SafeOutput.check(file);
    }
    MapGrid maps = MapGrid.read(map, reading.others());
    maps.maps().remarks(true).forEach(this::note);
    ScoreTable table = new ScoreTable(maps.maps().images());
    try {
      for (int i = 0; i < maps.maps().images(); i++) {
        Complexity c = Complexity.of(maps.maps().image(i).data());
        table.put(i, "gini", c.gini());
        table.put(i, "entropy", c.entropy());
      }
      if (mask != null) {
        localise(maps, MapGrid.read(mask, reading.others()), table);
      }
      if (net.model != null) {
        faithfulness(maps, table);
      }
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(maps.path(), e.getMessage());
    }
    write(table);
    return 0;
  }

  private void checkUsage(CommandLine command) {
    net.check(command);
    preprocess.check(command);
    if (net.model != null && net.input == null) {
      throw new ParameterException(command, "which INPUT does the network take?");
    }
    reading.requireImage(net.hasImage(), command);
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
    if (curves != null && (net.model == null || !ImageWriters.name(curves).endsWith(".png"))) {
      throw new ParameterException(command, "--curves is a .png and needs MODEL.onnx and INPUT");
    }
    String name = output == null ? ".json" : ImageWriters.name(output);
    if (!name.endsWith(".json") && !name.endsWith(".csv")) {
      throw new ParameterException(command, "the output's name ends in .json or .csv");
    }
  }

  private static void localise(MapGrid given, MapGrid masks, ScoreTable table) throws IOException {
    CamMaps maps = given.maps();
    for (int i = 0; i < maps.images(); i++) {
      boolean[] inside = masks.mask(i, maps);
      float[] map = maps.image(i).data();
      Localisation l = Localisation.of(map, inside);
      table.put(i, "pointingGame", l.pointingGame());
      table.put(i, "energyInside", l.energyInside());
      table.put(i, "topIou", l.topIou());
      table.put(i, "relevanceRank", l.relevanceRank());
      table.put(i, "rocAuc", l.rocAuc());
      if (given.image().isPresent()) {
        double mm = Localisation.hotSpotDistanceMm(map, inside, given.image().get().geometry());
        table.put(i, "hotSpotDistanceMm", mm);
      }
    }
  }

  private void faithfulness(MapGrid from, ScoreTable table) throws IOException {
    CommandLine command = spec.commandLine();
    try (Network network = net.network(threads);
        Workers workers = new Workers(threads)) {
      Optional<Volume> scan = net.scan(reading);
      Preprocess before = preprocess.get(command);
      Tensor batch = net.tensor(scan, before);
      CamMaps given = from.onInput(scan, before);
      Features images = Features.of(batch, batch.shape().length - 2);
      if (given.images() != images.images() || given.grid().length != images.grid().length) {
        throw new IllegalArgumentException(
            given.images()
                + " maps of "
                + Arrays.toString(given.grid())
                + " for "
                + images.images()
                + " images of "
                + Arrays.toString(images.grid()));
      }
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
        table.put(i, "target", targets[i]);
        removal(images, maps, i, targets[i], variants, table);
      }
      progress.done();
      if (method != null) {
        again(network, batch, images, maps, targets, workers, table);
      }
    }
  }

  private void removal(
      Features images, CamMaps maps, int i, int target, Variants variants, ScoreTable table)
      throws IOException {
    for (boolean insertion : new boolean[] {false, true}) {
      RemovalCurve.Curve c =
          new RemovalCurve(insertion, steps, blank).of(images, maps, i, target, variants);
      String name = insertion ? "insertion" : "deletion";
      table.put(i, name, c.area());
      table.put(i, name + "Curve", c.scores());
    }
    Road.Scores road = Road.usual(seed).of(images, maps, i, target, variants);
    table.put(i, "roadMorf", Arrays.stream(road.morf()).average().orElseThrow());
    table.put(i, "roadLerf", Arrays.stream(road.lerf()).average().orElseThrow());
    table.put(i, "roadCombined", road.combined());
    MaskedConfidence m =
        MaskedConfidence.of(image(images, i), maps.image(i), new int[] {target}, variants);
    table.put(i, "averageDrop", m.averageDrop());
    table.put(i, "increase", m.increase());
    table.put(
        i,
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
      ScoreTable table)
      throws IOException {
    MaxSensitivity sensitivity = new MaxSensitivity(10, radius, seed);
    double[] most =
        sensitivity.of(
            images,
            x -> explained(network, new Tensor("x", batch.shape(), x.data()), targets, workers));
    for (int i = 0; i < most.length; i++) {
      table.put(i, "sensitivityMax", most[i]);
    }
    if (randomised != null) {
      try (Network other = net.network(randomised, threads)) {
        CamMaps random = explained(other, batch, targets, workers);
        CamMaps sized = Upsampling.LINEAR.apply(random, images.grid(), workers);
        for (int i = 0; i < targets.length; i++) {
          double alike = RankCorrelation.of(maps.image(i).data(), sized.image(i).data());
          table.put(i, "randomisation", alike);
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

  private void note(String sentence) {
    Notes.print(spec.commandLine(), sentence);
  }

  private void write(ScoreTable table) throws IOException {
    if (curves != null) {
      new CurvePicture(table.curves("deletionCurve"), table.curves("insertionCurve")).write(curves);
    }
    boolean csv = output != null && ImageWriters.name(output).endsWith(".csv");
    String text = csv ? table.csv() : table.json();
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(text);
      out.flush();
    } else {
      SafeOutput.write(output, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }
}
