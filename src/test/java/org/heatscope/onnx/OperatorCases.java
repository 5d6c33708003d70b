// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small random graphs, at least one for every operator that has a gradient rule. */
final class OperatorCases {
  /** What stands between the input and the score. */
  interface Body {
    String of(GraphBuilder b, String x, Random random);
  }

  /**
   * A graph.
   *
   * @param operator that it is made for
   * @param spread distance between neighbouring values of the input
   * @param shape of the input
   */
  record Case(String operator, int opset, double spread, long[] shape, Body body) {}

  private final List<Case> cases = new ArrayList<>();

  static List<Case> all() {
    OperatorCases c = new OperatorCases();
    c.activations();
    c.arithmetic();
    c.matrices();
    c.convolutions();
    c.transposedConvolutions();
    c.normalizations();
    c.pools();
    c.reductions();
    c.shapes();
    c.paddings();
    c.resizings();
    return c.cases;
  }

  private void add(String operator, int opset, double spread, Body body, long... shape) {
    cases.add(new Case(operator, opset, spread, shape, body));
  }

  private void add(String operator, Body body, long... shape) {
    add(operator, 18, 0.13, body, shape);
  }

  private static Body plain(String op, AttributeProto... attributes) {
    return (b, x, r) -> b.op(op, List.of(x), attributes);
  }

  static String random(GraphBuilder b, Random random, long... shape) {
    return b.real(random.doubles(Site.product(shape)).map(v -> v - 0.5).toArray(), shape);
  }

  private static String positive(GraphBuilder b, Random random, long... shape) {
    return b.real(random.doubles(Site.product(shape)).map(v -> v + 0.5).toArray(), shape);
  }

  private static AttributeProto ints(String name, long... values) {
    return Attributes.of(name, values);
  }

  private static AttributeProto text(String name, String value) {
    return Attributes.of(name, value);
  }

  private static AttributeProto real(String name, double value) {
    return Attributes.of(name, (float) value);
  }

  private static AttributeProto integer(String name, long value) {
    return Attributes.of(name, value);
  }

  private void activations() {
    for (String op :
        List.of(
            "Relu",
            "LeakyRelu",
            "Elu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Softplus",
            "Mish",
            "Erf",
            "Neg",
            "Abs",
            "Identity",
            "Dropout")) {
      add(op, plain(op), 2, 3, 5);
    }
    add("LeakyRelu", plain("LeakyRelu", real("alpha", 0.3)), 2, 3, 5);
    add("Elu", plain("Elu", real("alpha", 0.3)), 2, 3, 5);
    add("Gelu", 20, 0.13, plain("Gelu"), 2, 3, 5);
    add("Gelu", 20, 0.13, plain("Gelu", text("approximate", "tanh")), 2, 3, 5);
    add("com.microsoft.Gelu", plain("com.microsoft.Gelu"), 2, 3, 5);
    add("PRelu", (b, x, r) -> b.op("PRelu", x, random(b, r, 3, 1)), 2, 3, 5);
    add("Clip", (b, x, r) -> b.op("Clip", x, b.scalar(-1), b.scalar(1)), 2, 3, 5);
    add("Clip", (b, x, r) -> b.op("Clip", x, "", b.scalar(1)), 2, 3, 5);
    add("Clip", 6, 0.13, plain("Clip", real("min", -1), real("max", 0.5)), 2, 3, 5);
    add("Cast", plain("Cast", integer("to", DataType.FLOAT_VALUE)), 2, 3, 4);
    add("Exp", 18, 0.05, plain("Exp"), 2, 3, 4);
    add("Log", (b, x, r) -> b.op("Log", b.op("Exp", x)), 2, 3, 4);
    add("Sqrt", (b, x, r) -> b.op("Sqrt", b.op("Softplus", x)), 2, 3, 4);
    add("Reciprocal", (b, x, r) -> b.op("Reciprocal", b.op("Exp", x)), 1, 3, 4);
  }

  private void arithmetic() {
    for (String op : List.of("Add", "Sub", "Mul", "Div")) {
      add(op, (b, x, r) -> b.op(op, x, positive(b, r, 2, 1, 4)), 2, 3, 4);
      add(op, (b, x, r) -> b.op(op, x, positive(b, r, 2, 5, 3, 4)), 3, 1);
      add(op, 7, 0.13, (b, x, r) -> b.op(op, positive(b, r, 4), b.op("Exp", x)), 1, 3, 4);
      add(op, 18, 0.05, (b, x, r) -> b.op(op, x, b.op("Exp", x)), 1, 3, 4);
    }
    add("Pow", 18, 0.05, (b, x, r) -> b.op("Pow", x, b.scalar(2)), 2, 3, 4);
    add("Pow", 18, 0.05, (b, x, r) -> b.op("Pow", x, b.integer(3)), 2, 3, 4);
    add("Sum", (b, x, r) -> b.op("Sum", x, random(b, r, 4), x), 2, 3, 4);
    add("Mean", (b, x, r) -> b.op("Mean", random(b, r, 2, 3, 4), x), 3, 1);
    add("Where", (b, x, r) -> b.where(mask(b, r), x, b.mul(x, b.scalar(3))), 2, 3, 4);
  }

