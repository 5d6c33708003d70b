// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Histogram;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Projection.Kind;
import org.heatscope.op.Splat.Points;
import org.heatscope.op.TemporalStatistics.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scalar operations on grids against NumPy and SciPy (reference/grids) and worked examples. */
class ScalarGridsTest {
  private static final Affine OBLIQUE =
      Affine.of(0.71, 0.12, -0.05, 0.413, -0.1, 0.66, 0.08, 0.717, 0.06, -0.09, 0.75, -0.307);
  private static final double[] FRACTIONS = {0, 0.02, 0.1, 0.25, 0.5, 1 / 3.0, 0.98, 0.999, 1};
  private static final float NAN = Float.NaN;

  private static Map<String, double[]> reference;

  private final Session session = new ScalarBackend().open(2);

  @BeforeAll
  static void readReference() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ScalarGridsTest.class.getResourceAsStream("/reference/grids/grids.csv"),
                StandardCharsets.UTF_8))) {
      reference =
          reader
              .lines()
              .filter(l -> !l.startsWith("#"))
              .map(l -> l.split(","))
              .collect(
                  Collectors.toMap(
                      c -> c[0],
                      c ->
                          Arrays.stream(c).skip(1).mapToDouble(ScalarGridsTest::number).toArray()));
    }
  }

  private static double number(String s) {
    return s.equals("nan") ? Double.NaN : Double.parseDouble(s);
  }

  @AfterEach
  void close() {
    session.close();
  }

  /** The image of the reference: a formula of the element. */
  private static Samples image(int nx, int ny, int nz) {
    float[] v = new float[nx * ny * nz];
    for (int i = 0; i < v.length; i++) {
      v[i] = (7919 * i + 31 * i * i) % 1009 / 8f - 60;
    }
    return Samples.of(v, nx, ny, nz);
  }

  private static void assertReference(String name, Samples got, double within) {
    double[] want = reference.get(name);
    double[] values = new double[got.length()];
    got.values(0, values.length, values, 0);
    assertArrayEquals(want, values, within, name);
  }

  @Test
  void resamplesAsScipyDoes() {
    Samples out = Samples.floats(9, 8, 7);
    session.resample().resample(image(7, 6, 5), OBLIQUE, Interpolation.LINEAR, out);
    assertReference("resample linear", out, 1e-5);
    session.resample().resample(image(7, 6, 5), OBLIQUE, Interpolation.NEAREST, out);
    assertReference("resample nearest", out, 0);
  }

  @Test
  void cubicConvolutionGivesQuadraticsBackExactly() {
    // Keys 1981: with a = -1/2, and no other a, between inner voxels
    float[] v = new float[8 * 7 * 6];
    for (int i = 0; i < v.length; i++) {
      v[i] = quadratic(i % 8, i / 8 % 7, i / 56);
    }
    Samples out = Samples.floats(5, 4, 3);
    Affine a = Affine.of(0.9, 0.1, 0, 1.2, -0.2, 0.8, 0.1, 2, 0.1, 0, 0.9, 1.4);
    session.resample().resample(Samples.of(v, 8, 7, 6), a, Interpolation.CUBIC, out);
    for (int i = 0; i < out.length(); i++) {
      double[] p = a.apply(i % 5, i / 5 % 4, i / 20);
      assertEquals(quadratic(p[0], p[1], p[2]), out.stored(i), 1e-4, "at " + Arrays.toString(p));
    }
  }

  private static float quadratic(double x, double y, double z) {
    return (float) (x * x - 2 * y * y + 0.5 * z * z + x * y - 3 * z * x + y - 4);
  }

  @Test
  void outerHalfVoxelsTakeTheEdgeAndBeyondIsNan() {
    Samples two = Samples.of(new float[] {3, 7}, 2, 1, 1);
    for (Interpolation how : Interpolation.values()) {
      Samples out = Samples.floats(7, 1, 1);
      // at -0.75, -0.5, -0.25, 0, ... 0.75
      Affine a = Affine.of(0.25, 0, 0, -0.75, 0, 1, 0, 0, 0, 0, 1, 0);
      session.resample().resample(two, a, how, out);
      assertEquals(NAN, out.target()[0], how + "");
      assertEquals(3, out.target()[1], how + "");
      assertEquals(3, out.target()[2], how + "");
      assertEquals(3, out.target()[3], how + "");
    }
  }

  @Test
  void aNanCountsOnlyWhereItHasAWeight() {
    Samples v = Samples.of(new float[] {1, NAN, 3, Float.POSITIVE_INFINITY, 5}, 5, 1, 1);
    Samples out = Samples.floats(9, 1, 1);
    Affine halves = Affine.of(0.5, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    session.resample().resample(v, halves, Interpolation.LINEAR, out);
    float infinite = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new float[] {1, NAN, NAN, NAN, 3, infinite, infinite, infinite, 5}, out.target());
  }

  @Test
  void projectsAsNumpyReducesTheResampledPlanes() {
    for (var kind : Map.of("max", Kind.MAX, "min", Kind.MIN, "mean", Kind.MEAN).entrySet()) {
      assertReference("projection " + kind.getKey(), projected(OBLIQUE, kind.getValue()), 1e-5);
    }
    assertReference("projection signed", projected(OBLIQUE, Kind.SIGNED_MAX), 1e-5);
  }

  private Samples projected(Affine rays, Kind kind) {
    Samples out = Samples.floats(9, 8, 1);
    session.projection().project(image(7, 6, 5), rays, 7, Interpolation.LINEAR, kind, out);
    return out;
  }

  @Test
  void projectsAlongEachAxisOfTheImage() {
    // a 2 x 2 x 2 image of 1, -2, 3, -4, 5, -6, 7, -8
    Samples v = Samples.of(new float[] {1, -2, 3, -4, 5, -6, 7, -8}, 2, 2, 2);
    Affine alongX = Affine.of(0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0);
    Affine alongY = Affine.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0);
    Affine turned = Affine.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0);
    assertArrayEquals(new float[] {1, 3, 5, 7}, flat(v, alongX, Kind.MAX));
    assertArrayEquals(new float[] {-2, -4, -6, -8}, flat(v, alongX, Kind.SIGNED_MAX));
    assertArrayEquals(new float[] {-0.5f, -0.5f, -0.5f, -0.5f}, flat(v, alongX, Kind.MEAN));
    assertArrayEquals(new float[] {3, -2, 7, -6}, flat(v, alongY, Kind.MAX));
    assertArrayEquals(new float[] {5, 7, -2, -4}, flat(v, turned, Kind.MAX));
    assertArrayEquals(new float[] {1, 3, -6, -8}, flat(v, turned, Kind.MIN));
    assertArrayEquals(new float[] {3, -4, 5, -6}, flatMean(v));
  }

  private float[] flat(Samples v, Affine rays, Kind kind) {
    Samples out = Samples.floats(2, 2, 1);
    session.projection().project(v, rays, 2, Interpolation.LINEAR, kind, out);
    return out.target();
  }

  /** Along z, of three steps the last beyond the image. */
  private float[] flatMean(Samples v) {
    Samples out = Samples.floats(2, 2, 1);
    Affine a = Affine.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    session.projection().project(v, a, 3, Interpolation.NEAREST, Kind.MEAN, out);
    return out.target();
  }

  @Test
  void aRayThatMeetsNothingIsNanAndNanDoesNotCount() {
    Samples v = Samples.of(new float[] {NAN, 2, NAN, -2}, 1, 1, 4);
    for (Kind kind : Kind.values()) {
      Samples out = Samples.floats(2, 1, 1);
      session.projection().project(v, Affine.identity(), 4, Interpolation.NEAREST, kind, out);
      float want = kind == Kind.MIN ? -2 : kind == Kind.MEAN ? 0 : 2;
      assertArrayEquals(new float[] {want, NAN}, out.target(), kind + "");
    }
  }

  @Test
  void statisticsOverTimeAreNumpys() {
    Samples all = image(5, 4, 9);
    List<Samples> frames = IntStream.range(0, 9).mapToObj(t -> all.planes(t, 1)).toList();
    for (boolean detrend : new boolean[] {false, true}) {
      Samples[] out =
          IntStream.range(0, 4).mapToObj(i -> Samples.floats(5, 4, 1)).toArray(Samples[]::new);
      session
          .temporalStatistics()
          .statistics(
              frames,
              detrend,
              new Wanted(
                  Optional.of(out[0]),
                  Optional.of(out[1]),
                  Optional.of(out[2]),
                  Optional.of(out[3])));
      String with = detrend ? " detrended" : "";
      assertReference("temporal mean", out[0], 1e-5);
      assertReference("temporal sd" + with, out[1], 1e-5);
      assertReference("temporal tsnr" + with, out[2], 1e-5);
      assertReference("temporal slope", out[3], 1e-5);
    }
  }

  @Test
  void whatDoesNotChangeOverTimeHasNoDeviation() {
    // constant; a line; NaN in one frame
    float[][] y = {{0.1f, 1.1f, NAN}, {0.1f, 2.2f, 1}, {0.1f, 3.3f, 2}};
    List<Samples> frames = Arrays.stream(y).map(v -> Samples.of(v, 3, 1, 1)).toList();
    Samples sd = Samples.floats(3, 1, 1);
    Samples tsnr = Samples.floats(3, 1, 1);
    session
        .temporalStatistics()
        .statistics(
            frames,
            true,
            new Wanted(Optional.empty(), Optional.of(sd), Optional.of(tsnr), Optional.empty()));
    assertArrayEquals(new float[] {0, 0, NAN}, sd.target(), 1e-6f);
    assertEquals(0, tsnr.target()[0]);
  }

  @Test
  void histogramsAreNumpys() {
    Samples many = image(13, 11, 10);
    assertHistogram("histogram -60 60.25 17", session.histogram().count(many, -60, 60.25, 17));
    assertHistogram("histogram -5 5 10", session.histogram().count(many, -5, 5, 10));
    double[] onEdges = IntStream.range(0, 13).mapToDouble(i -> 0.7 + (i - 1) / 10.0).toArray();
    Samples edges =
        new Samples(onEdges, SampleType.FLOAT64, 0, 13, 1, 1, org.heatscope.image.Rescale.IDENTITY);
    Histogram.Counts counts = session.histogram().count(edges, 0.7, 1.7, 10);
    assertHistogram("histogram edges 0.7 1.7 10", counts);
    assertEquals(1, counts.under());
    assertEquals(1, counts.over());
  }

  private static void assertHistogram(String name, Histogram.Counts got) {
    double[] counts = Arrays.stream(got.bins()).asDoubleStream().toArray();
    assertArrayEquals(reference.get(name), counts, name);
  }

  @Test
  void whatLiesInNoBinIsCountedApart() {
    float[] v = {
      NAN, Float.NEGATIVE_INFINITY, -1, 0, 1, 2, 2.5f, Float.POSITIVE_INFINITY, NAN, NAN
    };
    Histogram.Counts c = session.histogram().count(Samples.of(v, 10, 1, 1), 0, 2, 2);
    assertArrayEquals(new long[] {1, 2}, c.bins());
    assertEquals(List.of(2L, 2L, 3L), List.of(c.under(), c.over(), c.nan()));
    Histogram.Counts twice =
        session
            .histogram()
            .count(List.of(Samples.of(v, 10, 1, 1), Samples.of(v, 5, 2, 1)), 0, 2, 2);
    assertArrayEquals(new long[] {2, 4}, twice.bins());
    assertEquals(List.of(4L, 4L, 6L), List.of(twice.under(), twice.over(), twice.nan()));
    Samples one = Samples.of(v, 10, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> session.histogram().count(one, 1, 1, 2));
  }

  @Test
  void quantilesAreNumpysAlsoOfAnImageInParts() {
    Samples many = image(13, 11, 10);
    List<Samples> parts = List.of(many.planes(0, 1), many.planes(1, 6), many.planes(7, 3));
    assertArrayEquals(
        reference.get("quantiles"), session.quantiles().quantiles(many, false, FRACTIONS), 1e-6);
    assertArrayEquals(
        reference.get("quantiles"), session.quantiles().quantiles(parts, false, FRACTIONS), 1e-6);
    assertArrayEquals(
        reference.get("quantiles absolute"),
        session.quantiles().quantiles(parts, true, FRACTIONS),
        1e-6);
  }

  @Test
  void weightedChannelSumIsNumpysEinsum() {
    Samples out = Samples.floats(9, 3, 1);
    session.weightedChannelSum().weightedChannelSum(image(9, 11, 3), image(11, 3, 1), out);
    assertReference("weighted channel sum", out, 1e-2);
    Samples wrong = Samples.floats(9, 2, 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            session
                .weightedChannelSum()
                .weightedChannelSum(image(9, 11, 3), image(11, 3, 1), wrong));
  }

  @Test
  void splatsAsNumpyAddsUpShares() {
    int n = 6 * 6 * 2;
    double[][] p = new double[3][n];
    double[] weights = new double[n];
    Samples w = image(n, 1, 1);
    Affine a = Affine.of(0.37, 0, 0, -0.4, 0.19, 0.31, 0, 0, 0, 0.1, 0.9, -0.7);
    for (int i = 0; i < n; i++) {
      double[] at = a.apply(i % 6, i / 6 % 6, i / 36);
      for (int r = 0; r < 3; r++) {
        p[r][i] = at[r];
      }
      weights[i] = w.stored(i);
    }
    Samples out = Samples.floats(3, 4, 2);
    Arrays.fill(out.target(), 99);
    long inside = session.splat().splat(new Points(p[0], p[1], p[2], weights), out);
    assertReference("splat", out, 1e-4);
    assertEquals((long) reference.get("splat inside")[0], inside);
  }

  @Test
  void aPointsWeightIsSharedAmongItsNeighboursAndStaysOnTheGrid() {
    Samples out = Samples.floats(3, 2, 1);
    double[] x = {0.25, -0.5, 2.5, 2.6, Double.NaN};
    double[] y = {0.5, 0, 1.25, 0, 0};
    long inside = session.splat().splat(new Points(x, y, new double[0], new double[0]), out);
    assertEquals(3, inside);
    // 3/8 and 1/8 twice, 1 at (0, 0), 1 at (2, 1)
    assertArrayEquals(new float[] {1.375f, 0.125f, 0, 0.375f, 0.125f, 1}, out.target());
  }
}
