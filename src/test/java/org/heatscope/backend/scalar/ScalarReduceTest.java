// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.heatscope.backend.Workers;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Reduce;
import org.heatscope.op.Reduce.Summary;
import org.junit.jupiter.api.Test;

class ScalarReduceTest {
  private final Reduce reduce = new ScalarReduce(new Workers(2), ScalarReduce::reader);

  @Test
  void whatIsNotFiniteIsCountedAndLeftOut() {
    float[] v = {Float.NaN, 1, Float.POSITIVE_INFINITY, 3, Float.NEGATIVE_INFINITY};
    // of 1 and 3: mean 2, squared deviations 1 + 1
    assertEquals(new Summary(1, 3, 2, 2, 1, 2, 5), reduce.reduce(Samples.of(v, 5, 1, 1)));
    Summary none = reduce.reduce(Samples.of(new float[] {Float.NaN}, 1, 1, 1));
    assertEquals(new Summary(Double.NaN, Double.NaN, Double.NaN, 0, 1, 0, 1), none);
    assertEquals(Double.NaN, none.sd());
  }

  @Test
  void theRescaleIsApplied() {
    short[] v = {-2, 0, 2};
    Samples s = new Samples(v, SampleType.INT16, 0, 3, 1, 1, new Rescale(-2, 10));
    // 14, 10, 6
    assertEquals(new Summary(6, 14, 10, 32, 0, 0, 3), reduce.reduce(s));
    assertEquals(4, reduce.reduce(s).sd());
  }

  @Test
  void aLargeMeanDoesNotEatTheDeviation() {
    int n = 1 << 20;
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = 1e9 + (i % 2);
    }
    Summary s = reduce.reduce(new Samples(v, SampleType.FLOAT64, 0, n, 1, 1, Rescale.IDENTITY));
    assertEquals(1e9 + 0.5, s.mean(), 1e-6);
    // half of the values 1/2 below the mean, half above: n / 4
    assertEquals(n / 4.0, s.squares(), n * 1e-9);
  }
}