  private static String mask(GraphBuilder b, Random random) {
    return b.op("Greater", random(b, random, 2, 3, 4), b.scalar(0));
  }

  private void matrices() {
    add("MatMul", (b, x, r) -> b.op("MatMul", x, random(b, r, 4, 5)), 3, 4);
    add("MatMul", (b, x, r) -> b.op("MatMul", random(b, r, 2, 1, 5, 3), x), 2, 3, 4);
    add("MatMul", (b, x, r) -> b.op("MatMul", x, random(b, r, 6, 2, 4, 5)), 1, 3, 4);
    add("MatMul", (b, x, r) -> b.op("MatMul", x, random(b, r, 4)), 2, 3, 4);
    add("MatMul", (b, x, r) -> b.op("MatMul", x, random(b, r, 2, 4, 3)), 4);
    add("MatMul", (b, x, r) -> b.op("MatMul", random(b, r, 2, 3, 4), x), 4);
    add("MatMul", 18, 0.05, (b, x, r) -> b.op("MatMul", x, b.transpose(x, 0, 2, 1)), 2, 3, 4);
    for (int turn = 0; turn < 4; turn++) {
      gemm(turn & 1, turn >> 1);
    }
    AttributeProto beta = real("beta", 2);
    add(
        "Gemm",
        (b, x, r) -> b.op("Gemm", List.of(random(b, r, 3, 2), random(b, r, 2, 5), x), beta),
        3,
        1);
  }

  private void gemm(long turnA, long turnB) {
    AttributeProto[] as = {integer("transA", turnA), integer("transB", turnB), real("alpha", 0.5)};
    long inner = turnA == 0 ? 4 : 3;
    long[] right = turnB == 0 ? new long[] {inner, 5} : new long[] {5, inner};
    add("Gemm", (b, x, r) -> b.op("Gemm", List.of(x, random(b, r, right)), as), 3, 4);
    inner = turnB == 0 ? 3 : 4;
    long[] left = turnA == 0 ? new long[] {2, inner} : new long[] {inner, 2};
    add("Gemm", (b, x, r) -> b.op("Gemm", List.of(random(b, r, left), x), as), 3, 4);
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  private void conv(long group, long[] weight, long[] shape, AttributeProto... attributes) {
    add("Conv", 18, 0.02, windowed("Conv", group, weight, weight[0], attributes), shape);
  }

  private void transposed(long group, long[] weight, long[] shape, AttributeProto... attributes) {
    long channels = weight[1] * group;
    add(
        "ConvTranspose",
        18,
        0.02,
        windowed("ConvTranspose", group, weight, channels, attributes),
        shape);
  }

  private static Body windowed(
      String op, long group, long[] weight, long channels, AttributeProto... attributes) {
    AttributeProto[] all = Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = integer("group", group);
    return (b, x, r) -> b.op(op, List.of(x, random(b, r, weight), random(b, r, channels)), all);
  }

  private void convolutions() {
    conv(1, sizes(4, 3, 3), sizes(2, 3, 9));
    conv(1, sizes(4, 3, 3, 3), sizes(2, 3, 6, 7), ints("pads", 1, 1, 1, 1));
    conv(1, sizes(4, 3, 3, 2), sizes(1, 3, 8, 7), ints("strides", 2, 3));
    conv(1, sizes(2, 3, 1, 1), sizes(1, 3, 6, 7), ints("strides", 3, 2));
    conv(1, sizes(2, 3, 3, 3), sizes(1, 3, 7, 6), text("auto_pad", "SAME_UPPER"));
    conv(1, sizes(2, 3, 2, 2), sizes(1, 3, 5, 6), text("auto_pad", "VALID"));
    conv(
        1,
        sizes(2, 3, 2, 2),
        sizes(1, 3, 7, 6),
        text("auto_pad", "SAME_LOWER"),
        ints("strides", 1, 3));
    conv(
        1,
        sizes(4, 3, 3, 3),
        sizes(1, 3, 8, 9),
        ints("strides", 2, 2),
        ints("pads", 0, 1, 2, 1),
        ints("dilations", 2, 1));
    conv(3, sizes(6, 1, 3, 3), sizes(2, 3, 6, 5), ints("strides", 2, 1));
    conv(2, sizes(4, 2, 2, 3, 2), sizes(1, 4, 5, 6, 5), ints("strides", 2, 2, 1));
    conv(
        1,
        sizes(2, 2, 2, 2, 2),
        sizes(1, 2, 6, 5, 7),
        ints("dilations", 2, 1, 3),
        ints("pads", 1, 0, 1, 0, 1, 1));
  }

  private void transposedConvolutions() {
    AttributeProto twice = ints("strides", 2, 2);
    transposed(1, sizes(3, 4, 3), sizes(2, 3, 5), ints("strides", 2));
    transposed(1, sizes(3, 4, 3, 2), sizes(2, 3, 4, 5));
    transposed(
        1,
        sizes(3, 2, 3, 3),
        sizes(1, 3, 4, 5),
        ints("strides", 2, 3),
        ints("pads", 1, 0, 1, 2),
        ints("output_padding", 1, 2));
    transposed(2, sizes(4, 3, 2, 2), sizes(1, 4, 3, 4), ints("dilations", 2, 1));
    transposed(1, sizes(3, 2, 3, 3), sizes(1, 3, 4, 5), twice, ints("output_shape", 8, 10));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER")) {
      transposed(1, sizes(3, 2, 3, 3), sizes(1, 3, 4, 5), twice, text("auto_pad", auto));
    }
    transposed(1, sizes(2, 3, 2, 2, 2), sizes(1, 2, 3, 2, 3), ints("strides", 2, 2, 2));
  }

