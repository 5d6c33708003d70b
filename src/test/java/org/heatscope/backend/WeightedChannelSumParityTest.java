// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class WeightedChannelSumParityTest extends OperationParity {
  WeightedChannelSumParityTest(String backend) {
    super(backend);
  }

  private void check(Samples activations, Samples weights) {
    // 1e-5 of the smallest sum of magnitudes that is likely: a quarter of the largest product each
    double sum = activations.ny() * largest(activations) * largest(weights) / 16;
    assertAgree(
        activations.type() + " by " + weights.type(),
        activations.nx(),
        activations.nz(),
        1,
        1e-5 * sum,
        (session, out) ->
            session.weightedChannelSum().weightedChannelSum(activations, weights, out));
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(
          random(SampleType.FLOAT32, n[0], n[1], n[2], 4),
          random(SampleType.FLOAT32, n[1], n[2], 1, 5));
    }
    check(random(SampleType.FLOAT32, 49, 2048, 3, 4), random(SampleType.FLOAT32, 2048, 3, 1, 6));
    check(random(SampleType.FLOAT32, 4099, 5, 2, 4), random(SampleType.FLOAT32, 5, 2, 1, 6));
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 49, 37, 2, 7), random(type, 37, 2, 1, 9));
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(49, 5, 2, 1), random(SampleType.FLOAT32, 5, 2, 1, 9));
  }
}
