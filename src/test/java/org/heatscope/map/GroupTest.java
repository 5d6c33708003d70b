// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Table;
import org.heatscope.map.GroupMaps.Output;
import org.heatscope.map.Thresholds.Sides;
import org.junit.jupiter.api.Test;

/** groups.json was made by statsmodels, scipy and numpy; it names their versions. */
class GroupTest {
  private static final JsonObject EXPECTED = Reference.json("groups.json");
  private static final double[][] Y = rows(EXPECTED);

  private static double[][] rows(JsonObject o) {
    List<double[]> rows = new ArrayList<>();
    o.getAsJsonArray("y").forEach(r -> rows.add(Reference.numbers(r.getAsJsonArray())));
    return rows.toArray(new double[0][]);
  }

  private static List<MapInput> images(double[][] rows) {
    return Arrays.stream(rows)
        .map(r -> MapInput.of("image", TestWork.volume(r.length, 1, 1, r)))
        .toList();
  }

  private static Group group(double[][] rows) {
    return Group.of(images(rows), false, WORK);
  }

  private static double[] expected(JsonObject o, String name) {
    return Reference.numbers(o.getAsJsonArray(name));
  }

  /** Maps are floats: seven digits. */
  private static void assertNear(double[] expected, MapResult found, String what) {
    double[] f = TestWork.values(found.map().orElseThrow());
    assertEquals(expected.length, f.length);
    for (int i = 0; i < f.length; i++) {
      assertEquals(expected[i], f[i], 2e-7 * Math.abs(expected[i]) + 1e-12, what + " at " + i);
    }
  }

  @Test
  void momentsAreThoseOfNumPy() throws IOException {
    assertNear(expected(EXPECTED, "mean"), GroupMaps.mean(group(Y)), "mean");
    assertNear(expected(EXPECTED, "sd"), GroupMaps.sd(group(Y)), "sd");
    assertNear(expected(EXPECTED, "n"), GroupMaps.n(group(Y)), "n");
    double[] coverage = TestWork.values(GroupMaps.mean(group(Y)).coverage().orElseThrow());
    assertArrayEquals(expected(EXPECTED, "n"), coverage);
  }

  @Test
  void testsAreThoseOfScipy() throws IOException {
    double[][] shifted =
        Arrays.stream(Y)
            .map(r -> Arrays.stream(r).map(v -> v - 1000).toArray())
            .toArray(double[][]::new);
    JsonObject one = EXPECTED.getAsJsonObject("one_sample");
    assertNear(expected(one, "t"), GroupMaps.oneSample(group(shifted), Output.T), "t");
    assertNear(expected(one, "p"), GroupMaps.oneSample(group(shifted), Output.P), "p");
    assertNear(expected(one, "z"), GroupMaps.oneSample(group(shifted), Output.Z), "z");
    int firsts = EXPECTED.get("firsts").getAsInt();
    for (boolean pooled : new boolean[] {false, true}) {
      JsonObject two = EXPECTED.getAsJsonObject(pooled ? "pooled" : "welch");
      assertNear(
          expected(two, "t"), GroupMaps.twoSample(group(Y), firsts, pooled, Output.T), "two t");
      assertNear(
          expected(two, "p"), GroupMaps.twoSample(group(Y), firsts, pooled, Output.P), "two p");
    }
    JsonObject paired = EXPECTED.getAsJsonObject("paired");
    List<MapInput> pairs = images(Y).subList(0, 10);
    assertNear(expected(paired, "t"), GroupMaps.paired(pairs, false, Output.T, WORK), "paired t");
    assertNear(expected(paired, "p"), GroupMaps.paired(pairs, false, Output.P, WORK), "paired p");
  }

