// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gradients of operators that move, pick or repeat elements without computing with them. */
final class ShapeRules {
  private ShapeRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    for (String op : List.of("Flatten", "Reshape", "Squeeze", "Unsqueeze")) {
      rules.put(op, (s, i) -> s.b().reshape(s.g(), s.shape(0)));
    }
    rules.put("Transpose", (s, i) -> transpose(s));
    rules.put("Expand", (s, i) -> s.fit(s.g(), 0));
    rules.put("Concat", ShapeRules::concat);
    rules.put("Split", (s, i) -> split(s));
    rules.put("Slice", (s, i) -> scatter(s, slice(s, ordinals(s))));
    rules.put("Gather", ShapeRules::gather);
    rules.put("Pad", ShapeRules::pad);
  }

  private static String transpose(Site s) {
    int rank = s.outShape().length;
    long[] reversed = new long[rank];
    Arrays.setAll(reversed, i -> rank - 1 - i);
    long[] axes = Attributes.integers(s.node(), "perm").orElse(reversed);
    long[] back = new long[rank];
    for (int i = 0; i < rank; i++) {
      back[(int) axes[i]] = i;
    }
    return s.b().transpose(s.g(), back);
  }

  private static int axis(Site s, long otherwise) {
    return Site.axis(Attributes.integer(s.node(), "axis", otherwise), s.shape(0).length);
  }

  private static String concat(Site s, int input) {
    int axis = axis(s, 1);
    long from = 0;
    for (int i = 0; i < input; i++) {
      from += s.shape(i)[axis];
    }
    GraphBuilder b = s.b();
    long to = from + s.shape(input)[axis];
    return b.op("Slice", s.g(), b.integers(from), b.integers(to), b.integers(axis));
  }

  /** Parts that the score does not depend on give zeros. */
  private static String split(Site s) {
    List<String> parts = new ArrayList<>();
    for (String output : s.node().getOutputList()) {
      String g = s.gradient().apply(output);
      parts.add(g != null ? g : s.b().filled(0, s.shapeOf(output)));
    }
    return s.b().op("Concat", parts, Attributes.of("axis", axis(s, 0)));
  }

  /** The place of each element of the first input, counted in C order. */
  private static String ordinals(Site s) {
    GraphBuilder b = s.b();
    long n = Site.product(s.shape(0));
    return b.reshape(b.op("Range", b.integer(0), b.integer(n), b.integer(1)), s.shape(0));
  }

  /**
   * Adds each element of the output's gradient to the element of the input that it came from.
   *
   * @param places of the output's elements in the input, counted in C order
   */
  static String scatter(Site s, String places) {
    GraphBuilder b = s.b();
    String zeros = b.filled(0, new long[] {Site.product(s.shape(0))});
    String sum =
        b.op(
            "ScatterElements",
            List.of(zeros, b.reshape(places, -1), b.reshape(s.g(), -1)),
            Attributes.of("reduction", "add"));
    return b.reshape(sum, s.shape(0));
  }

  private static String slice(Site s, String x) {
    List<String> inputs = new ArrayList<>(List.of(x));
    List<String> names = List.of("", "starts", "ends", "axes", "steps");
    for (int i = 1; i < names.size(); i++) {
      if (s.has(i)) {
        inputs.add(s.x(i));
      } else {
        inputs.add(Attributes.integers(s.node(), names.get(i)).map(s.b()::integers).orElse(""));
      }
    }
    return s.b().op("Slice", inputs);
  }

  private static String gather(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    AttributeProto axis = Attributes.of("axis", axis(s, 0));
    return scatter(s, s.b().op("Gather", List.of(ordinals(s), s.x(1)), axis));
  }

  /** Padding with a constant is undone by cutting off as much; other padding repeats elements. */
  private static String pad(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    GraphBuilder b = s.b();
    String pads =
        s.has(1) ? s.x(1) : b.integers(Attributes.integers(s.node(), "pads").orElseThrow());
    String mode = Attributes.text(s.node(), "mode", "constant");
    List<String> axes = s.has(3) ? List.of("", s.x(3)) : List.of();
    if (mode.equals("constant")) {
      return b.op("Pad", joined(List.of(s.g(), b.op("Neg", pads)), axes));
    }
    List<String> inputs = joined(List.of(ordinals(s), pads), axes);
    return scatter(s, b.op("Pad", inputs, Attributes.of("mode", mode)));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
