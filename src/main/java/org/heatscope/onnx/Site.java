// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A node of the network as its gradient rule sees it: the tensors around it as they are named in
 * the backward graph, their shapes, and the builder that the rule writes to.
 *
 * @param node the node of the network
 * @param opset version of the operator set that the network uses
 * @param b the backward graph
 * @param shapes of the network's tensors
 * @param saved gives a tensor of the network to the backward graph
 * @param gradient of one of the node's outputs; null where the score does not depend on it
 * @param constant the contents of a tensor that the file holds; null where it is computed
 */
record Site(
    NodeProto node,
    long opset,
    GraphBuilder b,
    Map<String, long[]> shapes,
    UnaryOperator<String> saved,
    UnaryOperator<String> gradient,
    Function<String, TensorProto> constant) {

  /** Whether an optional input is given. */
  boolean has(int input) {
    return input < node.getInputCount() && !node.getInput(input).isEmpty();
  }

  /** The value of an input. */
  String x(int input) {
    return saved.apply(node.getInput(input));
  }

  /** The value of the first output. */
  String y() {
    return saved.apply(node.getOutput(0));
  }

  /** The gradient of the first output. */
  String g() {
    return gradient.apply(node.getOutput(0));
  }

  long[] shape(int input) {
    return shapeOf(node.getInput(input));
  }

  long[] outShape() {
    return shapeOf(node.getOutput(0));
  }

  long[] shapeOf(String tensor) {
    long[] shape = shapes.get(tensor);
    if (shape == null) {
      throw new Refusal("the shape of the tensor " + tensor + " is not known");
    }
    return shape;
  }

  /** An axis counted from the front. */
  static int axis(long axis, int rank) {
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Integers that older operator sets give as an attribute and newer ones as an input. */
  Optional<long[]> parameter(int input, String attribute) {
    if (!has(input)) {
      return Attributes.integers(node, attribute);
    }
    TensorProto t = constant.apply(node.getInput(input));
    if (t == null) {
      throw new Refusal(attribute + " that is computed in the graph");
    }
    return Optional.of(Constants.longs(t));
  }

  /** Axes 0, 1, ... of a tensor from one up to its last. */
  static long[] axesFrom(int first, int rank) {
    long[] axes = new long[rank - first];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = first + i;
    }
    return axes;
  }

  static long product(long[] sizes) {
    long n = 1;
    for (long s : sizes) {
      n *= s;
    }
    return n;
  }

  /**
   * Undoes broadcasting: sums a gradient over the axes along which a tensor was repeated.
   *
   * @param from shape of the gradient
   * @param to shape of the tensor
   */
  String unbroadcast(String g, long[] from, long[] to) {
    List<Long> repeated = new ArrayList<>();
    int added = from.length - to.length;
    for (int i = 0; i < from.length; i++) {
      if (i < added || to[i - added] != from[i]) {
        repeated.add((long) i);
      }
    }
    if (repeated.isEmpty()) {
      return g;
    }
    String sum = b.sum(g, repeated.stream().mapToLong(Long::longValue).toArray());
    return added == 0 ? sum : b.reshape(sum, to);
  }

  /** The gradient of an input, from one of the output's shape. */
  String fit(String g, int input) {
    return unbroadcast(g, outShape(), shape(input));
  }

  /** A refusal of an input that the rule has no formula for. */
  Refusal refuseInput(int input) {
    return new Refusal(
        "the gradient by its input " + (input + 1) + " (" + node.getInput(input) + ")");
  }

  /** What stands in the way of a gradient; the node's operator and name are put before it. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String fault) {
      super(fault);
    }
  }
}