  private static Design design() {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < Y.length; i++) {
      rows.add(
          List.of(
              EXPECTED.getAsJsonArray("age").get(i).getAsString(),
              EXPECTED.getAsJsonArray("group").get(i).getAsString()));
    }
    return Design.of(new Table(List.of("age", "group"), rows), List.of(), true);
  }

  @Test
  void modelsAreThoseOfStatsmodels() throws IOException {
    Design design = design();
    assertEquals(List.of("intercept", "age", "group:b", "group:c"), design.columns());
    for (Map.Entry<String, com.google.gson.JsonElement> e :
        EXPECTED.getAsJsonObject("glm").entrySet()) {
      double[] c = design.contrast(e.getKey());
      for (Output output : new Output[] {Output.T, Output.P, Output.EFFECT}) {
        assertNear(
            expected(e.getValue().getAsJsonObject(), Option.spelled(output)),
            Glm.map(group(Y), design, c, e.getKey(), output),
            e.getKey() + " " + output);
      }
    }
  }

  @Test
  void aModelWithoutInterceptKeepsTheOffset() throws IOException {
    double[][] rows = new double[Y.length][];
    for (int i = 0; i < rows.length; i++) {
      double age = EXPECTED.getAsJsonArray("age").get(i).getAsDouble();
      rows[i] = new double[] {age, (age - 50) * (age - 50)};
    }
    Design design = new Design(List.of("age", "square"), rows);
    assertNear(
        expected(EXPECTED, "glm_no_intercept"),
        Glm.map(group(Y), design, new double[] {0, 1}, "square", Output.T),
        "square");
  }

  @Test
  void aLargeOffsetCostsNoDigitsOverTenThousandImages() {
    // offset 1e9, values 0, 1, 2 in turn: 0 once more than 1 and 2
    Moments a = new Moments(1);
    Moments b = new Moments(1);
    for (int k = 0; k < 10_000; k++) {
      (k < 3_700 ? a : b).add(new double[] {1e9 + k % 3}, WORK.workers());
    }
    a.merge(b);
    assertEquals(10_000, a.count(0));
    assertEquals(1e9 + 0.9999, a.mean(0), 1e-5);
    // 3334 zeros, 3333 ones, 3333 twos
    double mean = 9999 / 10_000.0;
    double squares =
        3334 * mean * mean + 3333 * (1 - mean) * (1 - mean) + 3333 * (2 - mean) * (2 - mean);
    assertEquals(squares / 9999, a.variance(0), 1e-6);
  }

  @Test
  void mergingNothingChangesNothing() {
    Moments a = new Moments(2);
    a.add(new double[] {3, Double.NaN}, WORK.workers());
    a.merge(new Moments(2));
    assertEquals(3, a.mean(0));
    assertTrue(Double.isNaN(a.mean(1)));
    assertTrue(Double.isNaN(a.variance(0)));
  }

  @Test
  void zerosAreMissingOnlyIfSaid() throws IOException {
    double[][] y = {{0, 4}, {2, 6}};
    assertArrayEquals(
        new double[] {1, 5}, TestWork.values(GroupMaps.mean(group(y)).map().orElseThrow()));
    Group missing = Group.of(images(y), true, WORK);
    assertArrayEquals(
        new double[] {2, 5}, TestWork.values(GroupMaps.mean(missing).map().orElseThrow()));
  }

  @Test
  void valuesWithoutSpreadHaveNoT() throws IOException {
    double[][] y = {{5, 1, 0.1}, {5, Double.NaN, 0.1}, {5, Double.NaN, 0.1}};
    double[] nan = {Double.NaN, Double.NaN, Double.NaN};
    assertArrayEquals(
        nan, TestWork.values(GroupMaps.oneSample(group(y), Output.T).map().orElseThrow()));
    Design ones = new Design(List.of("intercept"), new double[][] {{1}, {1}, {1}});
    assertArrayEquals(
        nan,
        TestWork.values(
            Glm.map(group(y), ones, new double[] {1}, "intercept", Output.T).map().orElseThrow()));
  }

  @Test
  void anotherGridIsResampledThroughTheAffines() throws IOException {
    Geometry shifted = Geometry.anatomical(3, 1, 1, Affine.translation(0.5, 0, 0));
    List<MapInput> images =
        List.of(
            MapInput.of("a", TestWork.volume(3, 1, 1, 0, 0, 0)),
            MapInput.of("b", TestWork.volume(shifted, 10, 20, 40)));
    // at 0, 1, 2 mm: the edge of the footprint (10), halfway (15), halfway (30); half for the mean
    assertArrayEquals(
        new double[] {5, 7.5, 15},
        TestWork.values(GroupMaps.mean(Group.of(images, false, WORK)).map().orElseThrow()),
        1e-6);
  }

  @Test
  void anImageThatDoesNotSuitIsNamed() {
    Volume series =
        Volume.of(ArrayImgs.floats(2, 1, 1, 3), Geometry.anatomical(2, 1, 1, Affine.identity()))
            .build();
    List<MapInput> images =
        List.of(MapInput.of("a.nii", TestWork.volume(2, 1, 1, 0, 0)), MapInput.of("b.nii", series));
    ImageFormatException e =
        assertThrows(
            ImageFormatException.class, () -> GroupMaps.mean(Group.of(images, false, WORK)));
    assertEquals("b.nii", e.path().toString());
  }

  @Test
  void designsThatCannotBeFittedAreRefused() {
    Design twice = new Design(List.of("a", "b"), new double[][] {{1, 2}, {2, 4}, {3, 6}, {5, 10}});
    assertEquals(
        "the design's column 'b' is a sum of those before it",
        assertThrows(IllegalArgumentException.class, twice::orthonormal).getMessage());
    Design few = new Design(List.of("a", "b"), new double[][] {{1, 2}, {2, 3}});
    assertThrows(IllegalArgumentException.class, few::orthonormal);
    for (String wrong : new String[] {"weight", "age - ", "age age", "age - age", "2*"}) {
      assertThrows(InvalidOption.class, () -> design().contrast(wrong), wrong);
    }
    assertArrayEquals(new double[] {0, -0.5, 1, 1}, design().contrast("group:b+group:c - 0.5*age"));
  }

  private static double[] permuted(double[][] y, Permutation.Rule rule) throws IOException {
    return TestWork.values(Permutation.oneSample(group(y), rule).map().orElseThrow());
  }

  @Test
  void exhaustivePermutationsAreExact() throws IOException {
    JsonObject flips = EXPECTED.getAsJsonObject("flips");
    double[][] y = rows(flips);
    long memory = 1 << 20;
    assertArrayEquals(
        expected(flips, "p_two_sided"),
        permuted(y, new Permutation.Rule(1000, 0, Sides.BOTH, memory)),
        1e-7);
    assertArrayEquals(
        expected(flips, "p_one_sided"),
        permuted(y, new Permutation.Rule(128, 0, Sides.POSITIVE, memory)),
        1e-7);
    assertArrayEquals(
        expected(flips, "p_exchange_first_3"),
        TestWork.values(
            Permutation.twoSample(group(y), 3, new Permutation.Rule(35, 0, Sides.BOTH, memory))
                .map()
                .orElseThrow()),
        1e-7);
  }

  @Test
  void contrastsWithCovariatesArePermutedAsFreedmanAndLaneDo() throws IOException {
    JsonObject lane = EXPECTED.getAsJsonObject("freedman_lane");
    double[][] y = rows(lane);
    double[] age = expected(lane, "age");
    double[] patient = expected(lane, "patient");
    double[][] x = new double[y.length][];
    Arrays.setAll(x, i -> new double[] {1, age[i], patient[i]});
    Design design = new Design(List.of("intercept", "age", "patient"), x);
    for (String contrast : new String[] {"patient", "age", "patient - 0.1*age", "intercept"}) {
      HeatMap map =
          Permutation.map(
                  group(y),
                  design,
                  design.contrast(contrast),
                  new Permutation.Rule(720, 0, Sides.BOTH, 1 << 20))
              .map()
              .orElseThrow();
      assertArrayEquals(
          expected(lane.getAsJsonObject("p"), contrast), TestWork.values(map), 1e-7, contrast);
      // without covariates the intercept would be tested by 64 flips too
      String count = contrast.equals("intercept") ? "all 64 sign flips" : "all 720 exchanges";
      assertTrue(map.formula().contains(count + " of residuals (Freedman-Lane)"), map.formula());
    }
  }

  @Test
  void drawnPermutationsComeNearTheExactOnesAndRepeat() throws IOException {
    JsonObject flips = EXPECTED.getAsJsonObject("flips");
    double[][] y = rows(flips);
    double[] exact = expected(flips, "p_two_sided");
    Permutation.Rule rule = new Permutation.Rule(127, 3, Sides.BOTH, 1 << 20);
    double[] drawn = permuted(y, rule);
    for (int i = 0; i < exact.length; i++) {
      // three standard errors of a share of 127
      assertEquals(exact[i], drawn[i], 3 * Math.sqrt(0.25 / 127));
    }
    assertArrayEquals(drawn, permuted(y, rule));
  }

  @Test
  void aSmallBudgetReadsTheGroupAgainAndFindsTheSame() throws IOException {
    int voxels = 3000;
    double[][] y = new double[6][voxels];
    java.util.Random random = new java.util.Random(4);
    for (double[] row : y) {
      for (int i = 0; i < voxels; i++) {
        row[i] = random.nextGaussian() + (i == 2500 ? 3 : 0);
      }
    }
    y[1][7] = Double.NaN;
    double[] whole = permuted(y, new Permutation.Rule(64, 0, Sides.BOTH, 1 << 20));
    double[] parts = permuted(y, new Permutation.Rule(64, 0, Sides.BOTH, 1));
    assertArrayEquals(whole, parts);
    assertTrue(Double.isNaN(whole[7]));
  }
}
