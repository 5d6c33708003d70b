// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.perturb.Variants;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.junit.jupiter.api.Test;

/** Metrics of maps, on the linear score y = 2 x_1 + 4 x_2 + x_3 + 3 x_4 where one is asked for. */
class MetricsTest {
  private static final float[] WEIGHTS = {2, 4, 1, 3};
  private static final Features ONES =
      new Features(1, 1, new int[] {2, 2}, new float[] {1, 1, 1, 1});

  private static Variants linear() {
    return new Variants(
        (images, target) -> {
          double[] scores = new double[images.images()];
          for (int i = 0; i < images.data().length; i++) {
            scores[i / 4] += WEIGHTS[i % 4] * images.data()[i];
          }
          return scores;
        },
        3,
        new Workers(1),
        n -> {});
  }

  private static CamMaps map(float... values) {
    return new CamMaps(1, new int[] {2, 2}, values);
  }

  /** Removing 4, 3, 2, 1 from 10 leaves 10 6 3 1 0: (5 + 6 + 3 + 1 + 0) / 4. */
  @Test
  void deletionOfALinearScoreFollowsItsWeights() throws IOException {
    RemovalCurve.Curve c = new RemovalCurve(false, 4, 0).of(ONES, map(WEIGHTS), 0, 0, linear());
    assertArrayEquals(new double[] {10, 6, 3, 1, 0}, c.scores(), 1e-6);
    assertEquals(3.75, c.area(), 1e-6);
  }

  /** Putting back 4, 3, 2, 1 gives 0 4 7 9 10: (0 + 4 + 7 + 9 + 5) / 4. */
  @Test
  void insertionOfALinearScoreFollowsItsWeights() throws IOException {
    RemovalCurve.Curve c = new RemovalCurve(true, 4, 0).of(ONES, map(WEIGHTS), 0, 0, linear());
    assertArrayEquals(new double[] {0, 4, 7, 9, 10}, c.scores(), 1e-6);
    assertEquals(6.25, c.area(), 1e-6);
  }

  /** In two steps of two positions: 10, 3, 0. */
  @Test
  void stepsTakeEqualShares() throws IOException {
    RemovalCurve.Curve c = new RemovalCurve(false, 2, 0).of(ONES, map(WEIGHTS), 0, 0, linear());
    assertArrayEquals(new double[] {10, 3, 0}, c.scores(), 1e-6);
    assertEquals(4, c.area(), 1e-6);
  }

  /** x L / max L has the score (4 + 16 + 1 + 9) / 4 = 7.5 of 10. */
  @Test
  void maskedConfidenceOfALinearScore() throws IOException {
    MaskedConfidence m = MaskedConfidence.of(ONES, map(WEIGHTS), new int[] {0}, linear());
    assertEquals(0.25, m.averageDrop(), 1e-6);
    assertEquals(0, m.increase());
  }

  @Test
  void aScoreThatRisesUnderTheMaskIsAnIncrease() throws IOException {
    Features image = new Features(1, 1, new int[] {2, 2}, new float[] {1, 1, -1, 1});
    MaskedConfidence m = MaskedConfidence.of(image, map(1, 1, 0, 1), new int[] {0}, linear());
    assertEquals(0, m.averageDrop());
    assertEquals(1, m.increase());
  }

  @Test
  void theGradientOfALinearScoreHasNoInfidelity() throws IOException {
    Infidelity exact = new Infidelity(50, 0.3, false, 1);
    assertEquals(0, exact.of(ONES, map(WEIGHTS), 0, 0, linear()), 1e-9);
    CamMaps doubled = map(4, 8, 2, 6);
    assertTrue(exact.of(ONES, doubled, 0, 0, linear()) > 0.1);
    Infidelity scaled = new Infidelity(50, 0.3, true, 1);
    assertEquals(0, scaled.of(ONES, doubled, 0, 0, linear()), 1e-9);
  }

  /** E (I·w)^2 = sigma^2 |w|^2 for a map of zeros: 0.09 * 30. */
  @Test
  void aMapOfZerosHasTheVarianceOfTheScoreForItsInfidelity() throws IOException {
    double v = new Infidelity(20000, 0.3, false, 1).of(ONES, map(0, 0, 0, 0), 0, 0, linear());
    assertEquals(2.7, v, 0.1);
  }

  @Test
  void sensitivityIsTheLargestRelativeChange() throws IOException {
    MaxSensitivity s = new MaxSensitivity(100, 0.02, 3);
    assertEquals(0, s.of(ONES, x -> map(1, 2, 3, 4))[0]);
    double own = s.of(ONES, x -> new CamMaps(1, x.grid(), x.data()))[0];
    // |d| is at most 0.02 * 2 and |x| is 2; of 100 changes one comes near.
    assertTrue(own > 0.7 * 0.02 && own <= 0.02 + 1e-6, "sensitivity " + own);
  }

