// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.ImagePlus;
import ij.plugin.Duplicator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heatscope.Heatscope;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.CamMethod;
import org.heatscope.cam.CamMethods;
import org.heatscope.cam.Features;
import org.heatscope.cam.Preprocess;
import org.heatscope.color.Colormap;
import org.heatscope.color.Colormaps;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Tensors;
import org.heatscope.map.MapWork;
import org.heatscope.onnx.Explainer;
import org.heatscope.onnx.Network;
import org.heatscope.onnx.OnnxModel;
import org.heatscope.onnx.OnnxRuntime;
import org.heatscope.onnx.Target;

/** Where a network looked: from a layer's tensors in files, or by running it from its ONNX file. */
final class ActivationTool extends MapTool {
  private static final Parameter METHOD =
      Parameter.choice("method", "Method", "How the map is made.", methods());
  private static final Parameter ACTIVATIONS =
      Parameter.file(
          "activations",
          "Activations",
          "A layer's activations [N,]C,H,W or [N,]C,D,H,W: .npy, .npz or .safetensors.");
  private static final Parameter GRADIENTS =
      Parameter.file("gradients", "Gradients", "The score's gradients with respect to them.");
  private static final Parameter ARRAYS =
      Parameter.text(
          "arrays",
          "Array names",
          "ACTIVATIONS[,GRADIENTS]: names of the arrays where a file holds several.",
          "");
  private static final Parameter MODEL =
      Parameter.file(
          "model", "ONNX model", "A network to run on the image, in place of tensors in files.");
  private static final Parameter LAYER =
      Parameter.text(
          "layer", "Layer", "The tensor of the network. Empty: that of the last convolution.", "");
  private static final Parameter TARGET =
      Parameter.text("target", "Target class", "A class, from 0, or top1.", "top1");
  private static final Parameter PREPROCESS =
      Parameter.text(
          "preprocess",
          "Preprocessing",
          "What was done to the image before the network: a file or JSON, see docs/preprocess.md.",
          "");
  private static final Parameter TWO_SIDED =
      Parameter.flag(
          "twosided", "Two-sided", "No ReLU: evidence against the class stays, below zero.", false);

  ActivationTool() {
    super(
        List.of(
            METHOD, ACTIVATIONS, GRADIENTS, ARRAYS, MODEL, LAYER, TARGET, PREPROCESS, TWO_SIDED),
        Map.of(MapParameters.ALPHA.key(), "0.7", MapParameters.ALPHA_BY.key(), "value"));
  }

  private static List<String> methods() {
    Set<String> names = new LinkedHashSet<>(CamMethods.names());
    names.addAll(Explainer.methods());
    return List.copyOf(names);
  }

  @Override
  public String name() {
    return "Activation Map...";
  }

  @Override
  public String summary() {
    return "Shows where a network looked on the image in front.";
  }

  /** As the command line draws such maps: a summit in white would look like a hole in the scan. */
  @Override
  Optional<Colormap> colormap(Settings settings) {
    return settings.flag(TWO_SIDED) ? Optional.empty() : Optional.of(Colormaps.get("inferno"));
  }

  /** Maps on the layer's grid. */
  private record Raw(CamMaps maps, boolean rectified) {}

  @Override
  Made map(Job job, Heatscope heatscope, MapWork work) throws IOException {
    Volume scan = frame(job.image());
    Preprocess before = preprocess(job.values());
    Optional<Path> model = job.values().file(MODEL);
    Raw raw =
        model.isPresent()
            ? run(model.get(), before.apply(scan, 0), job, work.workers())
            : read(job.values(), heatscope, work.workers());
    boolean signed = !raw.rectified() || job.values().flag(TWO_SIDED);
    CamMaps maps = signed ? raw.maps() : raw.maps().rectified();
    if (maps.images() > 1) {
      work.notes().accept("the first of " + maps.images() + " maps is shown");
    }
    String method = job.values().choice(METHOD);
    Volume placed = before.place(maps.image(0), scan.geometry(), signed, method).volume();
    return Made.of(Preprocess.onto(scan.geometry(), placed), method);
  }

