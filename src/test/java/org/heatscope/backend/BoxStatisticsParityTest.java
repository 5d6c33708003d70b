// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class BoxStatisticsParityTest extends OperationParity {
  BoxStatisticsParityTest(String backend) {
    super(backend);
  }

  private void check(Samples image, int... radius) {
    String what = image.type() + " " + Arrays.toString(radius);
    int nx = image.nx();
    int ny = image.ny();
    int nz = image.nz();
    Optional<Samples> no = Optional.empty();
    double sd = scalar.reduce().reduce(image).sd();
    assertAgree(
        "mean of " + what,
        nx,
        ny,
        nz,
        1e-6 * largest(image),
        (s, out) ->
            s.boxStatistics().statistics(image, radius, new Wanted(Optional.of(out), no, no, no)));
    assertAgree(
        "sd of " + what,
        nx,
        ny,
        nz,
        1e-4 * (Double.isNaN(sd) ? 0 : sd),
        (s, out) ->
            s.boxStatistics().statistics(image, radius, new Wanted(no, Optional.of(out), no, no)));
    assertAgree(
        "min of " + what,
        nx,
        ny,
        nz,
        0,
        (s, out) ->
            s.boxStatistics().statistics(image, radius, new Wanted(no, no, Optional.of(out), no)));
    assertAgree(
        "max of " + what,
        nx,
        ny,
        nz,
        0,
        (s, out) ->
            s.boxStatistics().statistics(image, radius, new Wanted(no, no, no, Optional.of(out))));
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(random(SampleType.FLOAT32, n[0], n[1], n[2], 4), 2, 1, 3);
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(random(type, 37, 5, 3, 7), 1, 2, 1);
    }
  }

  @Test
  void everyRadius() {
    Samples image = random(SampleType.FLOAT32, 41, 36, 35, 2);
    check(image, 0, 0, 0);
    check(image, 3, 3, 3);
    check(image, 5, 0, 100);
    check(image, 0, 9, 0);
    check(image, Integer.MAX_VALUE, 40, 1);
  }

  @Test
  void whatIsNotFinite() {
    check(odd(67, 5, 3, 1), 1, 1, 0);
    check(odd(67, 15, 13, 1), 0, 1, 1);
    check(odd(33, 15, 13, 1), 3, 3, 3);
  }

  /** Sums start anew every some rows and planes. */
  @Test
  void manyRowsAndPlanes() {
    check(random(SampleType.FLOAT32, 19, 150, 40, 2), 2, 3, 2);
    check(random(SampleType.INT16, 33, 140, 35, 3), 1, 20, 5);
    check(odd(35, 131, 37, 1), 2, 1, 3);
  }

  @Test
  void boxesOfNothingButGaps() {
    int n = 40;
    float[] v = new float[n * n * n];
    Random random = new Random(7);
    for (int i = 0; i < v.length; i++) {
      boolean inBlock = i % n < 20 && i / n % n < 20 && i / (n * n) < 20;
      v[i] = inBlock ? (float) (1000 + 50 * random.nextGaussian()) : Float.NaN;
    }
    check(Samples.of(v, n, n, n), 3, 3, 3);
  }

  /** Sums that run past the block leave rounding behind, which is not to be seen. */
  @Test
  void boxesOfZerosHaveNoMeanAndNoDeviation() {
    int n = 40;
    float[] v = new float[n * n * n];
    Random random = new Random(6);
    for (int i = 0; i < v.length; i++) {
      boolean inBlock = i % n < 20 && i / n % n < 20 && i / (n * n) < 20;
      v[i] = inBlock ? (float) (1000 + 50 * random.nextGaussian()) : 0;
    }
    Samples image = Samples.of(v, n, n, n);
    for (Session s : new Session[] {scalar, other}) {
      Samples mean = Samples.floats(n, n, n);
      Samples sd = Samples.floats(n, n, n);
      Optional<Samples> no = Optional.empty();
      s.boxStatistics()
          .statistics(
              image, new int[] {3, 3, 3}, new Wanted(Optional.of(mean), Optional.of(sd), no, no));
      for (int i = 0; i < v.length; i++) {
        if (i % n >= 23 || i / n % n >= 23 || i / (n * n) >= 23) {
          assertEquals(0, mean.target()[i], "mean at " + i);
          assertEquals(0, sd.target()[i], "deviation at " + i);
        }
      }
    }
  }

  @Test
  void farFromZero() {
    float[] v = new float[50 * 40 * 30];
    Random random = new Random(5);
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) (100_000 + (i % 50 < 25 ? 3 : 0.5) * random.nextGaussian());
    }
    check(Samples.of(v, 50, 40, 30), 3, 3, 3);
    check(new Samples(v, SampleType.FLOAT32, 0, 50, 40, 30, new Rescale(-1e-3, 7)), 2, 2, 2);
  }
}