  private void normalizations() {
    AttributeProto epsilon = real("epsilon", 0.01);
    add(
        "BatchNormalization",
        9,
        0.13,
        (b, x, r) -> {
          String mean = random(b, r, 3);
          List<String> inputs = List.of(x, random(b, r, 3), mean, mean, positive(b, r, 3));
          return b.op("BatchNormalization", inputs, epsilon);
        },
        2,
        3,
        4,
        2);
    add(
        "InstanceNormalization",
        (b, x, r) -> b.op("InstanceNormalization", x, random(b, r, 3), random(b, r, 3)),
        2,
        3,
        4,
        2);
    add(
        "LayerNormalization",
        (b, x, r) -> b.op("LayerNormalization", x, random(b, r, 5), random(b, r, 5)),
        2,
        3,
        5);
    AttributeProto axis = integer("axis", 1);
    add(
        "LayerNormalization",
        (b, x, r) -> b.op("LayerNormalization", List.of(x, random(b, r, 3, 5)), axis, epsilon),
        2,
        3,
        5);
    for (String op : List.of("Softmax", "LogSoftmax")) {
      add(op, plain(op), 2, 3, 5);
      add(op, plain(op, axis), 2, 3, 5);
      add(op, 11, 0.13, plain(op), 2, 3, 5);
    }
  }

  private void pools() {
    AttributeProto window = ints("kernel_shape", 3, 2);
    AttributeProto shifted = ints("pads", 1, 0, 1, 1);
    AttributeProto down = ints("strides", 2, 1);
    AttributeProto twice = ints("strides", 2, 2);
    for (String op : List.of("AveragePool", "MaxPool")) {
      add(op, plain(op, ints("kernel_shape", 3)), 2, 2, 7);
      add(op, plain(op, window), 2, 3, 6, 5);
      add(op, plain(op, window, down, shifted), 2, 3, 6, 5);
      add(op, plain(op, window, twice, integer("ceil_mode", 1)), 1, 2, 6, 5);
      add(op, plain(op, window, twice, text("auto_pad", "SAME_UPPER")), 1, 2, 6, 5);
      add(op, 19, 0.13, plain(op, window, ints("dilations", 2, 1)), 1, 2, 7, 5);
      AttributeProto cube = ints("kernel_shape", 2, 2, 2);
      add(op, plain(op, cube, ints("strides", 2, 1, 2)), 1, 2, 4, 3, 5);
    }
    AttributeProto counted = integer("count_include_pad", 1);
    add("AveragePool", plain("AveragePool", window, down, shifted, counted), 2, 3, 6, 5);
    for (String op : List.of("GlobalAveragePool", "GlobalMaxPool")) {
      add(op, plain(op), 2, 3, 4, 5);
      add(op, plain(op), 2, 3, 4, 3, 2);
    }
  }

  private void reductions() {
    AttributeProto dropped = integer("keepdims", 0);
    AttributeProto noop = integer("noop_with_empty_axes", 1);
    for (String op : List.of("ReduceMean", "ReduceSum")) {
      add(op, 11, 0.13, plain(op, ints("axes", 2, -1), dropped), 2, 3, 4, 5);
      add(op, 11, 0.13, plain(op, ints("axes", 1)), 2, 3, 4);
      add(op, (b, x, r) -> b.op(op, x, b.integers(-1, 0)), 2, 3, 4);
      add(op, plain(op, dropped), 2, 3, 4);
      add(op, plain(op, noop), 2, 3, 4);
    }
  }

