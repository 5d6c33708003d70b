// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The operators that a gradient can pass through. */
final class GradientRules {
  private static final Map<String, GradientRule> RULES = new HashMap<>();

  /** Operators whose output does not change when their input changes a little. */
  private static final Set<String> CONSTANT =
      Set.of(
          "ArgMax",
          "ArgMin",
          "Ceil",
          "ConstantOfShape",
          "Equal",
          "EyeLike",
          "Floor",
          "Greater",
          "GreaterOrEqual",
          "IsInf",
          "IsNaN",
          "Less",
          "LessOrEqual",
          "NonZero",
          "Not",
          "Round",
          "Shape",
          "Sign",
          "Size");

  private static final Set<Integer> REAL =
      Set.of(
          DataType.FLOAT_VALUE,
          DataType.DOUBLE_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE);

  static {
    ActivationRules.addTo(RULES);
    ArithmeticRules.addTo(RULES);
    MatrixRules.addTo(RULES);
    NormalizationRules.addTo(RULES);
    ReductionRules.addTo(RULES);
    ResizeRule.addTo(RULES);
    ShapeRules.addTo(RULES);
    WindowRules.addTo(RULES);
  }

  private GradientRules() {}

  /** The rule of a node's operator. */
  static Optional<GradientRule> of(NodeProto node) {
    return Optional.ofNullable(RULES.get(operator(node)));
  }

  /** The operator's name, behind its domain if that is not the default one. */
  static String operator(NodeProto node) {
    String domain = node.getDomain();
    boolean standard = domain.isEmpty() || domain.equals("ai.onnx");
    return standard ? node.getOpType() : domain + "." + node.getOpType();
  }

  /** Whether changes of a node's inputs can reach its outputs. */
  static boolean passes(NodeProto node) {
    String operator = operator(node);
    if (operator.equals("Cast")) {
      return REAL.contains((int) Attributes.integer(node, "to", DataType.FLOAT_VALUE));
    }
    return !CONSTANT.contains(operator);
  }

  /** The operators that have a rule, by name. */
  static Set<String> operators() {
    return new TreeSet<>(RULES.keySet());
  }
}
