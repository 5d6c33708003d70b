// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.heatscope.io.ImageFormatException;

/** The tensors of a network that activation maps can be made of. */
final class Layers {
  private static final int SUGGESTIONS = 3;
  private static final Set<String> CONVOLUTIONS = Set.of("Conv", "ConvTranspose");

  /** What belongs to a convolution: its normalisation, its activation, its shortcut. */
  private static final Set<String> FOLLOWERS =
      Set.of(
          "Add",
          "BatchNormalization",
          "Cast",
          "Clip",
          "Div",
          "Dropout",
          "Elu",
          "Erf",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "InstanceNormalization",
          "LeakyRelu",
          "Mish",
          "Mul",
          "PRelu",
          "Relu",
          "Sigmoid",
          "Softplus",
          "Sub",
          "Tanh");

  private Layers() {}

  /**
   * The tensor that a user means: one of that name, or {@code act_<name>}, as networks that give
   * their activations call them.
   *
   * @throws ImageFormatException with the nearest names if there is none
   */
  static String check(OnnxModel model, String name) throws IOException {
    Set<String> known = model.graph().computedFrom(model.graph().inputs().get(0));
    for (String candidate : List.of(name, "act_" + name)) {
      if (known.contains(candidate)) {
        return candidate;
      }
    }
    String nearest =
        known.stream()
            .sorted(Comparator.comparingInt(k -> distance(name, k)))
            .limit(SUGGESTIONS)
            .collect(Collectors.joining(", "));
    throw new ImageFormatException(
        model.file(), "the network has no tensor '" + name + "'; the nearest names: " + nearest);
  }

  /**
   * The layer that activation maps are usually made of: the last convolution between input and
   * score that still has a grid, with what belongs to it: normalisation, activation, shortcut.
   *
   * @param shapes of the tensors
   * @throws ImageFormatException if there is none
   */
  static String usual(OnnxModel model, String score, Map<String, long[]> shapes)
      throws IOException {
    Graph graph = model.graph();
    Set<String> before = graph.ancestors(List.of(score), Set.of());
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      NodeProto node = graph.nodes().get(i);
      String output = node.getOutputCount() == 0 ? "" : node.getOutput(0);
      if (CONVOLUTIONS.contains(node.getOpType())
          && before.contains(output)
          && hasGrid(shapes.get(output))) {
        Set<String> unit =
            graph.descendants(
                List.of(output),
                n ->
                    FOLLOWERS.contains(n.getOpType())
                        && Arrays.equals(shapes.get(n.getOutput(0)), shapes.get(output)));
        if (!unit.contains(score)) {
          return last(graph, unit, before);
        }
      }
    }
    throw new ImageFormatException(
        model.file(), "the network has no convolution with a grid: name a layer (--layer)");
  }

  private static boolean hasGrid(long[] shape) {
    return shape != null && shape.length > 3 && Arrays.stream(shape).skip(2).anyMatch(s -> s > 1);
  }

  private static String last(Graph graph, Set<String> unit, Set<String> before) {
    String last = null;
    for (NodeProto node : graph.nodes()) {
      String output = node.getOutputCount() == 0 ? "" : node.getOutput(0);
      last = unit.contains(output) && before.contains(output) ? output : last;
    }
    return last;
  }

  /**
   * The tensors between input and score that have channels and a grid or tokens.
   *
   * @param shapes of the tensors; where a tensor's is missing it is listed without
   */
  static List<Layer> list(OnnxModel model, String score, Map<String, long[]> shapes) {
    Graph graph = model.graph();
    Set<String> behind = graph.descendants(graph.inputs(), GradientRules::passes);
    Set<String> before = graph.ancestors(List.of(score), Set.of());
    List<Layer> layers = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      for (String output : node.getOutputList()) {
        long[] shape = shapes.get(output);
        boolean shown = shape == null || shape.length > 2;
        if (shown && behind.contains(output) && before.contains(output)) {
          layers.add(new Layer(output, GradientRules.operator(node), Optional.ofNullable(shape)));
        }
      }
    }
    return layers;
  }

  /** Letters to change, add or leave out to make one text of the other (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
