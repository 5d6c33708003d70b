// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.color.ColorTable;

/** What the classes of a layer look like, laid over the colours below. */
final class LayerColors {
  /** Red in the lowest byte, then green and blue; by the class numbers of {@link ClassStage}. */
  private final int[] colors = new int[ColorTable.CLASSES];

  private final float[] weights = new float[ColorTable.CLASSES];
  private final double[] exactWeights = new double[ColorTable.CLASSES];

  LayerColors(ColorTable table) {
    for (int n = 0; n < ColorTable.CLASSES; n++) {
      int kind = ClassStage.kind(n);
      int rgb = table.rgb(kind);
      colors[n] = rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16;
      exactWeights[n] = table.alpha(kind);
      weights[n] = (float) exactWeights[n];
    }
  }

  /** The most that {@link #blend} adds to the error of what it gets: 4 roundings. */
  static double error() {
    return 4 * GreyStage.ROUNDING;
  }

  /** {@code out = in + weight (colour - in)} in each channel. */
  void blend(int[] numbers, int n, float[][] in, float[][] out) {
    float[] r = in[0];
    float[] g = in[1];
    float[] b = in[2];
    float[] toR = out[0];
    float[] toG = out[1];
    float[] toB = out[2];
    for (int i = 0; i < n; i += Lanes.COUNT) {
      IntVector color = IntVector.fromArray(Lanes.I, colors, 0, numbers, i);
      FloatVector weight = FloatVector.fromArray(Lanes.F, weights, 0, numbers, i);
      over(r, i, channel(color), weight).intoArray(toR, i);
      over(g, i, channel(color.lanewise(VectorOperators.LSHR, 8)), weight).intoArray(toG, i);
      over(b, i, channel(color.lanewise(VectorOperators.LSHR, 16)), weight).intoArray(toB, i);
    }
  }

  private static FloatVector channel(IntVector bits) {
    return (FloatVector) bits.and(0xff).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector over(float[] below, int i, FloatVector color, FloatVector weight) {
    FloatVector y = FloatVector.fromArray(Lanes.F, below, i);
    return color.sub(y).fma(weight, y);
  }

  /** The blend of one pixel as the scalar backend has it, 0 to 1. */
  void blendExactly(int number, double[] out) {
    double a = exactWeights[number];
    for (int c = 0; c < 3; c++) {
      out[c] = (1 - a) * out[c] + a * ((colors[number] >> 8 * c & 0xff) / 255.0);
    }
  }
}