  /** The current channel and frame, or all channels of a picture in colour. */
  private static Volume frame(ImagePlus image) {
    Volume channel = Images.front(image);
    if (channel.time().frames() == 1) {
      return channel;
    }
    Images.Position at = Images.Position.of(image);
    int c = at.channel();
    int t = at.frame();
    ImagePlus frame = new Duplicator().run(image, c, c, 1, image.getNSlices(), t, t);
    return FromImagePlus.volume(frame);
  }

  private static Preprocess preprocess(Settings values) throws IOException {
    String text = values.text(PREPROCESS);
    if (text.isEmpty()) {
      return Preprocess.none();
    }
    return Preprocess.parse(text.startsWith("{") ? text : Files.readString(Path.of(text)));
  }

  // ---- from files

  private static Raw read(Settings values, Heatscope heatscope, Workers workers)
      throws IOException {
    String name = values.choice(METHOD);
    if (!CamMethods.names().contains(name)) {
      throw new IllegalArgumentException(name + " runs the network: give its ONNX model");
    }
    CamMethod method = CamMethods.get(name);
    List<String> arrays =
        new ArrayList<>(Arrays.asList(values.text(ARRAYS).strip().split("\\s*,\\s*")));
    Features activations = features(values, ACTIVATIONS, arrays, 0);
    Features gradients = method.needsGradients() ? features(values, GRADIENTS, arrays, 1) : null;
    return new Raw(
        method.map(activations, gradients, workers, heatscope.session()), method.rectified());
  }

  private static Features features(Settings values, Parameter p, List<String> arrays, int place)
      throws IOException {
    Path file =
        values
            .file(p)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a file of " + p.key() + " is needed, or an ONNX model"));
    Optional<String> array =
        place < arrays.size() && !arrays.get(place).isEmpty()
            ? Optional.of(arrays.get(place))
            : Optional.empty();
    try {
      return Features.of(Tensors.read(file, array));
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }

  // ---- by running the network

  private static Raw run(Path model, Tensor batch, Job job, Workers workers) throws IOException {
    Optional<String> missing = OnnxRuntime.unusableBecause();
    if (missing.isPresent()) {
      throw new IllegalArgumentException(missing.get());
    }
    String method = job.values().choice(METHOD);
    int threads = Runtime.getRuntime().availableProcessors();
    try (Network network = new Network(OnnxModel.read(model), Optional.empty(), threads)) {
      int at = network.fixedBatch() > 0 ? network.fixedBatch() : 16;
      Tensor probe = Explainer.probe(network, batch, at);
      int[] size = Arrays.copyOfRange(probe.shape(), 2, probe.shape().length);
      Explainer.windows(network, batch).ifPresent(job.status()::note);
      Explainer.Settings settings =
          new Explainer.Settings(
              at, false, Optional.empty(), Explainer.occlusion(size), Explainer.rise(0));
      long[] done = {0};
      Explainer explainer =
          new Explainer(
              network,
              settings,
              workers,
              n -> job.status().at(done[0] += n, Math.max(done[0] + 1, 4000)));
      Optional<String> layer = job.values().given(LAYER);
      List<String> layers = List.of();
      if (Explainer.needsLayer(method)) {
        layers =
            List.of(layer.isPresent() ? network.layer(layer.get()) : network.usualLayer(probe));
      }
      Explainer.Explanation e = explainer.explain(method, batch, layers, target(job.values()));
      job.status().note("class " + e.targets()[0] + " of " + network.score() + ", " + layers);
      return new Raw(e.maps().get(0), e.rectified());
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(model, e.getMessage());
    }
  }

  private static Target target(Settings values) {
    String text = values.text(TARGET);
    if (text.isEmpty() || text.equals("top1")) {
      return Target.TOP;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("target: '" + text + "' is neither a class nor top1");
    }
    return Target.classes(Integer.parseInt(text));
  }
}
