// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.heatscope.map.TestWork.values;
import static org.heatscope.map.TestWork.volume;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NormalizeTest {
  private static final double NAN = Double.NaN;

  @Test
  void minMaxTakesTheFiniteValuesToZeroAndOne() {
    assertArrayEquals(
        new double[] {0, 0.25, 1, NAN, NAN},
        values(Normalize.minMax(volume(5, 1, 1, 2, 3, 6, NAN, Double.POSITIVE_INFINITY), WORK)),
        1e-7);
  }

  @Test
  void robustTakesPercentilesToZeroAndOneAndGoesBeyond() {
    // percentiles 25 and 75 of 0..4 are 1 and 3
    assertArrayEquals(
        new double[] {-0.5, 0, 0.5, 1, 1.5},
        values(Normalize.robust(volume(5, 1, 1, 0, 1, 2, 3, 4), 25, 75, WORK)),
        1e-7);
    assertThrows(InvalidOption.class, () -> Normalize.robust(volume(1, 1, 1, 0), 50, 50, WORK));
  }

  @Test
  void zScoreHasTheDeviationOfThePopulation() {
    // mean 2, squares 4 + 4 over 2
    assertArrayEquals(
        new double[] {-1, 1, NAN},
        values(Normalize.zScore(volume(3, 1, 1, 0, 4, NAN), WORK)),
        1e-7);
  }

  @Test
  void aConstantImageBecomesZeroAndAnEmptyOneStaysEmpty() {
    assertArrayEquals(new double[] {0, 0}, values(Normalize.minMax(volume(2, 1, 1, 7, 7), WORK)));
    assertArrayEquals(new double[] {0, 0}, values(Normalize.zScore(volume(2, 1, 1, 7, 7), WORK)));
    assertArrayEquals(
        new double[] {NAN, NAN}, values(Normalize.zScore(volume(2, 1, 1, NAN, NAN), WORK)));
  }

  @Test
  void matchedHistogramsHaveTheSameShares() {
    // shares 1/4, 3/4, 1 of 0, 5, 9; those of the reference are 1/2 (at 10) and 1 (at 30)
    assertArrayEquals(
        new double[] {10, 20, 20, 30, NAN},
        values(
            Normalize.matchHistogram(
                volume(5, 1, 1, 0, 5, 5, 9, NAN), volume(4, 1, 1, 10, 10, 30, 30))),
        1e-6);
  }
}
