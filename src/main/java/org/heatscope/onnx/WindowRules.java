// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gradients of convolutions and poolings, with one to three spatial axes. */
final class WindowRules {
  private WindowRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("Conv", WindowRules::conv);
    rules.put("ConvTranspose", WindowRules::convTranspose);
    rules.put("AveragePool", (s, i) -> averagePool(s));
    rules.put("MaxPool", (s, i) -> maxPool(s, copied(s.node())));
    rules.put("GlobalAveragePool", (s, i) -> globalAveragePool(s));
    rules.put("GlobalMaxPool", (s, i) -> maxPool(s, Attributes.of("kernel_shape", spatial(s))));
  }

  private static long[] spatial(Site s) {
    return Arrays.copyOfRange(s.shape(0), 2, s.shape(0).length);
  }

  /** The bias takes the sum over everything but the channels; the weights have no rule. */
  private static String bias(Site s, int input) {
    if (input != 2) {
      throw s.refuseInput(input);
    }
    int rank = s.outShape().length;
    long[] others = Site.axesFrom(1, rank);
    others[0] = 0;
    return s.b().reshape(s.b().sum(s.g(), others), s.shape(2));
  }

  private static Windows windows(Site s, long[] coarse, long[] fine) {
    long[] weight = s.shape(1);
    return Windows.of(s.node(), Arrays.copyOfRange(weight, 2, weight.length), coarse, fine);
  }

  private static String conv(Site s, int input) {
    if (input != 0) {
      return bias(s, input);
    }
    long group = Attributes.integer(s.node(), "group", 1);
    return windows(s, s.outShape(), s.shape(0)).spread(s.b(), s.g(), s.x(1), group);
  }

  private static String convTranspose(Site s, int input) {
    if (input != 0) {
      return bias(s, input);
    }
    long group = Attributes.integer(s.node(), "group", 1);
    return windows(s, s.shape(0), s.outShape()).collect(s.b(), s.g(), s.x(1), group);
  }

  /**
   * Each window gives its gradient, divided by the number of samples that it averaged, to them.
   * Padding may count as samples; the average of ones is then the share of true samples.
   */
  private static String averagePool(Site s) {
    GraphBuilder b = s.b();
    long[] kernel = Attributes.integers(s.node(), "kernel_shape").orElseThrow();
    Windows windows = Windows.of(s.node(), kernel, s.outShape(), s.shape(0));
    long[] in = s.shape(0);
    long[] single = in.clone();
    single[0] = 1;
    single[1] = 1;
    long[] coarse = s.outShape().clone();
    coarse[0] = 1;
    coarse[1] = 1;
    String share = b.op("AveragePool", List.of(b.filled(1, single)), copied(s.node()));
    String each = b.mul(s.g(), b.div(share, b.real(windows.taps(), coarse)));
    coarse[0] = in[0] * in[1];
    single[0] = in[0] * in[1];
    long[] taps = new long[kernel.length + 2];
    Arrays.fill(taps, 1);
    System.arraycopy(kernel, 0, taps, 2, kernel.length);
    String spread = windows.spread(b, b.reshape(each, coarse), b.filled(1, taps), 1);
    return b.reshape(spread, in);
  }

  private static AttributeProto[] copied(NodeProto node) {
    Set<String> kept =
        Set.of(
            "kernel_shape",
            "strides",
            "pads",
            "dilations",
            "auto_pad",
            "ceil_mode",
            "count_include_pad");
    return node.getAttributeList().stream()
        .filter(a -> kept.contains(a.getName()))
        .toArray(AttributeProto[]::new);
  }

  private static String globalAveragePool(Site s) {
    GraphBuilder b = s.b();
    double samples = Site.product(spatial(s));
    return b.op("Expand", b.div(s.g(), b.scalar(samples)), b.integers(s.shape(0)));
  }

  /** The first of the largest samples takes the window's gradient. */
  private static String maxPool(Site s, AttributeProto... attributes) {
    String[] pooled = s.b().op("MaxPool", List.of(s.x(0)), 2, attributes);
    return ShapeRules.scatter(s, pooled[1]);
  }
}