  /** A plane is the mean of its neighbours everywhere, so that a hole in it is filled exactly. */
  @Test
  void imputationContinuesAPlane() {
    for (int[] grid : new int[][] {{7, 8}, {5, 6, 5}}) {
      int n = Arrays.stream(grid).reduce(1, (a, b) -> a * b);
      float[] data = new float[n];
      boolean[] missing = new boolean[n];
      float[] plane = new float[n];
      for (int p = 0; p < n; p++) {
        int rest = p;
        boolean inner = true;
        for (int a = grid.length - 1; a >= 0; a--) {
          int at = rest % grid[a];
          plane[p] += (a + 1) * at;
          inner &= at > 0 && at < grid[a] - 1;
          rest /= grid[a];
        }
        missing[p] = inner;
        data[p] = inner ? 99 : plane[p];
      }
      new NoisyLinearImputation(grid, 0).fill(data, 0, missing, new Random(1));
      assertArrayEquals(plane, data, 1e-4f);
    }
  }

  /** Oracle: MoRF 0.2 and LeRF 0.8 combine to 0.3. */
  @Test
  void roadCombinesBothOrders() {
    assertEquals(0.3, new Road.Scores(new double[] {0.2}, new double[] {0.8}).combined(), 1e-12);
  }

  /** One corner replaced by the mean of the others, weights 2 2 1 of 5: all ones stay ones. */
  @Test
  void roadReplacesTheMostAndTheLeastRelevant() throws IOException {
    Features image = new Features(1, 1, new int[] {2, 2}, new float[] {0, 5, 0, 0});
    Road road = new Road(new double[] {0.25}, 0, 1);
    Road.Scores s = road.of(image, map(WEIGHTS), 0, 0, linear());
    assertEquals(0, s.morf()[0], 1e-5, "the 5 is gone, its neighbours are 0");
    // Position 2 becomes (2 * 0 + 2 * 0 + 1 * 5) / 5 = 1.
    assertEquals(4 * 5 + 1, s.lerf()[0], 1e-5);
  }

  /** The area of 0.75 is that of scikit-learn's own example of roc_auc_score. */
  @Test
  void localisationOfASmallMap() {
    Localisation l =
        Localisation.of(
            new float[] {0.1f, 0.4f, 0.35f, 0.8f}, new boolean[] {false, false, true, true});
    assertTrue(l.pointingGame());
    assertEquals(1.15 / 1.65, l.energyInside(), 1e-6);
    assertEquals(0.5, l.relevanceRank());
    assertEquals(1.0 / 3, l.topIou(), 1e-12);
    assertEquals(0.75, l.rocAuc());
  }

  @Test
  void equalValuesCountHalfAndNaNNotAtAll() {
    Localisation l =
        Localisation.of(
            new float[] {1, 1, Float.NaN, 0, 1}, new boolean[] {true, false, true, false, false});
    // Inside 1; outside 1, 0, 1: ranks above by 1 of 3, equal to 2 of 3.
    assertEquals((1 + 0.5 + 0.5) / 3, l.rocAuc(), 1e-12);
    assertEquals(1.0 / 3, l.energyInside(), 1e-12);
  }

  @Test
  void anEmptyMaskIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Localisation.of(new float[] {1, 2}, new boolean[2]));
  }

  /** From voxel (0, 0, 1) to (1, 1, 0) with 2 x 3 x 6 mm: 7 mm. */
  @Test
  void theHotSpotsDistanceIsInMillimetres() {
    Geometry grid = Geometry.anatomical(2, 2, 2, Affine.scaling(2, 3, 6, 10, -5, 0));
    float[] map = new float[8];
    map[4] = 1;
    boolean[] mask = new boolean[8];
    mask[3] = true;
    assertEquals(7, Localisation.hotSpotDistanceMm(map, mask, grid), 1e-9);
    mask[4] = true;
    assertEquals(0, Localisation.hotSpotDistanceMm(map, mask, grid));
  }

  @Test
  void complexityOfOneAndOfEqualValues() {
    Complexity one = Complexity.of(new float[] {0, -3, 0, 0});
    assertEquals(0.75, one.gini(), 1e-12);
    assertEquals(0, one.entropy(), 1e-12);
    Complexity equal = Complexity.of(new float[] {2, 2, -2, 2});
    assertEquals(0, equal.gini(), 1e-12);
    assertEquals(Math.log(4), equal.entropy(), 1e-12);
    assertTrue(Double.isNaN(Complexity.of(new float[4]).entropy()));
    assertFalse(Double.isNaN(equal.gini()));
  }
}
