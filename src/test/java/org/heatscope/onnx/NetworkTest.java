// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.heatscope.backend.Workers;
import org.heatscope.cam.Features;
import org.heatscope.image.Tensor;
import org.heatscope.io.ImageFormatException;
import org.junit.jupiter.api.Test;

/** What is asked of a network beside the gradients of single operators. */
class NetworkTest {
  private static final Path FILE = Path.of("test.onnx");

  private static GraphBuilder graph() {
    return new GraphBuilder("test", DataType.FLOAT, 17);
  }

  private static Network network(GraphBuilder b, String... outputs) throws IOException {
    List.of(outputs).forEach(b::output);
    return new Network(new OnnxModel(FILE, b.build()), Optional.empty(), 1);
  }

  private static Tensor ones(int... shape) {
    int n = 1;
    for (int s : shape) {
      n *= s;
    }
    float[] data = new float[n];
    java.util.Arrays.fill(data, 1);
    return new Tensor("x", shape, data);
  }

  private static String conv(GraphBuilder b, Random r, String x, long in, long out) {
    String w = OperatorCases.random(b, r, out, in, 3, 3);
    return b.op("Conv", List.of(x, w), Attributes.of("pads", new long[] {1, 1, 1, 1}));
  }

  /** A residual block and a linear head on the means of its channels. */
  private static GraphBuilder residual() {
    GraphBuilder b = graph();
    Random r = new Random(5);
    b.name(b.op("Relu", conv(b, r, b.input("x", -1, 2, 6, 5), 2, 4)), "first");
    String sum = b.add(conv(b, r, "first", 4, 4), "first");
    b.name(b.op("Relu", sum), "block");
    String means = b.op("Flatten", b.op("GlobalAveragePool", "block"));
    b.name(b.op("Gemm", means, OperatorCases.random(b, r, 4, 3)), "logits");
    b.name(b.op("Softmax", "logits"), "probabilities");
    return b;
  }