  private void shapes() {
    AttributeProto one = integer("axis", 1);
    add("Flatten", plain("Flatten"), 2, 3, 4);
    add("Reshape", (b, x, r) -> b.reshape(x, 4, -1), 2, 3, 4);
    add("Squeeze", (b, x, r) -> b.op("Squeeze", x, b.integers(1)), 2, 1, 4);
    add("Squeeze", 11, 0.13, plain("Squeeze", ints("axes", 1)), 2, 1, 4);
    add("Unsqueeze", (b, x, r) -> b.op("Unsqueeze", x, b.integers(1, -1)), 2, 4);
    add("Transpose", plain("Transpose"), 2, 3, 4);
    add("Transpose", plain("Transpose", ints("perm", 2, 0, 3, 1)), 2, 3, 4, 2);
    add("Expand", (b, x, r) -> b.op("Expand", x, b.integers(2, 3, 4)), 3, 1);
    AttributeProto fromEnd = integer("axis", -2);
    add(
        "Concat",
        (b, x, r) -> b.op("Concat", List.of(random(b, r, 2, 1, 4), x, b.op("Tanh", x)), fromEnd),
        2,
        3,
        4);
    add(
        "Split",
        (b, x, r) -> {
          String[] parts = b.op("Split", List.of(x, b.integers(1, 2, 2)), 3, one);
          return b.op("Concat", List.of(parts[2], parts[0]), one);
        },
        2,
        5,
        3);
    add(
        "Slice",
        (b, x, r) -> {
          String axes = b.integers(1, 2);
          return b.op("Slice", x, b.integers(1, -1), b.integers(3, 0), axes, b.integers(1, -2));
        },
        2,
        4,
        6);
    AttributeProto[] old = {ints("starts", 1), ints("ends", 3), ints("axes", 2)};
    add("Slice", 9, 0.13, plain("Slice", old), 2, 3, 4);
    add("Gather", (b, x, r) -> b.op("Gather", List.of(x, b.integers(2, 0, 2)), one), 2, 3, 4);
    add("Gather", (b, x, r) -> b.op("Gather", List.of(x, b.integer(-1)), one), 2, 3, 4);
  }

  private void paddings() {
    AttributeProto pads = ints("pads", 0, 1, 2, 0, 0, 3);
    add("Pad", 5, 0.13, plain("Pad", pads), 2, 3, 4);
    add("Pad", (b, x, r) -> b.op("Pad", x, b.integers(0, 1, 2, 0, 0, 3)), 2, 3, 4);
    add("Pad", (b, x, r) -> b.op("Pad", x, b.integers(0, -1, 2, 0, 0, -1)), 2, 3, 4);
    add("Pad", (b, x, r) -> b.op("Pad", x, b.integers(1, 2), b.scalar(3), b.integers(2)), 2, 3, 4);
    for (String mode : List.of("reflect", "edge")) {
      AttributeProto as = text("mode", mode);
      add("Pad", (b, x, r) -> b.op("Pad", List.of(x, b.integers(0, 1, 2, 0, 0, 3)), as), 2, 3, 4);
    }
  }

  private void resizings() {
    for (String mode : List.of("nearest", "linear", "cubic")) {
      for (String grid :
          List.of("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel")) {
        AttributeProto[] as = {text("mode", mode), text("coordinate_transformation_mode", grid)};
        add("Resize", (b, x, r) -> scaled(b, x, as, 1, 1, 2, 1.6f), 1, 2, 4, 5);
        add(
            "Resize",
            13,
            0.13,
            (b, x, r) -> b.op("Resize", List.of(x, "", "", b.integers(1, 2, 3, 7)), as),
            1,
            2,
            4,
            5);
      }
    }
    AttributeProto[] spatial = {text("mode", "linear"), ints("axes", 2, 3, 4)};
    add("Resize", (b, x, r) -> scaled(b, x, spatial, 2, 1.5f, 2), 1, 2, 3, 2, 3);
    add("Resize", 10, 0.13, (b, x, r) -> b.op("Resize", x, b.floats(1, 1, 2, 1.5f)), 1, 2, 4, 5);
    AttributeProto linear = text("mode", "linear");
    add(
        "Upsample",
        9,
        0.13,
        (b, x, r) -> b.op("Upsample", List.of(x, b.floats(1, 1, 2, 3)), linear),
        1,
        2,
        4,
        5);
  }

  private static String scaled(GraphBuilder b, String x, AttributeProto[] as, float... scales) {
    return b.op("Resize", List.of(x, "", b.floats(scales)), as);
  }
}
