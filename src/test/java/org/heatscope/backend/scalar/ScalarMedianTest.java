// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Median;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: NumPy 2.4.6 by src/test/resources/reference/filters/make_filters.py. */
class ScalarMedianTest {
  private final Median median = new ScalarMedian(new Workers(2));

  private Samples medians(Samples image, int... radius) {
    Samples out = ReferenceArrays.like(image);
    median.median(image, radius, out);
    return out;
  }

  @ParameterizedTest
  @CsvSource({"cube, 1, 1, 1", "mixed, 3, 0, 2", "wide, 20, 2, 100"})
  void likeNumpyWhereSomeValuesAreNan(String name, int x, int y, int z) throws IOException {
    // the mean of two floats rounded to a float: half a unit in the last place of 64 to 256
    ReferenceArrays.assertLike(
        "median-" + name, medians(ReferenceArrays.read("gaps"), x, y, z), 0x1p-17);
  }

  @Test
  void infinitiesCount() {
    float inf = Float.POSITIVE_INFINITY;
    float[] v = {inf, inf, 2, 1, -inf};
    assertArrayEquals(
        new float[] {inf, inf, 2, 1, -inf}, medians(Samples.of(v, 5, 1, 1), 1, 0, 0).target());
  }
}
