// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.heatscope.Heatscope;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.cam.AttentionRollout;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.CamMethod;
import org.heatscope.cam.CamMethods;
import org.heatscope.cam.FeatureFactorisation;
import org.heatscope.cam.Features;
import org.heatscope.cam.LinearHeadCam;
import org.heatscope.cam.Preprocess;
import org.heatscope.cam.PytorchGradCam;
import org.heatscope.cam.Stitch;
import org.heatscope.cam.Upsampling;
import org.heatscope.export.Provenance;
import org.heatscope.export.SafeOutput;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageName;
import org.heatscope.io.ReadOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heatscope cam --activations A -o OUT}: activation maps from a network's arrays. */
@Command(
    name = "cam",
    description =
        "Activation maps from a layer's activations and gradients: raw, scaled, or in their place"
            + " on the scan.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Methods: gradcam gradcampp gradcampp-monai xgradcam hirescam elementwise layercam eigencam",
      "  eigengradcam segeigencam kpcacam kpcacam-rbf fem fem-share cam dff rollout",
      "",
      "Figures of maps without a negative side are drawn in inferno unless --colormap says.",
      "",
      "Examples:",
      "  heatscope cam --activations a.npy --gradients g.npy --method gradcam --raw -o raw.npy",
      "  heatscope cam --activations a.npy --gradients g.npy --method gradcam --size 224,224"
          + " --scale shared -o maps.npy",
      "  heatscope cam --activations a.npy --gradients g.npy --method layercam --image ct.nii.gz"
          + " --preprocess done.json -o map.nii.gz",
      "  heatscope cam --activations a.npy --gradients g.npy --method hirescam --image ct.nii.gz"
          + " --preprocess done.json -o figure.png"
    })
final class CamCommand implements Callable<Integer> {
  private static final Set<String> NEED_THE_MODEL =
      Set.of("scorecam", "ablationcam", "occlusion", "rise");

  @Option(
      names = "--method",
      required = true,
      paramLabel = "M",
      description = "How the map is made; the methods are listed below.")
  private String method;

  @Mixin private CamInputs inputs;
  @Mixin private CamOutput output;

  @Option(
      names = "--eigen-smooth",
      description = "The first principal component of the channels' terms in place of their sum.")
  private boolean eigenSmooth;

  @Option(
      names = "--concepts",
      paramLabel = "K",
      description = "Concepts of dff; the maps are (N K,[D,]H,W). Default: 5.")
  private int concepts = 5;

  @Option(
      names = "--heads",
      paramLabel = "mean|max|min",
      description = "How rollout fuses a layer's heads. Default: mean.")
  private AttentionRollout.Heads heads = AttentionRollout.Heads.MEAN;

  @Option(
      names = "--origins",
      paramLabel = "FILE[?NAME]",
      description =
          "The maps are of patches; N x 2 or N x 3 first voxels of each in the whole, whose size is"
              + " --whole.")
  private String origins;

  @Option(names = "--patch", paramLabel = "[D,]H,W", description = "Size of a patch in voxels.")
  private String patch;

  @Option(names = "--whole", paramLabel = "[D,]H,W", description = "Size of the whole in voxels.")
  private String whole;

  @Option(
      names = "--stitch",
      paramLabel = "constant|gaussian",
      description = "Weights of a patch's voxels where patches overlap. Default: gaussian.")
  private Stitch.Weighting weighting = Stitch.Weighting.GAUSSIAN;

  @Option(
      names = "--image",
      paramLabel = "SCAN",
      converter = ReadFlags.Name.class,
      description =
          "The scan that the network looked at: places the maps, and lies under a figure.")
  private ImageName image;

