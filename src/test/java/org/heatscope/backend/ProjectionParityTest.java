// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Projection.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class ProjectionParityTest extends OperationParity {
  ProjectionParityTest(String backend) {
    super(backend);
  }

  private void check(Samples image, Affine rays, int steps, int nx, int ny) {
    for (Kind kind : Kind.values()) {
      // of values of nearly one magnitude another sign may be kept
      Interpolation how = kind == Kind.SIGNED_MAX ? Interpolation.NEAREST : Interpolation.LINEAR;
      assertAgree(
          kind + " of " + image.type() + " along " + rays,
          nx,
          ny,
          1,
          (kind == Kind.MEAN ? 1e-5 : 2e-6) * largest(image),
          (session, out) -> session.projection().project(image, rays, steps, how, kind, out));
    }
  }

  @Test
  void alongEachAxis() {
    for (int[] n : SIZES) {
      Samples image = random(SampleType.FLOAT32, n[0], n[1], n[2], 4);
      check(image, Affine.identity(), n[2], n[0], n[1]);
      check(image, Affine.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0), n[1] + 1, n[0], n[2]);
      check(image, Affine.of(0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0), n[0], n[1], n[2]);
      check(image, Affine.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0), n[2], n[1], n[0]);
    }
  }

  @Test
  void obliqueOfEveryType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 23, 17, 11, 7), ResampleParityTest.OBLIQUE, 13, 67, 9);
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(37, 9, 5, 1), Affine.identity(), 5, 37, 9);
    check(odd(37, 9, 5, 2), Affine.of(0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0), 37, 9, 5);
    check(odd(37, 9, 5, 3), ResampleParityTest.OBLIQUE, 5, 37, 9);
  }
}