  @Test
  void theLogitsBehindASoftmaxAreExplained() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      assertEquals("logits", n.score());
    }
  }

  @Test
  void theUsualLayerHasTheShortcutAndActivationOfItsBlock() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      assertEquals("block", n.usualLayer(ones(1, 2, 6, 5)));
    }
  }

  /** The convolution that makes the scores themselves has no map of its own. */
  @Test
  void theUsualLayerOfASegmentationIsBeforeItsLastConvolution() throws IOException {
    GraphBuilder b = graph();
    Random r = new Random(5);
    b.name(b.op("Relu", conv(b, r, b.input("x", -1, 2, 6, 5), 2, 4)), "features");
    b.name(conv(b, r, "features", 4, 3), "classes");
    try (Network n = network(b, "classes")) {
      assertEquals("features", n.usualLayer(ones(1, 2, 6, 5)));
    }
  }

  @Test
  void theScoreOfASegmentationIsTheSumOverItsGrid() throws IOException {
    GraphBuilder b = graph();
    b.name(b.mul(b.input("x", -1, 2, 2, 2), b.scalar(3)), "y");
    try (Network n = network(b, "y")) {
      Tensor x = new Tensor("x", new int[] {1, 2, 2, 2}, new float[] {1, 2, 3, 4, 0, 0, 0, 5});
      assertArrayEquals(new float[] {30, 15}, n.scores(x).data());
      assertEquals(0, n.activations(x, List.of("y"), Target.TOP).targets()[0]);
    }
  }

  /** Both users of a tensor give back their part: y = x^2 + 3 x has the gradient 2 x + 3. */
  @Test
  void gradientsOfATensorWithSeveralUsersAddUp() throws IOException {
    GraphBuilder b = graph();
    b.name(b.input("x", -1, 2), "layer");
    b.name(b.add(b.mul("layer", "layer"), b.mul("layer", b.scalar(3))), "y");
    try (Network n = network(b, "y")) {
      Tensor x = new Tensor("x", new int[] {2, 2}, new float[] {1, 2, 3, 4});
      Network.Pass pass = n.gradients(x, List.of("layer"), Target.classes(1, 0));
      assertArrayEquals(new float[] {0, 7, 9, 0}, pass.gradients().get("layer").data());
    }
  }

  @Test
  void severalLayersAreDifferentiatedAtOnce() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      Tensor x = ones(2, 2, 6, 5);
      Map<String, Tensor> both =
          n.gradients(x, List.of("first", "block"), Target.classes(1)).gradients();
      for (String layer : List.of("first", "block")) {
        Tensor alone = n.gradients(x, List.of(layer), Target.classes(1)).gradients().get(layer);
        assertArrayEquals(alone.data(), both.get(layer).data());
      }
    }
  }

  /** CAM's weights are the linear layer's: sum of the gradient over the positions. */
  @Test
  void camOfALinearHeadIsTheHeadsWeightedSum() throws IOException {
    GraphBuilder b = graph();
    b.name(b.input("x", -1, 2, 2, 2), "layer");
    String means = b.op("Flatten", b.op("GlobalAveragePool", "layer"));
    b.name(b.op("Gemm", means, b.real(new double[] {1, 10, -2, 20}, 2, 2)), "y");
    try (Network n = network(b, "y");
        Workers workers = new Workers(1)) {
      Explainer.Settings s = new Explainer.Settings(4, false, Optional.empty(), null, null);
      Tensor x = new Tensor("x", new int[] {1, 2, 2, 2}, new float[] {1, 2, 3, 4, 0, 1, 0, 1});
      Explainer e = new Explainer(n, s, workers, k -> {});
      Explainer.Explanation cam = e.explain("cam", x, List.of("layer"), Target.classes(0));
      // Class 0 has the weights 1 and -2.
      assertArrayEquals(new float[] {1, 0, 3, 2}, cam.maps().get(0).data(), 1e-6f);
    }
  }

  @Test
  void camRefusesAHeadThatIsNotLinear() throws IOException {
    try (Network n = network(residual(), "probabilities");
        Workers workers = new Workers(1)) {
      Explainer.Settings s = new Explainer.Settings(4, false, Optional.empty(), null, null);
      Explainer e = new Explainer(n, s, workers, k -> {});
      String message =
          assertThrows(
                  ImageFormatException.class,
                  () -> e.explain("cam", ones(1, 2, 6, 5), List.of("first"), Target.TOP))
              .getMessage();
      assertTrue(message.contains("operator"), message);
    }
  }

  @Test
  void theHeadGivesTheScoresOfTheWholeNetwork() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      Tensor x = ones(2, 2, 6, 5);
      Network.Pass pass = n.activations(x, List.of("block"), Target.classes(2));
      double[] scores = n.head("block").scores(Features.of(pass.activations().get("block")), 2);
      assertEquals(pass.scores().data()[2], scores[0], 1e-6);
    }
  }

  @Test
  void aLayerThatCanBeSkippedHasNoHead() throws IOException {
    GraphBuilder b = graph();
    b.name(b.op("Relu", b.input("x", -1, 2)), "layer");
    b.name(b.add("layer", "x"), "y");
    try (Network n = network(b, "y")) {
      assertThrows(ImageFormatException.class, () -> n.head("layer"));
    }
  }

  @Test
  void anOperatorWithoutARuleIsNamed() throws IOException {
    GraphBuilder b = graph();
    b.name(b.input("x", -1, 2), "layer");
    b.name(b.op("Atan", "layer"), "y");
    try (Network n = network(b, "y")) {
      String message =
          assertThrows(
                  ImageFormatException.class,
                  () -> n.gradients(ones(1, 2), List.of("layer"), Target.TOP))
              .getMessage();
      assertEquals(
          "no gradient through the operator Atan that makes y: this operator is not supported",
          message.replaceAll("test/\\d+", "y"));
    }
  }

  @Test
  void aLayerThatDoesNotReachTheScoreIsRefused() throws IOException {
    GraphBuilder b = graph();
    b.name(b.input("x", -1, 2), "layer");
    b.name(b.op("Relu", "layer"), "aside");
    b.name(b.op("Tanh", "x"), "y");
    try (Network n = network(b, "y", "aside")) {
      String message =
          assertThrows(
                  ImageFormatException.class,
                  () -> n.gradients(ones(1, 2), List.of("layer"), Target.TOP))
              .getMessage();
      assertEquals("the score y does not depend on the layer layer", message);
    }
  }

  @Test
  void aWrongShapeIsToldWithBoth() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      String message =
          assertThrows(ImageFormatException.class, () -> n.scores(ones(1, 3, 6, 5))).getMessage();
      assertEquals("the network takes [?, 2, 6, 5], not [1, 3, 6, 5]", message);
    }
  }

  @Test
  void anOperatorThatTheRuntimeLacksIsNamed() throws IOException {
    GraphBuilder b = graph();
    b.name(b.op("com.microsoft.Unheard", b.input("x", 1, 2)), "y");
    try (Network n = network(b, "y")) {
      String message =
          assertThrows(ImageFormatException.class, () -> n.scores(ones(1, 2))).getMessage();
      assertTrue(message.contains("Unheard"), message);
    }
  }

  @Test
  void anOperatorSetThatTheRuntimeLacksIsRefused() throws IOException {
    GraphBuilder b = new GraphBuilder("test", DataType.FLOAT, 999);
    b.name(b.op("Relu", b.input("x", 1, 2)), "y");
    try (Network n = network(b, "y")) {
      String message =
          assertThrows(ImageFormatException.class, () -> n.scores(ones(1, 2))).getMessage();
      assertTrue(message.contains("999"), message);
    }
  }

  @Test
  void aWrongLayerIsAnsweredWithTheNearestNames() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      String message = assertThrows(ImageFormatException.class, () -> n.layer("blok")).getMessage();
      assertTrue(
          message.startsWith("the network has no tensor 'blok'; the nearest names: block"),
          message);
    }
  }

  @Test
  void aClassThatTheNetworkLacksIsRefused() throws IOException {
    try (Network n = network(residual(), "probabilities")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> n.gradients(ones(1, 2, 6, 5), List.of("block"), Target.classes(3)));
    }
  }

  /** Where the map of a window does not depend on the rest, the whole has no seam. */
  @Test
  void windowsOfALargerImageGiveTheMapOfTheWhole() throws IOException {
    GraphBuilder small = pointwise(4, 6);
    GraphBuilder free = pointwise(-1, -1);
    Tensor x = new Tensor("x", new int[] {2, 2, 9, 11}, new float[2 * 2 * 9 * 11]);
    Random r = new Random(2);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = r.nextFloat();
    }
    Explainer.Settings s = new Explainer.Settings(5, false, Optional.empty(), null, null);
    try (Network windowed = network(small, "y");
        Network whole = network(free, "y");
        Workers workers = new Workers(1)) {
      Explainer.Explanation a =
          new Explainer(windowed, s, workers, k -> {})
              .explain("hirescam", x, List.of("layer"), Target.classes(1));
      Explainer.Explanation b =
          new Explainer(whole, s, workers, k -> {})
              .explain("hirescam", x, List.of("layer"), Target.classes(1));
      assertArrayEquals(b.maps().get(0).grid(), a.maps().get(0).grid());
      assertArrayEquals(b.maps().get(0).data(), a.maps().get(0).data(), 1e-5f);
    }
  }

  /** Scores are sums over the grid of functions of single pixels. */
  private static GraphBuilder pointwise(long height, long width) {
    GraphBuilder b = graph();
    String x = b.input("x", -1, 2, height, width);
    b.name(b.op("Tanh", x), "layer");
    String w = b.real(new double[] {1, -2, 3, 0.5}, 2, 2, 1, 1);
    b.name(b.op("Conv", "layer", w), "y");
    return b;
  }

  @Test
  void aScoreOfTwoInputsIsRefused() {
    GraphBuilder b = graph();
    String x = b.input("x", -1, 2, 4, 4);
    b.name(b.op("Add", x, b.input("mask", -1, 2, 4, 4)), "y");
    assertEquals(
        "the output y needs also the input mask; only x can be given",
        assertThrows(ImageFormatException.class, () -> network(b, "y")).getMessage());
  }

  /** Along 6 windows of 4 begin at 0 and 2, along 4 at 0. */
  @Test
  void windowsAreSaid() throws IOException {
    try (Network n = network(pointwise(4, 4), "y")) {
      assertEquals(
          "the image [6, 4] is larger than the network's input: it is seen in 2 windows of [4, 4],"
              + " each half over the next",
          Explainer.windows(n, ones(1, 2, 6, 4)).orElseThrow());
      assertEquals(Optional.empty(), Explainer.windows(n, ones(1, 2, 4, 4)));
    }
  }

  /** The sum of each channel, whatever the size of the batch before. */
  @Test
  void batchesOfDifferentSizesFollowEachOther() throws IOException {
    GraphBuilder b = graph();
    b.name(b.mul(b.input("x", -1, 2, -1, 2), b.scalar(1)), "y");
    try (Network n = network(b, "y")) {
      Tensor small = new Tensor("x", new int[] {1, 2, 1, 2}, new float[] {1, 2, 3, 4});
      assertArrayEquals(new float[] {4, 4, 4, 4, 4, 4}, n.scores(ones(3, 2, 2, 2)).data());
      assertArrayEquals(new float[] {3, 7}, n.scores(small).data());
      assertArrayEquals(new float[] {6, 6, 6, 6}, n.scores(ones(2, 2, 3, 2)).data());
    }
  }

  /** Logits 1 and 3: e^3 / (e + e^3) = 0.880797; a sigmoid of 3 is 0.952574, of 1 0.731059. */
  @Test
  void probabilitiesAreSharesUnlessScoresStandAlone() throws IOException {
    Features x = new Features(1, 2, new int[] {1}, new float[] {1, 3});
    GraphBuilder classes = graph();
    classes.name(classes.op("Flatten", classes.input("x", -1, 2, 1)), "y");
    try (Network n = network(classes, "y")) {
      assertArrayEquals(new double[] {0.880797}, n.probabilities().scores(x, 1), 1e-6);
    }
    GraphBuilder labels = graph();
    labels.name(labels.op("Flatten", labels.input("x", -1, 2, 1)), "y");
    labels.name(labels.op("Sigmoid", "y"), "p");
    try (Network n = network(labels, "p")) {
      assertArrayEquals(new double[] {0.952574}, n.probabilities().scores(x, 1), 1e-6);
    }
    GraphBuilder single = graph();
    single.name(single.op("Flatten", single.input("x", -1, 1, 1)), "y");
    try (Network n = network(single, "y")) {
      Features one = new Features(1, 1, new int[] {1}, new float[] {1});
      assertArrayEquals(new double[] {0.731059}, n.probabilities().scores(one, 0), 1e-6);
    }
  }
}
