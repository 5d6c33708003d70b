// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class ResampleParityTest extends OperationParity {
  static final Affine OBLIQUE =
      Affine.of(0.31, 0.23, -0.07, 0.4137, -0.12, 0.77, 0.08, 0.719, 0.05, -0.09, 0.83, -0.3071);

  ResampleParityTest(String backend) {
    super(backend);
  }

  private void check(Samples image, Affine toVoxel, int nx, int ny, int nz) {
    for (Interpolation how : Interpolation.values()) {
      double bound = how == Interpolation.NEAREST ? 0 : 2e-6 * largest(image);
      assertAgree(
          how + " of " + image.type() + " by " + toVoxel,
          nx,
          ny,
          nz,
          bound,
          (session, out) -> session.resample().resample(image, toVoxel, how, out));
    }
  }

  @Test
  void everySizeOfTheOutput() {
    Samples image = random(SampleType.FLOAT32, 23, 17, 11, 4);
    for (int[] n : SIZES) {
      check(image, OBLIQUE, n[0], n[1], n[2]);
    }
  }

  @Test
  void everySizeOfTheImage() {
    for (int[] n : SIZES) {
      check(random(SampleType.FLOAT32, n[0], n[1], n[2], 6), OBLIQUE, 70, 6, 5);
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 23, 17, 11, 7), OBLIQUE, 67, 9, 8);
      check(random(type, 23, 17, 11, 8), OBLIQUE, 67, 9, 8);
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(23, 17, 11, 1), OBLIQUE, 67, 19, 8);
  }

  @Test
  void wholeAndHalfStepsAndAxesInAnotherOrder() {
    Samples image = odd(23, 17, 11, 3);
    check(image, Affine.identity(), 29, 17, 11);
    check(image, Affine.translation(-2, 1, 3), 29, 17, 11);
    check(image, Affine.of(-1, 0, 0, 22, 0, 0, 1, 0, 0, 2, 0, 0), 23, 6, 17);
    check(image, Affine.of(0, 0, 1, 0, 1, 0, 0, -3, 0, 1, 0, 0), 24, 11, 23);
    check(image, Affine.scaling(0.5, 0.5, 0.25, 0, 0, 0), 45, 33, 41);
    check(image, Affine.scaling(3.7, 2.3, 1.9, 0.21, 0.37, 0.11), 6, 7, 5);
    check(image, Affine.of(0, 1.3, 0, 0.2, 0, 0, 1, 0.3, 0.6, 0, 0, -0.4), 20, 17, 16);
  }

  @Test
  void whatLiesOutsideAltogether() {
    check(random(SampleType.FLOAT32, 5, 4, 3, 2), Affine.translation(100, 0, 0), 33, 2, 2);
  }
}
