// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.Arrays;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class MedianParityTest extends OperationParity {
  MedianParityTest(String backend) {
    super(backend);
  }

  private void check(Samples image, int... radius) {
    assertAgree(
        image.type() + " " + Arrays.toString(radius),
        image.nx(),
        image.ny(),
        image.nz(),
        0,
        (session, out) -> session.median().median(image, radius, out));
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(random(SampleType.FLOAT32, n[0], n[1], n[2], 4), 1, 1, 1);
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 37, 5, 3, 7), 1, 1, 1);
    }
  }

  @Test
  void everyRadius() {
    Samples image = random(SampleType.INT16, 41, 12, 9, 3);
    check(image, 0, 0, 0);
    check(image, 1, 1, 0);
    check(image, 2, 2, 0);
    check(image, 0, 0, 1);
    check(image, 2, 2, 2);
    check(image, 3, 0, 100);
    check(image, Integer.MAX_VALUE, 0, 1);
  }

  @Test
  void whatIsNotFinite() {
    check(odd(67, 15, 13, 1), 1, 1, 1);
    check(odd(67, 5, 3, 1), 1, 0, 0);
    check(odd(33, 7, 2, 1), 0, 2, 1);
  }

  @Test
  void manyAlike() {
    byte[] v = new byte[70 * 9 * 5];
    for (int i = 0; i < v.length; i++) {
      v[i] = (byte) (i * 7919 % 3);
    }
    check(Samples.of(floats(v), 70, 9, 5), 1, 1, 1);
  }

  private static float[] floats(byte[] v) {
    float[] f = new float[v.length];
    for (int i = 0; i < v.length; i++) {
      f[i] = v[i];
    }
    return f;
  }
}
