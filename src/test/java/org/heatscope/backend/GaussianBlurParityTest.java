// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.Arrays;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class GaussianBlurParityTest extends OperationParity {
  GaussianBlurParityTest(String backend) {
    super(backend);
  }

  private void check(Samples image, double... sigma) {
    for (Border border : Border.values()) {
      assertAgree(
          String.join(" ", border.name(), image.type().name(), Arrays.toString(sigma)),
          image.nx(),
          image.ny(),
          image.nz(),
          1e-6 * largest(image),
          (session, out) -> session.gaussianBlur().blur(image, sigma, border, out));
    }
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(random(SampleType.FLOAT32, n[0], n[1], n[2], 4), 1.5, 0.8, 2.2);
    }
  }

  @Test
  void severalStrips() {
    check(random(SampleType.FLOAT32, 300, 700, 2, 4), 3, 2, 1);
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 37, 5, 3, 7), 1, 2, 0);
    }
  }

  @Test
  void everySigma() {
    Samples image = random(SampleType.FLOAT32, 41, 6, 5, 2);
    check(image, 0, 0, 0);
    check(image, 0, 0, 1);
    check(image, 0, 1.7, 0);
    check(image, 0.1, 0.2, 12);
    check(image, 25, 3, 400);
  }

  @Test
  void everyOrder() {
    for (int order = 0; order < 27; order++) {
      int[] orders = {order % 3, order / 3 % 3, order / 9};
      Samples image = random(SampleType.FLOAT32, 41, 19, 7, 2);
      for (Border border : Border.values()) {
        assertAgree(
            border + " " + Arrays.toString(orders),
            41,
            19,
            7,
            1e-6 * largest(image),
            (session, out) ->
                session.gaussianBlur().blur(image, new double[] {1.5, 1, 3}, orders, border, out));
      }
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(67, 5, 3, 1), 0.6, 0.4, 0.3);
  }
}
