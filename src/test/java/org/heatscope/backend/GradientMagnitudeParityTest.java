// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class GradientMagnitudeParityTest extends OperationParity {
  private static final Affine OBLIQUE = Affine.of(.9, .3, -.2, 5, -.4, 1.1, .5, 6, .1, -.6, 2.4, 7);
  private static final Affine SPACING = Affine.scaling(-1.5, 1, 3, 0, 0, 0);

  GradientMagnitudeParityTest(String backend) {
    super(backend);
  }

  /** No voxel is smaller than 0.9 mm. */
  private void check(Samples image) {
    for (Affine affine : new Affine[] {OBLIQUE, SPACING}) {
      assertAgree(
          image.type().name(),
          image.nx(),
          image.ny(),
          image.nz(),
          1e-6 * largest(image),
          (session, out) -> session.gradientMagnitude().gradientMagnitude(image, affine, out));
    }
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(random(SampleType.FLOAT32, n[0], n[1], n[2], 4));
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 37, 5, 3, 7));
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(67, 5, 3, 1));
    check(odd(1, 5, 30, 1));
    check(odd(100, 1, 1, 1));
  }
}
