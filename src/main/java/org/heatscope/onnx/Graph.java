// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A network's graph, with what makes and what uses each tensor. Nodes are in topological order. */
final class Graph {
  /** Operators whose outputs are not tensors. */
  private static final Set<String> SEQUENCES =
      Set.of(
          "SequenceConstruct",
          "SequenceEmpty",
          "SequenceErase",
          "SequenceInsert",
          "SequenceMap",
          "SplitToSequence",
          "Optional");

  private final GraphProto proto;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();

  Graph(GraphProto proto) {
    this.proto = proto;
    for (TensorProto t : proto.getInitializerList()) {
      constants.put(t.getName(), t);
    }
    for (NodeProto node : proto.getNodeList()) {
      for (String output : node.getOutputList()) {
        producers.put(output, node);
      }
      if (node.getOpType().equals("Constant")) {
        Attributes.find(node, "value")
            .map(AttributeProto::getT)
            .ifPresent(t -> constants.put(node.getOutput(0), named(t, node.getOutput(0))));
      }
    }
  }

  private static TensorProto named(TensorProto t, String name) {
    return t.toBuilder().setName(name).build();
  }

  GraphProto proto() {
    return proto;
  }

  List<NodeProto> nodes() {
    return proto.getNodeList();
  }

  /** The node that makes a tensor; null for inputs and constants of the graph. */
  NodeProto producer(String tensor) {
    return producers.get(tensor);
  }

  /** A tensor that the file holds; null where it is computed. */
  TensorProto constant(String tensor) {
    return constants.get(tensor);
  }

  /** The inputs that a user gives: older files list the constants among the inputs, too. */
  List<String> inputs() {
    return proto.getInputList().stream()
        .map(v -> v.getName())
        .filter(name -> !constants.containsKey(name))
        .toList();
  }

  /** The outputs that the file declares. */
  List<String> outputs() {
    return proto.getOutputList().stream().map(v -> v.getName()).toList();
  }

  /** The tensors that the file holds. */
  Collection<TensorProto> constants() {
    return constants.values();
  }

  /** Every tensor, in order, that nodes make without any input of the network but one. */
  Set<String> computedFrom(String input) {
    List<String> others = inputs().stream().filter(i -> !i.equals(input)).toList();
    Set<String> beyond = descendants(others, n -> true);
    Set<String> names = new LinkedHashSet<>();
    for (NodeProto node : nodes()) {
      if (!SEQUENCES.contains(node.getOpType())) {
        node.getOutputList().stream()
            .filter(o -> !o.isEmpty() && !beyond.contains(o))
            .forEach(names::add);
      }
    }
    return names;
  }

  /** Some tensors and all that follow from them through nodes that let them pass. */
  Set<String> descendants(Collection<String> from, Predicate<NodeProto> passes) {
    Set<String> found = new HashSet<>(from);
    for (NodeProto node : nodes()) {
      if (passes.test(node) && used(node).stream().anyMatch(found::contains)) {
        node.getOutputList().stream().filter(o -> !o.isEmpty()).forEach(found::add);
      }
    }
    return found;
  }

  /** Some tensors and all that they are made from, without looking behind the tensors in stop. */
  Set<String> ancestors(Collection<String> of, Set<String> stop) {
    Set<String> found = new HashSet<>(of);
    for (int i = nodes().size() - 1; i >= 0; i--) {
      NodeProto node = nodes().get(i);
      if (node.getOutputList().stream().anyMatch(o -> found.contains(o) && !stop.contains(o))) {
        found.addAll(used(node));
      }
    }
    return found;
  }

  /** The tensors that a node uses, those of its branches and loop bodies included. */
  static List<String> used(NodeProto node) {
    List<String> names = new ArrayList<>();
    node.getInputList().stream().filter(i -> !i.isEmpty()).forEach(names::add);
    for (AttributeProto a : node.getAttributeList()) {
      if (a.hasG()) {
        for (NodeProto inner : a.getG().getNodeList()) {
          names.addAll(used(inner));
        }
        a.getG().getOutputList().forEach(o -> names.add(o.getName()));
      }
    }
    return names;
  }
}
