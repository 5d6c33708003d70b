// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The backward pass of a network as an ONNX graph of its own: from d s / d score, the gradients of
 * some layers, by reverse-mode differentiation, operator by operator. Its inputs are {@link #SEED}
 * and the tensors of the forward pass that the formulae use; an output {@link #gradient} belongs to
 * each layer. Being a graph of its own it speaks one version of the operators, whichever the
 * network speaks. It holds for the shapes that it was made for.
 *
 * <p>Where a function has a kink the gradient is the one that PyTorch takes: 0 at 0 for Relu, the
 * first of equal maxima for MaxPool.
 */
final class Backward {
  /** The input that takes d s / d score, of the score's shape. */
  static final String SEED = "heatscope/seed";

  private static final int OPSET = 21;

  private final Graph graph;
  private final long opset;
  private final Map<String, long[]> shapes;
  private final GraphBuilder b = new GraphBuilder("heatscope", DataType.FLOAT, OPSET);
  private final Set<String> saved = new LinkedHashSet<>();
  private final Set<String> copied = new HashSet<>();
  private final Map<String, List<String>> parts = new HashMap<>();
  private final Map<String, String> totals = new LinkedHashMap<>();

  /**
   * Builds the graph.
   *
   * @param opset version of the operator set that the network uses
   * @param score the tensor whose gradient is given
   * @param layers the tensors whose gradients are wanted
   * @param shapes of the network's tensors, as they will be when it runs
   * @throws Site.Refusal if a layer does not reach the score, or an operator between them has no
   *     rule; the message names it
   */
  Backward(
      Graph graph,
      long opset,
      String score,
      Collection<String> layers,
      Map<String, long[]> shapes) {
    this.graph = graph;
    this.opset = opset;
    this.shapes = shapes;
    Set<String> moving = graph.descendants(layers, GradientRules::passes);
    b.input(SEED, shapes.get(score));
    parts.put(score, new ArrayList<>(List.of(SEED)));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      differentiate(graph.nodes().get(i), moving);
    }
    for (String layer : layers) {
      String g = total(layer);
      if (g == null) {
        throw new Site.Refusal("the score " + score + " does not depend on the layer " + layer);
      }
      b.name(g, gradient(layer));
      b.output(gradient(layer));
    }
  }

  /** The name of the output with a layer's gradient. */
  static String gradient(String layer) {
    return "heatscope/gradient/" + layer;
  }

  /** The tensors of the forward pass that are inputs of the backward pass. */
  Set<String> saved() {
    return saved;
  }

  /**
   * The graph.
   *
   * @param types of the saved tensors
   */
  ModelProto model(Map<String, DataType> types) {
    saved.forEach(t -> b.input(t, types.get(t), shapes.get(t)));
    return b.build();
  }

  private void differentiate(NodeProto node, Set<String> moving) {
    boolean reached = node.getOutputList().stream().anyMatch(o -> total(o) != null);
    boolean wanted = Graph.used(node).stream().anyMatch(moving::contains);
    if (!reached || !wanted || !GradientRules.passes(node)) {
      return;
    }
    try {
      GradientRule rule =
          GradientRules.of(node).orElseThrow(() -> new Site.Refusal("this operator"));
      Site site = new Site(node, opset, b, shapes, this::use, this::total, graph::constant);
      for (int i = 0; i < node.getInputCount(); i++) {
        if (moving.contains(node.getInput(i))) {
          parts
              .computeIfAbsent(node.getInput(i), k -> new ArrayList<>())
              .add(rule.gradient(site, i));
        }
      }
    } catch (Site.Refusal e) {
      throw new Site.Refusal(
          "no gradient through the operator "
              + GradientRules.operator(node)
              + " that makes "
              + node.getOutput(0)
              + ": "
              + e.getMessage()
              + " is not supported");
    }
  }

  /**
   * The sum of what the users of a tensor gave back; null if none did. Users come before makers.
   */
  private String total(String tensor) {
    List<String> given = parts.get(tensor);
    if (given == null) {
      return null;
    }
    return totals.computeIfAbsent(
        tensor, t -> given.size() == 1 ? given.get(0) : b.op("Sum", given));
  }

  private String use(String tensor) {
    TensorProto constant = graph.constant(tensor);
    if (constant != null) {
      if (copied.add(tensor)) {
        b.initializer(constant);
      }
    } else {
      saved.add(tensor);
    }
    return tensor;
  }
}
