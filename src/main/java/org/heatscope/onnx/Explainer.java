// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.CamMethod;
import org.heatscope.cam.CamMethods;
import org.heatscope.cam.Features;
import org.heatscope.cam.PytorchGradCam;
import org.heatscope.cam.Stitch;
import org.heatscope.cam.Tokens;
import org.heatscope.cam.Upsampling;
import org.heatscope.cam.WeightedChannelSum;
import org.heatscope.cam.perturb.AblationCam;
import org.heatscope.cam.perturb.Occlusion;
import org.heatscope.cam.perturb.Rise;
import org.heatscope.cam.perturb.ScoreCam;
import org.heatscope.cam.perturb.Scorer;
import org.heatscope.cam.perturb.Variants;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;

/** Activation maps of a network, by any method. */
public final class Explainer {
  private static final Set<String> LINEAR =
      Set.of(
          "Add",
          "Dropout",
          "Flatten",
          "Gemm",
          "GlobalAveragePool",
          "Identity",
          "MatMul",
          "ReduceMean",
          "Reshape",
          "Squeeze");

  private static final int WINDOW = 16;

  /** Methods that look at the image as it is, not at a layer. */
  private static final Set<String> ON_IMAGES = Set.of("occlusion", "rise");

  /**
   * What the methods need to know.
   *
   * @param batch images or changed copies of them that the network gets at a time
   * @param likePytorchGradCam whether methods take the forms of that library
   * @param tokens how the tokens of a transformer's layer [N, T, C] lie
   * @param occlusion windows of the method of that name
   * @param rise masks of the method of that name
   */
  public record Settings(
      int batch,
      boolean likePytorchGradCam,
      Optional<Tokens> tokens,
      Occlusion occlusion,
      Rise rise) {}

  /**
   * Maps and where they come from.
   *
   * @param maps for each layer, before ReLU and scaling; of the image's own grid for methods that
   *     need no layer
   * @param scores of each class, [N, K]
   * @param targets the explained class of each image
   * @param rectified whether only the maps' positive part has a meaning
   */
  public record Explanation(List<CamMaps> maps, Tensor scores, int[] targets, boolean rectified) {}

  private final Network network;
  private final Settings settings;
  private final Workers workers;
  private final IntConsumer done;

  /**
   * An explainer.
   *
   * @param done is told of images, or changed copies of them, after each run of the network
   */
  public Explainer(Network network, Settings settings, Workers workers, IntConsumer done) {
    this.network = network;
    this.settings = settings;
    this.workers = workers;
    this.done = done;
  }

  /** The names of the methods. */
  public static Set<String> methods() {
    Set<String> names = new LinkedHashSet<>(List.of("cam"));
    names.addAll(CamMethods.names());
    names.addAll(List.of("scorecam", "ablationcam", "occlusion", "rise"));
    return names;
  }

  /** Whether a method makes its maps of a layer. */
  public static boolean needsLayer(String method) {
    return !ON_IMAGES.contains(method);
  }

  /**
   * The maps of a batch, a few images at a time. Images larger than a network of fixed input size
   * are looked at in windows that overlap by half; their maps are put together with Gaussian
   * weights before any scaling, on the images' own grid, and a class's score is its highest in any
   * window.
   *
   * @param layers whose activations are taken
   * @throws IllegalArgumentException if there is no such method
   */
  public Explanation explain(String method, Tensor batch, List<String> layers, Target target)
      throws IOException {
    Optional<SlidingWindow> windows = SlidingWindow.of(network.declaredShape(), batch.shape());
    if (windows.isEmpty()) {
      return explainWhole(method, batch, layers, target);
    }
    List<Explanation> parts = new ArrayList<>();
    for (int i = 0; i < batch.shape()[0]; i++) {
      int image = i;
      Tensor cut = windows.get().cut(batch, i);
      Tensor scores = highest(cut);
      int chosen = target.of(image, scores.data());
      Explanation e = explainWhole(method, cut, layers, Target.classes(chosen));
      List<CamMaps> maps = new ArrayList<>();
      for (CamMaps raw : e.maps()) {
        Stitch whole = new Stitch(windows.get().image(), Stitch.Weighting.GAUSSIAN);
        whole.add(
            Upsampling.LINEAR.apply(raw, windows.get().size(), workers), windows.get().origins());
        maps.add(whole.whole());
      }
      parts.add(new Explanation(maps, scores, new int[] {chosen}, e.rectified()));
    }
    return joined(parts);
  }

  /** Each class's highest score in any window, [1, K]. */
  private Tensor highest(Tensor windows) throws IOException {
    float[] most = null;
    for (int from = 0; from < windows.shape()[0]; from += settings.batch()) {
      int to = Math.min(windows.shape()[0], from + settings.batch());
      float[] scores = network.scores(part(windows, from, to)).data();
      int classes = scores.length / (to - from);
      if (most == null) {
        most = new float[classes];
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
      }
      for (int i = 0; i < scores.length; i++) {
        most[i % classes] = Math.max(most[i % classes], scores[i]);
      }
    }
    return new Tensor(network.score(), new int[] {1, most.length}, most);
  }

