// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heatscope.image.Tensor;
import org.heatscope.onnx.OperatorCases.Case;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The gradient of each operator against central differences (s(x + h) - s(x - h)) / 2h of the
 * runtime's own forward pass, s being a random weighting of the operator's output.
 */
class GradientRulesTest {
  private static final float STEP = 0.01f;

  /** What single precision leaves of a central difference, relative to the largest gradient. */
  private static final double TOLERANCE = 2e-3;

  private static final Path FILE = Path.of("test.onnx");

  @TestFactory
  Stream<DynamicTest> gradientsEqualCentralDifferences() {
    List<Case> cases = OperatorCases.all();
    return IntStream.range(0, cases.size())
        .mapToObj(i -> DynamicTest.dynamicTest(name(i, cases.get(i)), () -> check(cases.get(i))));
  }

  private static String name(int i, Case c) {
    return i + " " + c.operator() + " of operator set " + c.opset();
  }

  private static void check(Case c) throws IOException {
    int[] shape = Arrays.stream(c.shape()).mapToInt(Math::toIntExact).toArray();
    Tensor x = new Tensor("x", shape, scattered(c));
    long[] outShape;
    try (Network body = network(c, 0)) {
      outShape = body.shapes(x).get("score");
    }
    try (Network network = network(c, Site.product(outShape))) {
      Tensor g = network.gradients(x, List.of("layer"), Target.classes(0)).gradients().get("layer");
      compare(network, x, g);
    }
  }

  /** Values apart from each other, and from kinks at whole numbers, by more than the step. */
  private static float[] scattered(Case c) {
    int n = (int) Site.product(c.shape());
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      places.add(i - n / 2);
    }
    Collections.shuffle(places, new Random(n));
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (c.spread() * places.get(i) + 0.03);
    }
    return x;
  }

  /** The operator, and behind it a random weighting of its output's elements if there are any. */
  private static Network network(Case c, long elements) throws IOException {
    GraphBuilder b = new GraphBuilder("test", DataType.FLOAT, c.opset());
    b.name(b.input("x", c.shape()), "layer");
    Random random = new Random(c.operator().hashCode());
    String out = c.body().of(b, "layer", random);
    if (elements > 0) {
      String weights = OperatorCases.random(b, random, elements, 1);
      out = b.op("MatMul", b.reshape(out, 1, -1), weights);
    }
    b.name(out, "score");
    b.output("score");
    return new Network(new OnnxModel(FILE, b.build()), Optional.empty(), 1);
  }

  private static void compare(Network network, Tensor x, Tensor g) throws IOException {
    double[] expected = new double[x.data().length];
    for (int i = 0; i < expected.length; i++) {
      float old = x.data()[i];
      x.data()[i] = old + STEP;
      double width = x.data()[i];
      double above = network.scores(x).data()[0];
      x.data()[i] = old - STEP;
      width -= x.data()[i];
      expected[i] = (above - network.scores(x).data()[0]) / width;
      x.data()[i] = old;
    }
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 0, "the score does not move");
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], g.data()[i], TOLERANCE * largest, "element " + i);
    }
  }

  @Test
  void everyOperatorWithARuleIsChecked() {
    TreeSet<String> checked = new TreeSet<>();
    OperatorCases.all().forEach(c -> checked.add(c.operator()));
    assertEquals(GradientRules.operators(), checked);
  }
}
