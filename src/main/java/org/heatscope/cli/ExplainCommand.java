// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Preprocess;
import org.heatscope.cam.Tokens;
import org.heatscope.cam.perturb.Occlusion;
import org.heatscope.cam.perturb.Rise;
import org.heatscope.export.Provenance;
import org.heatscope.export.SafeOutput;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageWriters;
import org.heatscope.onnx.Explainer;
import org.heatscope.onnx.Layer;
import org.heatscope.onnx.Network;
import org.heatscope.onnx.Target;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heatscope explain MODEL.onnx INPUT --method M -o OUT}: where a network looked. */
@Command(
    name = "explain",
    description = "Activation maps by running a network from its ONNX file.",
    customSynopsis = {
      "heatscope explain MODEL.onnx INPUT --method=M -o=OUT [OPTIONS]",
      "heatscope explain MODEL.onnx [INPUT] --list-layers [OPTIONS]"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Methods: gradcam gradcampp xgradcam hirescam elementwise layercam eigencam eigengradcam fem",
      "  cam scorecam ablationcam occlusion rise, and the other ones of heatscope cam",
      "  but dff and rollout",
      "",
      "Scores are the network's logits; rise adds up probabilities: their softmax, or the sigmoid",
      "of a network with one score or with a sigmoid at its end.",
      "A network of fixed input size looks at a larger image in windows, each half over the next.",
      "",
      "Figures of maps without a negative side are drawn in inferno unless --colormap says.",
      "",
      "Examples:",
      "  heatscope explain net.onnx batch.npy --list-layers",
      "  heatscope explain net.onnx batch.npy --method gradcam --target 3 -o maps.npy",
      "  heatscope explain net.onnx ct.nii.gz --preprocess done.json --method layercam"
          + " -o figure.png",
      "  heatscope explain net.onnx batch.npy --method occlusion --occlusion-size 8,8 -o maps.npy"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private NetworkOptions net;

  @Option(
      names = "--method",
      required = true,
      paramLabel = "M",
      description = "How the map is made; the methods are listed below.")
  private String method;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "The tensor whose channels make the map; several are fused. Default: the last"
              + " convolution's, with its normalisation, activation and shortcut.")
  private List<String> layers = List.of();

  @Option(
      names = "--list-layers",
      help = true,
      description = "Print the tensors that --layer can name, with their shapes, and end.")
  private boolean listLayers;

  @Mixin private CamOutput output;

  @Option(
      names = "--tokens",
      paramLabel = "H,W|square",
      description = "The layer is a transformer's [N,T,C]; the patches' grid.")
  private String tokens;

  @Option(
      names = "--class-tokens",
      paramLabel = "N",
      description = "Tokens before those of the patches. Default: 1.")
  private int classTokens = 1;

  @Option(
      names = "--occlusion-size",
      paramLabel = "[D,]H,W",
      description =
          "Window that hides the image. Default: 16 along each axis, a quarter of a smaller one.")
  private String occlusionSize;

  @Option(
      names = "--occlusion-overlap",
      paramLabel = "SHARE",
      description = "Share of a window that the next one covers. Default: 0.6.")
  private double occlusionOverlap = 0.6;

  @Option(
      names = "--occlusion-gaussian",
      description = "The window hides by a Gaussian with a quarter of its size, not as a box.")
  private boolean occlusionGaussian;

  @Option(
      names = "--occlusion-fill",
      paramLabel = "VALUE",
      description = "What hides the image, in the network's values. Default: 0.")
  private float occlusionFill;

  @Option(names = "--rise-masks", paramLabel = "N", description = "Random masks. Default: 4000.")
  private int riseMasks = 4000;

  @Option(
      names = "--rise-cells",
      paramLabel = "N",
      description = "Cells of a mask along each axis. Default: 7.")
  private int riseCells = 7;

  @Option(names = "--seed", paramLabel = "N", description = "Of the random masks. Default: 0.")
  private long seed;

  @Mixin private CamFigure figure;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (net.model == null) {
      throw new ParameterException(spec.commandLine(), "which MODEL.onnx?");
    }
    if (listLayers) {
      return list();
    }
    CommandLine command = spec.commandLine();
    checkUsage(command);
    SafeOutput.check(output.path);
    Preprocess before = output.preprocess(command);
    try (Network network = net.network(figure.threads());
        Workers workers = new Workers(figure.threads())) {
      Optional<Volume> scan = net.scan(figure.reading);
      if (output.isFigure() && scan.isEmpty()) {
        throw new ParameterException(command, "a figure needs an image, not an array, for INPUT");
      }
      Tensor batch = net.tensor(scan, before);
      CamOutput.Raw raw = named(() -> raw(network, batch, workers));
      int[] size = Arrays.copyOfRange(batch.shape(), 2, batch.shape().length);
      CamOutput.Finished finished = output.finish(raw, size, workers, this::note, command);
      scan.ifPresent(s -> before.remarks(s.geometry(), finished.layer()).forEach(this::note));
      write(finished, raw, size, scan, before, workers);
    }
    return 0;
  }

  private int list() throws IOException {
    try (Network network = net.network(figure.threads())) {
      Optional<Tensor> batch = Optional.empty();
      if (net.input != null) {
        Tensor all = net.tensor(net.scan(figure.reading), output.preprocess(spec.commandLine()));
        Tensor probe = Explainer.probe(network, all, Math.max(1, network.fixedBatch()));
        Tensor small = network.isFixedSize() ? probe : Explainer.standIn(probe);
        if (small != probe) {
          note("the shapes are those for an input of " + Arrays.toString(small.shape()));
        }
        batch = Optional.of(small);
      }
      PrintWriter out = spec.commandLine().getOut();
      for (Layer layer : network.layers(batch)) {
        String shape = layer.shape().map(Arrays::toString).orElse("[?]");
        out.println(layer.name() + "\t" + layer.operator() + "\t" + shape);
      }
      out.flush();
    }
    return 0;
  }

  private void checkUsage(CommandLine command) throws IOException {
    if (net.input == null) {
      throw new ParameterException(command, "which INPUT does the network take?");
    }
    net.check(command);
    output.check(command);
    figure.check(command);
    if (!Explainer.methods().contains(method)) {
      throw new ParameterException(
          command, "no method '" + method + "'; known: " + String.join(", ", Explainer.methods()));
    }
    if (!Explainer.needsLayer(method) && !layers.isEmpty()) {
      throw new ParameterException(command, method + " looks at the image: no --layer");
    }
    try {
      occlusion(new int[] {1, 1});
      rise();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage());
    }
    figure.reading.requireImage(net.hasImage(), command);
    output.requireApart(command);
  }

  /** What a method finds wrong with the numbers it was given is a fault of the input. */
  private <T> T named(CamInputs.Checked<T> work) throws IOException {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(net.inputPath(), e.getMessage());
    }
  }

  private CamOutput.Raw raw(Network network, Tensor batch, Workers workers) throws IOException {
    CommandLine command = spec.commandLine();
    Tensor probe = Explainer.probe(network, batch, net.batch(network));
    int[] size = Arrays.copyOfRange(probe.shape(), 2, probe.shape().length);
    Explainer.Settings settings =
        new Explainer.Settings(
            net.batch(network), output.isLikePytorch(), tokens(), occlusion(size), rise());
    Explainer.windows(network, batch).ifPresent(this::note);
    List<String> chosen = chosen(network, probe);
    long total = copies(network, probe, chosen, settings) * Explainer.views(network, batch);
    Progress progress = new Progress(command.getErr(), "explain", total);
    long[] done = {0};
    Explainer explainer = new Explainer(network, settings, workers, n -> progress.at(done[0] += n));
    Target target = net.target(batch.shape()[0], command);
    Explainer.Explanation e = explainer.explain(method, batch, chosen, target);
    progress.done();
    note(described(network, chosen, e.targets()));
    return new CamOutput.Raw(e.maps(), method, e.rectified());
  }

  private List<String> chosen(Network network, Tensor probe) throws IOException {
    if (!Explainer.needsLayer(method)) {
      return List.of();
    }
    if (layers.isEmpty()) {
      return List.of(network.usualLayer(probe));
    }
    List<String> names = new ArrayList<>();
    for (String layer : layers) {
      names.add(network.layer(layer));
    }
    return names;
  }

  /** How many copies of an image the network is given. */
  private long copies(
      Network network, Tensor probe, List<String> chosen, Explainer.Settings settings)
      throws IOException {
    switch (method) {
      case "occlusion":
        int[] size = Arrays.copyOfRange(probe.shape(), 2, probe.shape().length);
        return settings.occlusion().copies(size);
      case "rise":
        return riseMasks;
      case "scorecam", "ablationcam":
        long channels = 0;
        for (String layer : chosen) {
          channels += network.shapes(probe).get(layer)[1];
        }
        return channels;
      default:
        return 1;
    }
  }

  private String described(Network network, List<String> chosen, int[] targets) {
    String classes =
        Arrays.stream(targets).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return (targets.length == 1 ? "class " : "classes ")
        + classes
        + " of "
        + network.score()
        + (chosen.isEmpty() ? "" : ", layer " + String.join(", ", chosen))
        + (method.equals("rise") ? ", seed " + seed : "");
  }

  private Optional<Tokens> tokens() {
    if (tokens == null) {
      return Optional.empty();
    }
    int[] grid =
        tokens.equals("square") ? null : Sizes.parse(spec.commandLine(), "--tokens", tokens);
    return Optional.of(new Tokens(classTokens, 0, grid));
  }

  private Occlusion occlusion(int[] size) {
    int[] window =
        occlusionSize != null
            ? Sizes.parse(spec.commandLine(), "--occlusion-size", occlusionSize)
            : Explainer.occlusion(size).window();
    return new Occlusion(window, occlusionOverlap, occlusionGaussian, occlusionFill);
  }

  private Rise rise() {
    return new Rise(riseMasks, riseCells, 0.5, seed);
  }

  private void write(
      CamOutput.Finished finished,
      CamOutput.Raw raw,
      int[] size,
      Optional<Volume> scan,
      Preprocess before,
      Workers workers)
      throws IOException {
    CommandLine command = spec.commandLine();
    if (output.isFigure()) {
      List<Provenance.Input> records = new ArrayList<>();
      records.add(record("network", net.model));
      records.add(record("base", net.inputPath()));
      Volume base = scan.orElseThrow();
      named(
          () -> {
            figure.write(output.path, finished, method, base, before, records, this::note, command);
            return null;
          });
      return;
    }
    boolean array = ImageWriters.name(output.path).endsWith(".npy");
    boolean own = finished.maps() == raw.layers().get(0) && finished.stamp().equals("raw");
    CamMaps maps = finished.maps();
    if (array && !own && output.axes(command) == 0) {
      maps = finished.how().apply(maps, size, workers);
    }
    CamOutput.Finished sized = finished.with(maps);
    named(
        () -> {
          output.write(sized, method, scan, before, command);
          return null;
        });
  }

  private static Provenance.Input record(String role, Path path) throws IOException {
    return new Provenance.Input(role, path.toString(), Provenance.sha256(List.of(path)));
  }

  private void note(String sentence) {
    Notes.print(spec.commandLine(), sentence);
  }
}
