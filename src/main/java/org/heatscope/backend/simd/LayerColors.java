// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.BlendTable;
import org.heatscope.color.ColorTable;
import org.heatscope.color.FloatCuts;

/** What the classes of a layer look like, laid over the colours below. */
final class LayerColors {
  /**
   * Red in the lowest byte, then green and blue, and 1 in the highest where the class has a weight;
   * by the class numbers of {@link FloatCuts}.
   */
  private final int[] colors = new int[ColorTable.CLASSES];

  /** The colours of the stretch's pixels. */
  private final int[] found = new int[Lanes.roundUp(Stretch.SIZE)];

  private final float[] weights = new float[ColorTable.CLASSES];
  private final BlendTable blends;

  /** The weight of all classes that have one; NaN where they differ. */
  private final float commonWeight;

  LayerColors(ColorTable table) {
    blends = new BlendTable(table);
    float common = 0;
    for (int n = 0; n < ColorTable.CLASSES; n++) {
      int kind = FloatCuts.kind(n);
      int rgb = table.rgb(kind);
      weights[n] = (float) table.alpha(kind);
      int drawn = weights[n] > 0 ? 1 << 24 : 0;
      colors[n] = rgb >> 16 & 0xff | rgb & 0xff00 | (rgb & 0xff) << 16 | drawn;
      if (weights[n] > 0) {
        common = common == 0 || common == weights[n] ? weights[n] : Float.NaN;
      }
    }
    commonWeight = common;
  }

  /** One by one, which is faster than a vector's gather. */
  private void find(int[] numbers, int n) {
    for (int i = 0; i < n; i++) {
      found[i] = colors[numbers[i]];
    }
  }

  /** The most that {@link #blend} adds to the error of what it gets: 4 roundings. */
  static double error() {
    return 4 * GreyStage.ROUNDING;
  }

  /** {@code out = in + weight (colour - in)} in each channel. */
  void blend(int[] numbers, int n, float[][] in, float[][] out) {
    float[] inR = in[0];
    float[] inG = in[1];
    float[] inB = in[2];
    float[] outR = out[0];
    float[] outG = out[1];
    float[] outB = out[2];
    boolean common = !Float.isNaN(commonWeight);
    find(numbers, n);
    for (int i = 0; i < n; i += Lanes.COUNT) {
      IntVector color = IntVector.fromArray(Lanes.I, found, i);
      FloatVector weight;
      if (common) {
        IntVector drawn = color.lanewise(VectorOperators.LSHR, 24);
        weight = ((FloatVector) drawn.convert(VectorOperators.I2F, 0)).mul(commonWeight);
      } else {
        weight = FloatVector.fromArray(Lanes.F, weights, 0, numbers, i);
      }
      IntVector r = color.and(0xff);
      IntVector g = color.lanewise(VectorOperators.LSHR, 8).and(0xff);
      IntVector b = color.lanewise(VectorOperators.LSHR, 16).and(0xff);
      FloatVector belowR = FloatVector.fromArray(Lanes.F, inR, i);
      FloatVector belowG = FloatVector.fromArray(Lanes.F, inG, i);
      FloatVector belowB = FloatVector.fromArray(Lanes.F, inB, i);
      FloatVector overR = (FloatVector) r.convert(VectorOperators.I2F, 0);
      FloatVector overG = (FloatVector) g.convert(VectorOperators.I2F, 0);
      FloatVector overB = (FloatVector) b.convert(VectorOperators.I2F, 0);
      overR.sub(belowR).fma(weight, belowR).intoArray(outR, i);
      overG.sub(belowG).fma(weight, belowG).intoArray(outG, i);
      overB.sub(belowB).fma(weight, belowB).intoArray(outB, i);
    }
  }

  /** A channel of one pixel as the scalar backend blends it, 0 to 1. */
  double blendExactly(int number, int channel, double below) {
    return blends.blend(FloatCuts.kind(number), channel, below);
  }
}
