// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.Arrays;
import java.util.Map;

/** Gradients of sums and means over axes, and of softmax. */
final class ReductionRules {
  private static final int SOFTMAX_OF_ONE_AXIS = 13;

  private ReductionRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("ReduceSum", (s, i) -> spread(s, s.g()));
    rules.put("ReduceMean", (s, i) -> mean(s));
    rules.put("Softmax", (s, i) -> softmax(s));
    rules.put("LogSoftmax", (s, i) -> logSoftmax(s));
  }

  private static String mean(Site s) {
    double share = (double) Site.product(s.outShape()) / Site.product(s.shape(0));
    return spread(s, s.b().mul(s.g(), s.b().scalar(share)));
  }

  /** Repeats the gradient along the axes that were reduced. */
  private static String spread(Site s, String g) {
    GraphBuilder b = s.b();
    return b.op("Expand", b.reshape(g, keptShape(s)), b.integers(s.shape(0)));
  }

  /** The output's shape with the reduced axes of size 1. */
  private static long[] keptShape(Site s) {
    long[] kept = s.shape(0).clone();
    long[] axes = s.parameter(1, "axes").orElse(new long[0]);
    if (axes.length == 0 && Attributes.integer(s.node(), "noop_with_empty_axes", 0) == 0) {
      Arrays.fill(kept, 1);
    }
    for (long axis : axes) {
      kept[Site.axis(axis, kept.length)] = 1;
    }
    return kept;
  }

  /** y (g - sum g y). */
  private static String softmax(Site s) {
    GraphBuilder b = s.b();
    return b.mul(s.y(), b.sub(s.g(), b.sum(b.mul(s.g(), s.y()), softmaxAxes(s))));
  }

  /** g - e^y sum g. */
  private static String logSoftmax(Site s) {
    GraphBuilder b = s.b();
    return b.sub(s.g(), b.mul(b.op("Exp", s.y()), b.sum(s.g(), softmaxAxes(s))));
  }

  /** Before operator set 13 the axes from the given one on were taken together. */
  private static long[] softmaxAxes(Site s) {
    int rank = s.outShape().length;
    boolean single = s.opset() >= SOFTMAX_OF_ONE_AXIS;
    int axis = Site.axis(Attributes.integer(s.node(), "axis", single ? -1 : 1), rank);
    return single ? new long[] {axis} : Site.axesFrom(axis, rank);
  }
}
