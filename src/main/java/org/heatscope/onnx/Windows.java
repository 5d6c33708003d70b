// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;

/**
 * Where the windows of a convolution or a pooling lie. Along each spatial axis, tap t of window w
 * is sample w * stride - begin + t * dilation.
 *
 * @param kernel taps of a window
 * @param stride from window to window
 * @param dilation from tap to tap
 * @param begin samples of padding before the first
 * @param count windows
 * @param size samples
 */
record Windows(
    long[] kernel, long[] stride, long[] dilation, long[] begin, long[] count, long[] size) {

  /**
   * The windows of a node.
   *
   * @param kernel taps along each axis
   * @param coarse shape, N C and the spatial axes, of the tensor with an element for each window
   * @param fine shape of the tensor that the windows lie on
   */
  static Windows of(NodeProto node, long[] kernel, long[] coarse, long[] fine) {
    long[] ones = new long[kernel.length];
    Arrays.fill(ones, 1);
    long[] stride = Attributes.integers(node, "strides").orElse(ones);
    long[] dilation = Attributes.integers(node, "dilations").orElse(ones);
    long[] count = Arrays.copyOfRange(coarse, 2, coarse.length);
    long[] size = Arrays.copyOfRange(fine, 2, fine.length);
    Windows open = new Windows(kernel, stride, dilation, new long[kernel.length], count, size);
    return new Windows(kernel, stride, dilation, open.begin(node), count, size);
  }

  /**
   * The padding before the first sample, as given or, if the node says so, as half of what lacks.
   */
  private long[] begin(NodeProto node) {
    String auto = Attributes.text(node, "auto_pad", "NOTSET");
    if (!auto.startsWith("SAME") && Attributes.integers(node, "output_shape").isEmpty()) {
      long[] pads = Attributes.integers(node, "pads").orElse(new long[2 * kernel.length]);
      return Arrays.copyOf(pads, kernel.length);
    }
    long[] extra = Attributes.integers(node, "output_padding").orElse(new long[kernel.length]);
    long[] total = end();
    Arrays.setAll(total, i -> Math.max(0, total[i] + extra[i]));
    int up = auto.equals("SAME_UPPER") ? 0 : 1;
    Arrays.setAll(total, i -> (total[i] + up) / 2);
    return total;
  }

  /** How far the last window reaches past the last sample; negative if it ends before it. */
  private long[] end() {
    long[] end = new long[kernel.length];
    Arrays.setAll(
        end,
        i -> stride[i] * (count[i] - 1) + (kernel[i] - 1) * dilation[i] + 1 - begin[i] - size[i]);
    return end;
  }

  /** Adds each window's element, times the weights, to the samples under its taps. */
  String spread(GraphBuilder b, String coarse, String weight, long group) {
    long[] end = end();
    long[] beyond = Arrays.stream(end).map(e -> Math.max(0, -e)).toArray();
    return b.op(
        "ConvTranspose",
        List.of(coarse, weight),
        Attributes.of("strides", stride),
        Attributes.of("dilations", dilation),
        Attributes.of("group", group),
        pads(end),
        Attributes.of("output_padding", beyond));
  }

  /** Sums the samples under each window's taps, times the weights. */
  String collect(GraphBuilder b, String fine, String weight, long group) {
    return b.op(
        "Conv",
        List.of(fine, weight),
        Attributes.of("strides", stride),
        Attributes.of("dilations", dilation),
        Attributes.of("group", group),
        pads(end()));
  }

  private AttributeProto pads(long[] end) {
    int n = begin.length;
    long[] pads = Arrays.copyOf(begin, 2 * n);
    for (int i = 0; i < n; i++) {
      pads[n + i] = Math.max(0, end[i]);
    }
    return Attributes.of("pads", pads);
  }

  /** How many taps of each window lie on samples, as an array over the windows. */
  double[] taps() {
    double[] all = {1};
    for (int axis = 0; axis < kernel.length; axis++) {
      double[] next = new double[(int) (all.length * count[axis])];
      for (int i = 0; i < next.length; i++) {
        next[i] = all[(int) (i / count[axis])] * taps(axis, i % count[axis]);
      }
      all = next;
    }
    return all;
  }

  private int taps(int axis, long window) {
    int inside = 0;
    for (long t = 0; t < kernel[axis]; t++) {
      long sample = window * stride[axis] - begin[axis] + t * dilation[axis];
      inside += sample >= 0 && sample < size[axis] ? 1 : 0;
    }
    return inside;
  }
}