  /**
   * As many images as the network gets at a time, or as many windows of the first one: what shapes
   * can be asked for with.
   */
  public static Tensor probe(Network network, Tensor batch, int count) throws IOException {
    network.requireKind(batch);
    Tensor seen =
        SlidingWindow.of(network.declaredShape(), batch.shape())
            .map(w -> w.cut(batch, 0))
            .orElse(batch);
    return part(seen, 0, Math.min(count, seen.shape()[0]));
  }

  /** In which windows the network looks at the images, as a sentence; empty where at the whole. */
  public static Optional<String> windows(Network network, Tensor batch) {
    return SlidingWindow.of(network.declaredShape(), batch.shape())
        .map(
            w ->
                "the image "
                    + Arrays.toString(w.image())
                    + " is larger than the network's input: it is seen in "
                    + w.origins().length
                    + " windows of "
                    + Arrays.toString(w.size())
                    + ", each half over the next");
  }

  /**
   * Zeros in place of images that take long to run, at most 64 along each axis; an image of at most
   * 512 x 512 positions stays.
   */
  public static Tensor standIn(Tensor images) {
    int[] shape = images.shape().clone();
    long positions = 1;
    for (int a = 2; a < shape.length; a++) {
      positions *= shape[a];
      shape[a] = Math.min(shape[a], 64);
    }
    if (positions <= 512 * 512) {
      return images;
    }
    return new Tensor(
        images.name(), shape, new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)]);
  }

  /** How many images or windows of them the network is given. */
  public static int views(Network network, Tensor batch) {
    int each =
        SlidingWindow.of(network.declaredShape(), batch.shape())
            .map(w -> w.origins().length)
            .orElse(1);
    return each * batch.shape()[0];
  }

  private Explanation explainWhole(String method, Tensor batch, List<String> layers, Target target)
      throws IOException {
    List<Explanation> parts = new ArrayList<>();
    int images = batch.shape()[0];
    for (int from = 0; from < images; from += settings.batch()) {
      int first = from;
      Tensor part = part(batch, from, Math.min(images, from + settings.batch()));
      parts.add(explainPart(method, part, layers, (i, s) -> target.of(first + i, s)));
    }
    return joined(parts);
  }

  /** Boxes of 16 along each axis, of a quarter of a smaller one, that overlap by 0.6. */
  public static Occlusion occlusion(int[] grid) {
    int[] window = Arrays.stream(grid).map(n -> n < 4 * WINDOW ? (n + 3) / 4 : WINDOW).toArray();
    return new Occlusion(window, 0.6, false, 0);
  }

  /** 4000 masks of 7 cells along each axis, half of them seen. */
  public static Rise rise(long seed) {
    return new Rise(4000, 7, 0.5, seed);
  }

  private static Tensor part(Tensor batch, int from, int to) {
    int each = batch.data().length / batch.shape()[0];
    int[] shape = batch.shape().clone();
    shape[0] = to - from;
    return new Tensor(
        batch.name(), shape, Arrays.copyOfRange(batch.data(), from * each, to * each));
  }

  private Explanation explainPart(String method, Tensor batch, List<String> layers, Target target)
      throws IOException {
    return switch (method) {
      case "cam" -> cam(batch, layers, target);
      case "scorecam", "ablationcam" -> byChannels(method, batch, layers, target);
      case "occlusion", "rise" -> onImages(method, batch, target);
      default -> byGradients(method, batch, layers, target);
    };
  }

  private Explanation byGradients(String name, Tensor batch, List<String> layers, Target target)
      throws IOException {
    CamMethod method =
        settings.likePytorchGradCam() ? PytorchGradCam.method(name) : CamMethods.get(name);
    List<CamMaps> maps = new ArrayList<>();
    if (!method.needsGradients()) {
      Network.Pass pass = network.activations(batch, layers, target);
      for (String layer : layers) {
        maps.add(method.map(layer(pass.activations().get(layer)), null, workers));
      }
      return finished(maps, pass, method.rectified());
    }
    Network.Pass pass = network.gradients(batch, layers, target);
    for (String layer : layers) {
      Features a = layer(pass.activations().get(layer));
      maps.add(method.map(a, layer(pass.gradients().get(layer)), workers));
    }
    return finished(maps, pass, method.rectified());
  }

  private Explanation finished(List<CamMaps> maps, Network.Pass pass, boolean rectified) {
    done.accept(pass.targets().length);
    return new Explanation(maps, pass.scores(), pass.targets(), rectified);
  }

  /**
   * CAM: L = Σ_c w_c A_c with the weights of the linear layer that the layer's means go into. The
   * score is then linear in the activations, and w_c is the sum of its gradient over the positions.
   * (Zhou et al., CVPR 2016.)
   */
  private Explanation cam(Tensor batch, List<String> layers, Target target) throws IOException {
    List<CamMaps> maps = new ArrayList<>();
    Network.Pass pass = network.gradients(batch, layers, target);
    for (String layer : layers) {
      requireLinearHead(layer);
      Features g = layer(pass.gradients().get(layer));
      float[] weights = new float[g.images() * g.channels()];
      for (int i = 0; i < g.data().length; i++) {
        weights[i / g.positions()] += g.data()[i];
      }
      Features a = layer(pass.activations().get(layer));
      maps.add(WeightedChannelSum.of(a, weights, workers));
    }
    return finished(maps, pass, false);
  }

  private void requireLinearHead(String layer) throws IOException {
    Graph graph = network.model().graph();
    Set<String> behind = graph.descendants(List.of(layer), GradientRules::passes);
    Set<String> before = graph.ancestors(List.of(network.score()), Set.of(layer));
    for (NodeProto node : graph.nodes()) {
      String output = node.getOutput(0);
      boolean between = behind.contains(output) && before.contains(output) && !output.equals(layer);
      if (between && !LINEAR.contains(node.getOpType())) {
        throw new ImageFormatException(
            network.model().file(),
            "cam needs a layer whose means go into one linear layer, but behind "
                + layer
                + " comes the operator "
                + GradientRules.operator(node)
                + "; gradcam has no such need");
      }
    }
  }

  private Explanation byChannels(String method, Tensor batch, List<String> layers, Target target)
      throws IOException {
    Network.Pass pass = network.activations(batch, layers, target);
    List<CamMaps> maps = new ArrayList<>();
    for (String layer : layers) {
      Features a = layer(pass.activations().get(layer));
      if (method.equals("ablationcam")) {
        Variants head = variants(network.head(layer));
        maps.add(AblationCam.map(a, pass.targets(), head));
      } else {
        Upsampling up =
            settings.likePytorchGradCam() ? Upsampling.LINEAR_CORNERS : Upsampling.LINEAR;
        Variants masked = variants(network.scorer(false));
        maps.add(new ScoreCam(up).map(features(batch), a, pass.targets(), masked));
      }
    }
    return new Explanation(maps, pass.scores(), pass.targets(), true);
  }

  private Variants variants(Scorer scorer) {
    return new Variants(scorer, settings.batch(), workers, done);
  }

  /** RISE adds up scores that are not below zero: probabilities. Occlusion takes differences. */
  private Explanation onImages(String method, Tensor batch, Target target) throws IOException {
    Tensor scores = network.scores(batch);
    int[] targets = Gradients.targets(scores, target);
    boolean rise = method.equals("rise");
    Features images = features(batch);
    CamMaps maps =
        rise
            ? settings.rise().map(images, targets, variants(network.probabilities()))
            : settings.occlusion().map(images, targets, variants(network.scorer(false)));
    return new Explanation(List.of(maps), scores, targets, rise);
  }

  /** A layer's tensor, of tokens where the settings say how they lie. */
  private Features layer(Tensor t) throws IOException {
    if (settings.tokens().isEmpty()) {
      return features(t);
    }
    if (t.shape().length != 3) {
      throw new ImageFormatException(
          network.model().file(),
          "the layer " + t.name() + " is " + Arrays.toString(t.shape()) + ": tokens are [N, T, C]");
    }
    return settings.tokens().get().features(t);
  }

  private Features features(Tensor t) throws IOException {
    if (t.shape().length != 4 && t.shape().length != 5) {
      throw new ImageFormatException(
          network.model().file(),
          "the tensor "
              + t.name()
              + " is "
              + Arrays.toString(t.shape())
              + ": a map needs [N, C, H, W] or [N, C, D, H, W]");
    }
    return Features.of(t);
  }

  private static Explanation joined(List<Explanation> parts) {
    Explanation first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    List<CamMaps> maps = new ArrayList<>();
    for (int layer = 0; layer < first.maps().size(); layer++) {
      int at = layer;
      maps.add(joinedMaps(parts.stream().map(p -> p.maps().get(at)).toList()));
    }
    int[] targets = parts.stream().flatMapToInt(p -> Arrays.stream(p.targets())).toArray();
    float[] scores = joinedData(parts.stream().map(p -> p.scores().data()).toList());
    int[] shape = {targets.length, first.scores().shape()[1]};
    Tensor all = new Tensor(first.scores().name(), shape, scores);
    return new Explanation(maps, all, targets, first.rectified());
  }

  private static CamMaps joinedMaps(List<CamMaps> parts) {
    int images = parts.stream().mapToInt(CamMaps::images).sum();
    return new CamMaps(
        images, parts.get(0).grid(), joinedData(parts.stream().map(CamMaps::data).toList()));
  }

  private static float[] joinedData(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
