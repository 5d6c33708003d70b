// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.heatscope.backend.Workers;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine;
import org.heatscope.op.Combine.Formula;
import org.junit.jupiter.api.Test;

class ScalarCombineTest {
  private static final float NAN = Float.NaN;

  private static float[] combined(Formula formula) {
    Combine combine = new ScalarCombine(new Workers(2));
    short[] a = {15, 3, 7, 2};
    Samples first = new Samples(a, SampleType.INT16, 0, 4, 1, 1, new Rescale(2, 0));
    Samples second = Samples.of(new float[] {20, -4, 0.5f, NAN}, 4, 1, 1);
    Samples out = Samples.floats(4, 1, 1);
    combine.combine(first, second, formula, out);
    return out.target();
  }

  @Test
  void formulasOfTwoValues() {
    // a = 30, 6, 14, 4
    assertArrayEquals(new float[] {40, 16, 27.5f, NAN}, combined(Formula.weightedSum(2, -1)));
    assertArrayEquals(new float[] {1.5f, -1.5f, NAN, NAN}, combined(Formula.ratio(0.5)));
    assertArrayEquals(new float[] {50, -250, 2700, NAN}, combined(Formula.percentChange(0)));
  }
}
