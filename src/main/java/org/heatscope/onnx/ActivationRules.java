// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.Map;

/** Gradients of functions of one number, applied to each element: g * f'(x). */
final class ActivationRules {
  private static final double ROOT_HALF = Math.sqrt(0.5);

  private ActivationRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("Relu", unary(s -> passing(s, s.b().op("Greater", s.y(), s.b().scalar(0)))));
    rules.put("LeakyRelu", unary(s -> sloped(s, scalar(s, "alpha", 0.01f))));
    rules.put("PRelu", unary(s -> sloped(s, s.x(1))));
    rules.put("Elu", unary(ActivationRules::elu));
    rules.put("Clip", unary(ActivationRules::clip));
    rules.put("Sigmoid", unary(s -> times(s, slopeOfSigmoid(s.b(), s.y()))));
    rules.put("HardSigmoid", unary(ActivationRules::hardSigmoid));
    rules.put("HardSwish", unary(ActivationRules::hardSwish));
    rules.put("Tanh", unary(s -> times(s, s.b().sub(s.b().scalar(1), square(s.b(), s.y())))));
    rules.put("Softplus", unary(s -> times(s, s.b().op("Sigmoid", s.x(0)))));
    rules.put("Mish", unary(ActivationRules::mish));
    rules.put("Erf", unary(s -> times(s, slopeOfErf(s.b(), s.x(0)))));
    rules.put("Gelu", unary(ActivationRules::gelu));
    rules.put("com.microsoft.Gelu", unary(ActivationRules::gelu));
    rules.put("Exp", unary(s -> times(s, s.y())));
    rules.put("Log", unary(s -> s.b().div(s.g(), s.x(0))));
    rules.put("Sqrt", unary(s -> s.b().div(s.g(), s.b().mul(s.b().scalar(2), s.y()))));
    rules.put("Reciprocal", unary(s -> s.b().op("Neg", times(s, square(s.b(), s.y())))));
    rules.put("Neg", unary(s -> s.b().op("Neg", s.g())));
    rules.put("Abs", unary(s -> times(s, s.b().op("Sign", s.x(0)))));
    rules.put("Identity", unary(Site::g));
    rules.put("Cast", unary(s -> s.b().op("CastLike", s.g(), s.x(0))));
    rules.put("Dropout", unary(ActivationRules::dropout));
  }

  private interface Unary {
    String gradient(Site at);
  }

  private static GradientRule unary(Unary rule) {
    return (at, input) -> {
      if (input > 0) {
        throw at.refuseInput(input);
      }
      return rule.gradient(at);
    };
  }

  private static String times(Site s, String slope) {
    return s.b().mul(s.g(), slope);
  }

  private static String square(GraphBuilder b, String x) {
    return b.mul(x, x);
  }

  private static String scalar(Site s, String attribute, float otherwise) {
    return s.b().scalar(Attributes.real(s.node(), attribute, otherwise));
  }

  /** g where the condition holds, else 0. */
  private static String passing(Site s, String condition) {
    return s.b().where(condition, s.g(), s.b().scalar(0));
  }

  private static String positive(Site s) {
    return s.b().op("Greater", s.x(0), s.b().scalar(0));
  }

  /** g for x above 0, g * slope below. */
  private static String sloped(Site s, String slope) {
    return s.b().where(positive(s), s.g(), s.b().mul(s.g(), slope));
  }

  /** Below 0 the function is alpha (e^x - 1). */
  private static String elu(Site s) {
    return sloped(s, s.b().mul(scalar(s, "alpha", 1), s.b().op("Exp", s.x(0))));
  }

  /** As of ReLU6: nothing passes at the ends themselves. */
  private static String clip(Site s) {
    GraphBuilder b = s.b();
    String inside = within(s, null, bound(s, 1, "min"), "Greater");
    inside = within(s, inside, bound(s, 2, "max"), "Less");
    return inside == null ? s.g() : b.where(inside, s.g(), b.scalar(0));
  }

  private static String bound(Site s, int input, String attribute) {
    if (s.has(input)) {
      return s.x(input);
    }
    return Attributes.find(s.node(), attribute).map(a -> s.b().scalar(a.getF())).orElse(null);
  }

  private static String within(Site s, String condition, String bound, String comparison) {
    if (bound == null) {
      return condition;
    }
    String holds = s.b().op(comparison, s.x(0), bound);
    return condition == null ? holds : s.b().op("And", condition, holds);
  }

  private static String slopeOfSigmoid(GraphBuilder b, String y) {
    return b.mul(y, b.sub(b.scalar(1), y));
  }

  /** y = max(0, min(1, alpha x + beta)). */
  private static String hardSigmoid(Site s) {
    GraphBuilder b = s.b();
    String inside =
        b.op("And", b.op("Greater", s.y(), b.scalar(0)), b.op("Less", s.y(), b.scalar(1)));
    return b.mul(passing(s, inside), scalar(s, "alpha", 0.2f));
  }

  /** y = x max(0, min(1, x / 6 + 1 / 2)). */
  private static String hardSwish(Site s) {
    GraphBuilder b = s.b();
    String x = s.x(0);
    String middle = b.add(b.div(x, b.scalar(3)), b.scalar(0.5));
    String rising = b.where(b.op("Less", x, b.scalar(3)), middle, b.scalar(1));
    return times(s, b.where(b.op("Greater", x, b.scalar(-3)), rising, b.scalar(0)));
  }

  /** y = x tanh(softplus x). */
  private static String mish(Site s) {
    GraphBuilder b = s.b();
    String x = s.x(0);
    String t = b.op("Tanh", b.op("Softplus", x));
    String inner = b.mul(b.sub(b.scalar(1), square(b, t)), b.op("Sigmoid", x));
    return times(s, b.add(t, b.mul(x, inner)));
  }

  /** 2 / sqrt(pi) e^(-x^2). */
  private static String slopeOfErf(GraphBuilder b, String x) {
    return b.mul(b.scalar(2 / Math.sqrt(Math.PI)), b.op("Exp", b.op("Neg", square(b, x))));
  }

  private static String gelu(Site s) {
    boolean tanh = Attributes.text(s.node(), "approximate", "none").equals("tanh");
    return times(s, tanh ? slopeOfTanhGelu(s.b(), s.x(0)) : slopeOfGelu(s.b(), s.x(0)));
  }

  /** y = x P(x), P the normal distribution; y' = P(x) + x p(x). */
  private static String slopeOfGelu(GraphBuilder b, String x) {
    String u = b.mul(x, b.scalar(ROOT_HALF));
    String distribution = b.mul(b.scalar(0.5), b.add(b.scalar(1), b.op("Erf", u)));
    String density = b.mul(b.scalar(0.5 * ROOT_HALF), slopeOfErf(b, u));
    return b.add(distribution, b.mul(x, density));
  }

  /** y = x (1 + tanh u) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3). */
  private static String slopeOfTanhGelu(GraphBuilder b, String x) {
    double c = Math.sqrt(2 / Math.PI);
    String xx = square(b, x);
    String u = b.mul(x, b.add(b.scalar(c), b.mul(b.scalar(c * 0.044715), xx)));
    String slopeOfU = b.add(b.scalar(c), b.mul(b.scalar(3 * c * 0.044715), xx));
    String t = b.op("Tanh", u);
    String inner = b.mul(b.mul(x, b.sub(b.scalar(1), square(b, t))), slopeOfU);
    return b.mul(b.scalar(0.5), b.add(b.add(b.scalar(1), t), inner));
  }

  /** A network that is applied drops nothing. */
  private static String dropout(Site s) {
    if (s.has(2)) {
      throw new Site.Refusal("its training mode");
    }
    return s.g();
  }
}