  @Mixin private CamFigure figure;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CommandLine command = spec.commandLine();
    checkUsage(command);
    SafeOutput.check(output.path);
    try (Workers workers = new Workers(figure.threads())) {
      Inputs scans = new Inputs(output.isFigure(), this::note);
      Optional<Volume> scan = Optional.empty();
      if (image != null) {
        ReadOptions options = image.options(figure.reading.options());
        scan = Optional.of(scans.get(scans.read("base", image.path(), options), image.path()));
      }
      Preprocess done = output.preprocess(command);
      CamOutput.Raw raw;
      try (Heatscope named = figure.named(this::note).orElse(null)) {
        raw = raw(workers, Optional.ofNullable(named).map(Heatscope::session), command);
      }
      try {
        CamOutput.Finished finished =
            output.finish(raw, inputSize(scan, done), workers, this::note, command);
        scan.ifPresent(s -> done.remarks(s.geometry(), finished.layer()).forEach(this::note));
        if (output.isFigure()) {
          figure.write(
              output.path,
              finished,
              raw.method(),
              scan.orElseThrow(),
              done,
              records(scans),
              this::note,
              command);
        } else {
          output.write(finished, raw.method(), scan, done, command);
        }
      } catch (IllegalArgumentException e) {
        throw image == null ? e : new ImageFormatException(image.path(), e.getMessage());
      }
    }
    return 0;
  }

  private List<Provenance.Input> records(Inputs scans) throws IOException {
    List<Provenance.Input> records = new ArrayList<>(scans.records());
    for (Path p : inputs.paths()) {
      records.add(new Provenance.Input("tensor", p.toString(), Provenance.sha256(List.of(p))));
    }
    return records;
  }

  // ---- what can be said before any file is read

  private void checkUsage(CommandLine command) throws IOException {
    output.check(command);
    inputs.check(command);
    figure.check(command);
    if (NEED_THE_MODEL.contains(method)) {
      throw usage(
          method + " runs the model: heatscope explain MODEL.onnx INPUT --method " + method);
    }
    figure.reading.requireImage(image != null, command);
    if (output.isFigure() && image == null) {
      throw usage("a figure needs --image, the scan that lies under it");
    }
    if ((origins != null || patch != null || whole != null)
        && (origins == null || patch == null || whole == null)) {
      throw usage("--origins, --patch and --whole belong together");
    }
    if (method.equals("cam") != (inputs.weights != null)) {
      throw usage("--weights and the method cam belong together");
    }
    if (inputs.target != null && inputs.weights == null) {
      throw usage("--target is a row of --weights; the gradients are those of a class already");
    }
    if (!isOwn() && !CamMethods.names().contains(method)) {
      throw usage(
          "no method '"
              + method
              + "'; known: "
              + String.join(", ", CamMethods.names())
              + ", cam, dff, rollout");
    }
    if (concepts < 1) {
      throw usage("--concepts must be at least 1, not " + concepts);
    }
    if (isOwn() && eigenSmooth) {
      throw usage("--eigen-smooth is not for " + method);
    }
    CamMethod known = isOwn() ? null : method(command);
    boolean needed = known != null && known.needsGradients();
    if (needed && inputs.gradients.size() != inputs.activations.size()) {
      throw usage(
          "the method "
              + method
              + " needs --gradients for each of the "
              + inputs.activations.size()
              + " --activations");
    }
    output.requireApart(command);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The methods that are not made from the features of one layer alone. */
  private boolean isOwn() {
    return Set.of("cam", "dff", "rollout").contains(method);
  }

  private CamMethod method(CommandLine command) {
    try {
      CamMethod m = output.isLikePytorch() ? PytorchGradCam.method(method) : CamMethods.get(method);
      return eigenSmooth ? CamMethods.eigenSmooth(m) : m;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage());
    }
  }

  // ---- the maps

  private CamOutput.Raw raw(Workers workers, Optional<Session> session, CommandLine command)
      throws IOException {
    List<CamInputs.Source> sources = CamInputs.sources(inputs.activations);
    if (method.equals("rollout")) {
      CamMaps rollout = rollout(sources, command);
      return new CamOutput.Raw(List.of(rollout), method, true, backend(session, command));
    }
    int axes = patch != null ? size("--patch", patch).length : output.axes(command);
    List<CamMaps> layers = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      CamInputs.Source source = sources.get(i);
      Features activations = inputs.features(source, axes, command);
      if (method.equals("dff")) {
        layers.add(source.naming(() -> FeatureFactorisation.of(activations, concepts).maps()));
        continue;
      }
      CamMethod m = method.equals("cam") ? linearHead(activations) : method(command);
      CamInputs.Source named =
          m.needsGradients() ? CamInputs.source(inputs.gradients.get(i)) : source;
      Features gradients = m.needsGradients() ? inputs.features(named, axes, command) : null;
      layers.add(
          named.naming(
              () ->
                  session.isPresent()
                      ? m.map(activations, gradients, workers, session.get())
                      : m.map(activations, gradients, workers)));
    }
    if (origins != null) {
      layers = List.of(stitched(layers, workers));
    }
    String name = method + (eigenSmooth ? " eigen-smooth" : "");
    return new CamOutput.Raw(layers, name, !method.equals("cam"), backend(session, command));
  }

  /** What did the sums; a backend that was asked for in vain is not named. */
  private String backend(Optional<Session> session, CommandLine command) {
    boolean used = method.equals("cam") || (!isOwn() && method(command).sumsOnBackend());
    if (session.isPresent() && !used) {
      note(method + " is worked out in plain Java: --backend is for the picture only");
    }
    return used ? session.map(Session::backend).orElse("scalar") : "scalar";
  }

  private CamMaps rollout(List<CamInputs.Source> sources, CommandLine command) throws IOException {
    List<Tensor> layers = new ArrayList<>();
    for (CamInputs.Source s : sources) {
      layers.add(s.read());
    }
    return sources.get(0).naming(() -> AttentionRollout.of(layers, heads, inputs.tokens(command)));
  }

  private int[] size(String option, String text) {
    return Sizes.parse(spec.commandLine(), option, text);
  }

  /** CAM with the target's row of the weights. */
  private CamMethod linearHead(Features activations) throws IOException {
    CamInputs.Source source = CamInputs.source(inputs.weights);
    Tensor w = source.read();
    int channels = activations.channels();
    int classes = w.data().length / channels;
    if (w.shape().length < 1
        || w.shape().length > 2
        || w.shape()[w.shape().length - 1] != channels) {
      throw new ImageFormatException(
          source.path(),
          "weights of " + Arrays.toString(w.shape()) + " for " + channels + " channels");
    }
    if (inputs.target == null && classes > 1) {
      throw usage("which of " + classes + " classes? --target CLASS says, from 0");
    }
    int target = inputs.target == null ? 0 : inputs.target;
    if (target < 0 || target >= classes) {
      throw new ImageFormatException(
          source.path(), "there is no class " + target + " of " + classes);
    }
    int from = target * channels;
    return new LinearHeadCam(Arrays.copyOfRange(w.data(), from, from + channels));
  }

  /** The patches of the only layer, brought to their size and put together. */
  private CamMaps stitched(List<CamMaps> layers, Workers workers) throws IOException {
    if (layers.size() > 1) {
      throw usage("patches are stitched from one layer");
    }
    CamInputs.Source source = CamInputs.source(origins);
    Tensor t = source.read();
    int[] size = size("--whole", whole);
    CamMaps patches = layers.get(0);
    return source.naming(
        () -> {
          Stitch stitch = new Stitch(size, weighting);
          stitch.add(
              Upsampling.LINEAR.apply(patches, size("--patch", patch), workers),
              origins(t, size.length));
          return stitch.whole();
        });
  }

  private static int[][] origins(Tensor t, int axes) {
    int[] shape = t.shape();
    if (shape.length != 2 || shape[1] != axes) {
      throw new IllegalArgumentException(
          "origins are N x " + axes + ", not " + Arrays.toString(shape));
    }
    int[][] origins = new int[shape[0]][axes];
    for (int i = 0; i < t.data().length; i++) {
      float v = t.data()[i];
      if (v != (int) v) {
        throw new IllegalArgumentException("an origin is a whole number of voxels, not " + v);
      }
      origins[i / axes][i % axes] = (int) v;
    }
    return origins;
  }

  /** The size of the network's input, where the scan and what was done to it tell; else null. */
  private static int[] inputSize(Optional<Volume> scan, Preprocess done) {
    return scan.map(s -> done.inputSize(s.geometry())).orElse(null);
  }

  private void note(String sentence) {
    Notes.print(spec.commandLine(), sentence);
  }
}
