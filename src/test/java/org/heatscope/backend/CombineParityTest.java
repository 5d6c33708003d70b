// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine.Formula;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class CombineParityTest extends OperationParity {
  CombineParityTest(String backend) {
    super(backend);
  }

  private void check(Samples a, Samples b) {
    for (Formula f :
        new Formula[] {
          Formula.weightedSum(0.3, -1.7), Formula.ratio(0.2), Formula.percentChange(0)
        }) {
      assertAgree(
          f + " of " + a.type() + " and " + b.type(),
          a.nx(),
          a.ny(),
          a.nz(),
          0,
          (session, out) -> session.combine().combine(a, b, f, out));
    }
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(
          random(SampleType.INT16, n[0], n[1], n[2], 4),
          random(SampleType.FLOAT32, n[0], n[1], n[2], 5));
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 37, 5, 3, 7), random(SampleType.UINT8, 37, 5, 3, 8));
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(67, 5, 2, 1), odd(67, 5, 2, 2));
  }
}
