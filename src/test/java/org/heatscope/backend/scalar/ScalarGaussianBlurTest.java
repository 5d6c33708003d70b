// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: SciPy 1.17.1 by src/test/resources/reference/filters/make_filters.py. */
class ScalarGaussianBlurTest {
  private final GaussianBlur blur = new ScalarGaussianBlur(new Workers(2));

  /** The reference image's largest magnitude is 166. */
  private static final double BOUND = 2e-7 * 166;

  private Samples blurred(Samples image, Border border, double... sigma) {
    Samples out = ReferenceArrays.like(image);
    blur.blur(image, sigma, border, out);
    return out;
  }

  @ParameterizedTest
  @CsvSource({"even, 1.3, 1.3, 1.3", "mixed, 2.0, 0.0, 0.7", "wide, 4.0, 30.0, 5.5"})
  void likeScipyWithEachBorder(String name, double x, double y, double z) throws IOException {
    Samples image = ReferenceArrays.read("image");
    for (Border border : Border.values()) {
      String file = "gaussian-" + name + "-" + border.name().toLowerCase(Locale.ROOT);
      ReferenceArrays.assertLike(file, blurred(image, border, x, y, z), BOUND);
    }
  }

  @Test
  void nanReachesWhatItsWeightsReach() throws IOException {
    Samples out = blurred(ReferenceArrays.read("gaps"), Border.NEAREST, 0.3, 0.3, 0.3);
    ReferenceArrays.assertLike("gaussian-gaps", out, BOUND);
  }

  @Test
  void aSigmaFarLargerThanTheImageGivesItsMeanWhereItIsMirrored() {
    Samples image = Samples.of(new float[] {1, 2, 6}, 3, 1, 1);
    assertArrayEquals(
        new float[] {3, 3, 3}, blurred(image, Border.REFLECT, 5e4, 1, 1).target(), 1e-5f);
    assertArrayEquals(
        new float[] {3.5f, 3.5f, 3.5f}, blurred(image, Border.NEAREST, 1e6, 1, 1).target(), 1e-4f);
    assertArrayEquals(
        new float[] {0, 0, 0}, blurred(image, Border.ZERO, 1e6, 0, 0).target(), 1e-4f);
  }

  @Test
  void aConstantStaysConstantWithinTheBound() {
    float[] v = new float[40 * 31 * 20];
    Arrays.fill(v, 0.7f);
    Samples out = blurred(Samples.of(v, 40, 31, 20), Border.REFLECT, 5, 2, 9);
    for (float got : out.target()) {
      assertEquals(0.7f, got, 2e-7 * 0.7);
    }
  }

  private float[] derivative(double sigma, int order, Border border, float... row) {
    Samples image = Samples.of(row, row.length, 1, 1);
    Samples out = ReferenceArrays.like(image);
    blur.blur(image, new double[] {sigma, 0, 0}, new int[] {order, 0, 0}, border, out);
    return out.target();
  }

  @Test
  void derivativesOfPolynomialsAreExactAtAnySigma() {
    float[] ramp = new float[41];
    float[] square = new float[41];
    for (int i = 0; i < 41; i++) {
      ramp[i] = 3 * i;
      square[i] = (i - 20) * (i - 20);
    }
    for (double sigma : new double[] {0.3, 0.5, 1, 2.5}) {
      assertEquals(3, derivative(sigma, 1, Border.NEAREST, ramp)[20], 1e-5);
      assertEquals(0, derivative(sigma, 2, Border.NEAREST, ramp)[20], 1e-4);
      assertEquals(2, derivative(sigma, 2, Border.NEAREST, square)[20], 1e-4);
    }
  }

  @Test
  void derivativesAreThoseOfTheMirroredRowAlsoWhereWeightsRunAroundItSeveralTimes() {
    // SciPy 1.17.1: gaussian_filter1d([1, 5, 2, 8], sigma, order=order, mode="reflect", truncate=6)
    assertArrayEquals(
        new float[] {0.72366587f, 1.0377083f, 1.4950736f, 1.1810311f},
        derivative(1, 1, Border.REFLECT, 1, 5, 2, 8),
        2e-6f);
    assertArrayEquals(
        new float[] {0.22722259f, 0.5562993f, 0.56759628f, 0.23851958f},
        derivative(2, 1, Border.REFLECT, 1, 5, 2, 8),
        2e-6f);
    assertArrayEquals(
        new float[] {0.43259639f, 0.19148841f, -0.17374318f, -0.45034168f},
        derivative(2, 2, Border.REFLECT, 1, 5, 2, 8),
        2e-6f);
  }

  @Test
  void sigmasThatAreNoneAreRefused() {
    Samples image = Samples.floats(2, 2, 2);
    for (double sigma : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> blurred(image, Border.ZERO, 1, 1, sigma));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> blur.blur(image, new double[3], Border.ZERO, Samples.floats(2, 2, 3)));
  }
}
