// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.Map;

/** Gradients of arithmetic on tensors that are broadcast against each other. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("Add", (s, i) -> s.fit(s.g(), i));
    rules.put("Sum", (s, i) -> s.fit(s.g(), i));
    rules.put("Sub", (s, i) -> s.fit(i == 0 ? s.g() : s.b().op("Neg", s.g()), i));
    rules.put("Mul", (s, i) -> s.fit(s.b().mul(s.g(), s.x(1 - i)), i));
    rules.put("Div", ArithmeticRules::div);
    rules.put("Pow", ArithmeticRules::pow);
    rules.put("Mean", ArithmeticRules::mean);
    rules.put("Where", ArithmeticRules::where);
  }

  /** y = a / b: g / b for a, -g y / b for b. */
  private static String div(Site s, int input) {
    GraphBuilder b = s.b();
    String quotient = b.div(s.g(), s.x(1));
    return s.fit(input == 0 ? quotient : b.op("Neg", b.mul(quotient, s.y())), input);
  }

  /** y = x^p: g p x^(p - 1). */
  private static String pow(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    GraphBuilder b = s.b();
    String p = b.op("CastLike", s.x(1), s.x(0));
    String slope = b.mul(p, b.op("Pow", s.x(0), b.sub(p, b.scalar(1))));
    return s.fit(b.mul(s.g(), slope), 0);
  }

  private static String mean(Site s, int input) {
    return s.fit(s.b().div(s.g(), s.b().scalar(s.node().getInputCount())), input);
  }

  private static String where(Site s, int input) {
    GraphBuilder b = s.b();
    String zero = b.scalar(0);
    String chosen = input == 1 ? b.where(s.x(0), s.g(), zero) : b.where(s.x(0), zero, s.g());
    return s.fit(chosen, input);
  }
}
