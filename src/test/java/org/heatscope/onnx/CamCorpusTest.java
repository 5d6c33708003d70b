// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heatscope.backend.Workers;
import org.heatscope.image.Tensor;
import org.heatscope.io.Tensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks kept outside the repository, against what torch 1.13 made of them (autograd). */
class CamCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data", "cam");

  @BeforeEach
  void theCorpusIsPresent() {
    assumeTrue(Files.exists(DATA), "../shared/data/cam is absent: its networks are not run");
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("2d_seed0", "layer1"),
        Arguments.of("2d_seed0", "layer2"),
        Arguments.of("2d_seed0", "layer3"),
        Arguments.of("3d_seed0", "layer1"),
        Arguments.of("3d_seed0", "layer2"),
        Arguments.of("3d_seed0", "layer3"),
        Arguments.of("cifar_share", "relu1"),
        Arguments.of("cifar_share", "relu2"));
  }

  private static Tensor read(String net, String name) throws IOException {
    return Tensors.read(DATA.resolve(net).resolve(name + ".npy"), Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void builtGradientsEqualThoseOfAutograd(String net, String layer) throws IOException {
    float[] classes = read(net, "target_class").data();
    int[] targets = new int[classes.length];
    Arrays.setAll(targets, i -> (int) classes[i]);
    OnnxModel model = OnnxModel.read(DATA.resolve(net).resolve("model.onnx"));
    try (Network network = new Network(model, Optional.empty(), 2)) {
      String tensor = network.layer(layer);
      Network.Pass pass =
          network.gradients(read(net, "input"), List.of(tensor), Target.classes(targets));
      close(read(net, "logits"), pass.scores(), 2e-5);
      close(read(net, "activations_" + layer), pass.activations().get(tensor), 2e-5);
      close(read(net, "gradients_" + layer), pass.gradients().get(tensor), 1e-5);
    }
  }

  /** The file's own outputs are exact to rounding, as its maker says. */
  @ParameterizedTest
  @ValueSource(strings = {"2d_seed0", "3d_seed0"})
  void aBackwardPassInTheFileIsTaken(String net) throws IOException {
    OnnxModel model = OnnxModel.read(DATA.resolve(net).resolve("model_with_grad.onnx"));
    float[] classes = read(net, "target_class").data();
    int[] targets = new int[classes.length];
    Arrays.setAll(targets, i -> (int) classes[i]);
    try (Network network = new Network(model, Optional.empty(), 2)) {
      List<String> layers = List.of(network.layer("layer3"));
      assertTrue(CarriedGradients.in(model, layers));
      Network.Pass pass = network.gradients(read(net, "input"), layers, Target.classes(targets));
      close(read(net, "gradients_layer3"), pass.gradients().get("act_layer3"), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2d_seed0", "3d_seed0", "cifar_share"})
  void theUsualLayerIsTheLastConvolutionWithItsActivation(String net) throws IOException {
    OnnxModel model = OnnxModel.read(DATA.resolve(net).resolve("model.onnx"));
    try (Network network = new Network(model, Optional.empty(), 2)) {
      String expected = net.equals("cifar_share") ? "act_relu2" : "act_layer3";
      assertEquals(expected, network.usualLayer(read(net, "input")));
    }
  }

  static Stream<Arguments> methods() {
    return Stream.of("2d_seed0", "3d_seed0", "cifar_share")
        .flatMap(
            net ->
                Stream.of(
                        "gradcam",
                        "gradcampp",
                        "xgradcam",
                        "hirescam",
                        "layercam",
                        "fem",
                        "scorecam",
                        "ablationcam")
                    .filter(m -> Files.exists(DATA.resolve(net).resolve("raw_" + m + ".npy")))
                    .map(m -> Arguments.of(net, m)));
  }

  /** The maps of pytorch-grad-cam, commit 084273b3f3, with the method's inner form. */
  @ParameterizedTest
  @MethodSource("methods")
  void rawMapsEqualThoseOfPytorchGradCam(String net, String method) throws IOException {
    OnnxModel model = OnnxModel.read(DATA.resolve(net).resolve("model.onnx"));
    float[] classes = read(net, "target_class").data();
    int[] targets = new int[classes.length];
    Arrays.setAll(targets, i -> (int) classes[i]);
    try (Network network = new Network(model, Optional.empty(), 2);
        Workers workers = new Workers(1)) {
      Explainer.Settings settings = new Explainer.Settings(2, true, Optional.empty(), null, null);
      Tensor input = read(net, "input");
      Explainer.Explanation e =
          new Explainer(network, settings, workers, n -> {})
              .explain(method, input, List.of(network.usualLayer(input)), Target.classes(targets));
      close(read(net, "raw_" + method), e.maps().get(0).tensor(method), 1e-4);
    }
  }

  /** Equal within a share of the largest value. */
  private static void close(Tensor expected, Tensor actual, double share) {
    assertArrayEquals(expected.shape(), actual.shape());
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.data().length; i++) {
      largest = Math.max(largest, Math.abs(expected.data()[i]));
      worst = Math.max(worst, Math.abs(expected.data()[i] - actual.data()[i]));
    }
    assertEquals(0, worst / largest, share);
  }
}
