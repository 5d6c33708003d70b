// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Histogram.Counts;
import org.heatscope.op.Reduce.Summary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** Histogram, quantiles and reduce: numbers out of an image. */
@ParameterizedClass
@FieldSource("OTHERS")
class CountsParityTest extends OperationParity {
  private static final double[] FRACTIONS = {0, 0.02, 0.3, 0.5, 0.981, 1};

  CountsParityTest(String backend) {
    super(backend);
  }

  private void check(Samples image) {
    histogram(image, -70.5, 63.25, 256);
    histogram(image, 0, 100, 1);
    histogram(image, -1e9, 1e9, 1000);
    histogram(image, 0.1, 7.3, 72);
    for (boolean absolute : new boolean[] {false, true}) {
      assertArrayEquals(
          scalar.quantiles().quantiles(image, absolute, FRACTIONS),
          other.quantiles().quantiles(image, absolute, FRACTIONS),
          image + "");
      assertEquals(
          scalar.quantiles().atFraction(image, absolute, 0.77),
          other.quantiles().atFraction(image, absolute, 0.77));
    }
    reduce(image);
  }

  private void histogram(Samples image, double low, double high, int bins) {
    Counts want = scalar.histogram().count(image, low, high, bins);
    Counts got = other.histogram().count(image, low, high, bins);
    String what = image.type() + " from " + low + " to " + high;
    assertEquals(Arrays.toString(want.bins()), Arrays.toString(got.bins()), what);
    assertEquals(
        List.of(want.under(), want.over(), want.nan()),
        List.of(got.under(), got.over(), got.nan()),
        what);
  }

  private void reduce(Samples image) {
    Summary want = scalar.reduce().reduce(image);
    Summary got = other.reduce().reduce(image);
    assertEquals(
        List.of(want.min(), want.max(), want.nan(), want.infinite(), want.count()),
        List.of(got.min(), got.max(), got.nan(), got.infinite(), got.count()),
        image + "");
    double within = 1e-9 * Math.max(Math.abs(want.mean()), Double.isNaN(want.sd()) ? 0 : want.sd());
    if (want.finite() > 1) {
      assertEquals(want.mean(), got.mean(), within + 1e-300, image + "");
      assertEquals(want.sd(), got.sd(), within + 1e-300, image + "");
    }
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(random(SampleType.FLOAT32, n[0], n[1], n[2], 4));
      check(random(SampleType.INT16, n[0], n[1], n[2], 5));
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 37, 25, 13, 7));
      check(random(type, 37, 25, 13, 8));
    }
  }

  @Test
  void whatIsNotFinite() {
    check(odd(67, 35, 12, 1));
    check(Samples.of(new float[] {Float.NaN, Float.NaN}, 2, 1, 1));
  }

  @Test
  void constantImages() {
    for (float v : new float[] {0, -0f, 0.1f, -1e30f, Float.MIN_VALUE}) {
      float[] a = new float[70000];
      Arrays.fill(a, v);
      check(Samples.of(a, 70000, 1, 1));
    }
  }

  @Test
  void valuesOnTheEdgesOfBins() {
    float[] a = new float[7300];
    for (int i = 0; i < a.length; i++) {
      a[i] = i / 1000f;
    }
    check(Samples.of(a, 7300, 1, 1));
    check(new Samples(a, SampleType.FLOAT32, 0, 7300, 1, 1, new Rescale(-2, 7)));
  }

  @Test
  void aLargeMeanAndASmallDeviation() {
    float[] a = new float[300000];
    for (int i = 0; i < a.length; i++) {
      a[i] = 1e6f + i % 3;
    }
    Samples image = Samples.of(a, 300, 1000, 1);
    check(image);
    histogram(image, 1e6 - 0.3, 1e6 + 1.999, 1000);
    // bins narrower than doubles tell apart
    histogram(image, 1e6, Math.nextUp(1e6), 3);
  }
}
