// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.Arrays;
import java.util.Map;

/** Gradients of normalisations. */
final class NormalizationRules {
  private static final float EPSILON = 1e-5f;

  private NormalizationRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("BatchNormalization", NormalizationRules::batch);
    rules.put("InstanceNormalization", NormalizationRules::instance);
    rules.put("LayerNormalization", NormalizationRules::layer);
  }

  private static String epsilon(Site s) {
    return s.b().scalar(Attributes.real(s.node(), "epsilon", EPSILON));
  }

  /** A value for each channel, as N C and spatial axes. */
  private static String perChannel(Site s, String values) {
    long[] shape = new long[s.outShape().length];
    Arrays.fill(shape, 1);
    shape[1] = -1;
    return s.b().reshape(values, shape);
  }

  /** With the statistics of training: g scale / sqrt(variance + epsilon). */
  private static String batch(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    if (Attributes.integer(s.node(), "training_mode", 0) != 0) {
      throw new Site.Refusal("its training mode");
    }
    GraphBuilder b = s.b();
    String factor = b.div(s.x(1), b.op("Sqrt", b.add(s.x(4), epsilon(s))));
    return b.mul(s.g(), perChannel(s, factor));
  }

  private static String instance(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    return normalized(s, perChannel(s, s.x(1)), Site.axesFrom(2, s.outShape().length));
  }

  private static String layer(Site s, int input) {
    if (input != 0) {
      throw s.refuseInput(input);
    }
    int rank = s.outShape().length;
    int axis = Site.axis(Attributes.integer(s.node(), "axis", -1), rank);
    return normalized(s, s.x(1), Site.axesFrom(axis, rank));
  }

  /**
   * y = scale z + bias, z = (x - mean) / deviation over some axes: with h = g scale, the gradient
   * is (h - mean h - z mean(h z)) / deviation.
   */
  private static String normalized(Site s, String scale, long[] axes) {
    GraphBuilder b = s.b();
    String centred = b.sub(s.x(0), b.mean(s.x(0), axes));
    String variance = b.mean(b.mul(centred, centred), axes);
    String deviation = b.op("Sqrt", b.add(variance, epsilon(s)));
    String z = b.div(centred, deviation);
    String h = b.mul(s.g(), scale);
    String along = b.mul(z, b.mean(b.mul(h, z), axes));
    return b.div(b.sub(b.sub(h, b.mean(h, axes)), along), deviation);
  }
}
