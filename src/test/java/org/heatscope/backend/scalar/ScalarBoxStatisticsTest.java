// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.heatscope.backend.Workers;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.BoxStatistics.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: NumPy 2.4.6 by src/test/resources/reference/filters/make_filters.py. */
class ScalarBoxStatisticsTest {
  private final BoxStatistics box = new ScalarBoxStatistics(new Workers(2));

  private Wanted statistics(Samples image, int... radius) {
    Wanted all =
        new Wanted(
            Optional.of(ReferenceArrays.like(image)),
            Optional.of(ReferenceArrays.like(image)),
            Optional.of(ReferenceArrays.like(image)),
            Optional.of(ReferenceArrays.like(image)));
    box.statistics(image, radius, all);
    return all;
  }

  @ParameterizedTest
  @CsvSource({"cube, 1, 1, 1", "mixed, 3, 0, 2", "wide, 20, 2, 100"})
  void likeNumpyWhereSomeValuesAreNan(String name, int x, int y, int z) throws IOException {
    Wanted got = statistics(ReferenceArrays.read("gaps"), x, y, z);
    ReferenceArrays.assertLike("box-" + name + "-mean", got.mean().orElseThrow(), 1e-5);
    ReferenceArrays.assertLike("box-" + name + "-sd", got.sd().orElseThrow(), 1e-5);
    ReferenceArrays.assertLike("box-" + name + "-min", got.min().orElseThrow(), 0);
    ReferenceArrays.assertLike("box-" + name + "-max", got.max().orElseThrow(), 0);
  }

  @Test
  void infinitiesDoNotCount() {
    float inf = Float.POSITIVE_INFINITY;
    Wanted got =
        statistics(Samples.of(new float[] {inf, 1, 3, -inf, -inf, -inf}, 6, 1, 1), 1, 1, 1);
    float nan = Float.NaN;
    assertArrayEquals(new float[] {1, 2, 2, 3, nan, nan}, got.mean().orElseThrow().target());
    assertArrayEquals(new float[] {0, 1, 1, 0, nan, nan}, got.sd().orElseThrow().target());
    assertArrayEquals(new float[] {1, 1, 1, 3, nan, nan}, got.min().orElseThrow().target());
    assertArrayEquals(new float[] {1, 3, 3, 3, nan, nan}, got.max().orElseThrow().target());
  }

  @Test
  void sumsDoNotDriftOverALongImageFarFromZero() {
    int n = 200_000;
    double[] v = new double[n];
    Random random = new Random(1);
    for (int i = 0; i < n; i++) {
      v[i] = 1e6 + random.nextGaussian();
    }
    Samples image = new Samples(v, SampleType.FLOAT64, 0, 1, 1, n, Rescale.IDENTITY);
    Wanted got = statistics(image, 0, 0, 2);
    for (int i = n - 1000; i < n - 2; i++) {
      double[] in = Arrays.copyOfRange(v, i - 2, i + 3);
      double mean = Arrays.stream(in).sum() / 5;
      double sd = Math.sqrt(Arrays.stream(in).map(x -> (x - mean) * (x - mean)).sum() / 5);
      assertEquals(mean, got.mean().orElseThrow().stored(i), 0.07);
      assertEquals(sd, got.sd().orElseThrow().stored(i), 1e-6 * sd + 1e-7);
    }
  }

  @Test
  void aNegativeRadiusIsRefused() {
    Samples image = Samples.floats(2, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> statistics(image, 1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> statistics(image, 1, 1));
  }
}
