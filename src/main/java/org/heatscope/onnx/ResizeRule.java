// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gradient of Resize and its forerunner Upsample. Resizing is a matrix along each axis: Y = X W.
 * The rows of W are the resized rows of the identity, which the runtime itself computes, so every
 * interpolation and coordinate mode is met; the gradient is G Wt along each resized axis.
 */
final class ResizeRule {
  private static final int COORDINATES_GIVEN = 11;
  private static final Set<String> KEPT =
      Set.of(
          "mode",
          "coordinate_transformation_mode",
          "nearest_mode",
          "cubic_coeff_a",
          "exclude_outside",
          "extrapolation_value");

  private ResizeRule() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("Resize", ResizeRule::gradient);
    rules.put("Upsample", ResizeRule::gradient);
  }

  private static String gradient(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    if (Attributes.integer(s.node(), "antialias", 0) != 0) {
      throw new Site.Refusal("antialias");
    }
    if (Attributes.text(s.node(), "coordinate_transformation_mode", "")
        .equals("tf_crop_and_resize")) {
      throw new Site.Refusal("coordinates of tf_crop_and_resize");
    }
    long[] to = s.shape(0);
    long[] from = s.outShape();
    String g = s.g();
    for (int axis = 0; axis < to.length; axis++) {
      if (from[axis] != to[axis]) {
        g = shrunk(s, g, axis, matrix(s, axis, to[axis], from[axis]));
      }
    }
    return g;
  }

  /** W, with an axis of the input's and one of the output's samples. */
  private static String matrix(Site s, int axis, long in, long out) {
    GraphBuilder b = s.b();
    String identity = b.reshape(b.op("EyeLike", b.filled(0, new long[] {in, in})), 1, 1, in, in);
    float[] scales = scales(s);
    List<String> inputs =
        scales.length == 0
            ? List.of(identity, "", "", b.integers(1, 1, in, out))
            : List.of(identity, "", b.floats(1, 1, 1, scales[place(s, axis)]));
    return b.reshape(b.op("Resize", inputs, attributes(s)), in, out);
  }

  /** The scales as the node gives them, by which it finds coordinates; none if it gives sizes. */
  private static float[] scales(Site s) {
    Optional<AttributeProto> oldest = Attributes.find(s.node(), "scales");
    if (oldest.isPresent()) {
      List<Float> list = oldest.get().getFloatsList();
      float[] scales = new float[list.size()];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = list.get(i);
      }
      return scales;
    }
    int input = isOld(s) ? 1 : 2;
    if (s.has(3) || !s.has(input)) {
      return new float[0];
    }
    TensorProto scales = s.constant().apply(s.node().getInput(input));
    if (scales == null) {
      throw new Site.Refusal("scales that are computed in the graph");
    }
    return Constants.floats(scales);
  }

  /** Upsample and the first Resize, which know only one kind of coordinates. */
  private static boolean isOld(Site s) {
    return s.node().getOpType().equals("Upsample") || s.opset() < COORDINATES_GIVEN;
  }

  /** Which of the scales belongs to an axis. */
  private static int place(Site s, int axis) {
    long[] axes = Attributes.integers(s.node(), "axes").orElse(new long[0]);
    for (int i = 0; i < axes.length; i++) {
      if (Site.axis(axes[i], s.shape(0).length) == axis) {
        return i;
      }
    }
    return axis;
  }

  private static AttributeProto[] attributes(Site s) {
    List<AttributeProto> kept = new ArrayList<>();
    s.node().getAttributeList().stream().filter(a -> KEPT.contains(a.getName())).forEach(kept::add);
    if (isOld(s)) {
      kept.add(Attributes.of("coordinate_transformation_mode", "asymmetric"));
      kept.add(Attributes.of("nearest_mode", "floor"));
    }
    return kept.toArray(AttributeProto[]::new);
  }

  /** G Wt along one axis. */
  private static String shrunk(Site s, String g, int axis, String matrix) {
    GraphBuilder b = s.b();
    int rank = s.outShape().length;
    long[] swap = Site.axesFrom(0, rank);
    swap[axis] = rank - 1;
    swap[rank - 1] = axis;
    String last = b.op("MatMul", b.transpose(g, swap), b.transpose(matrix, 1, 0));
    return b.transpose(last, swap);
  }
}
