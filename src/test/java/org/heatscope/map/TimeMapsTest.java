// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.WORK;
import static org.heatscope.map.TestWork.series;
import static org.heatscope.map.TestWork.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.map.Components.Neighbours;
import org.junit.jupiter.api.Test;

/** time.json was made by scipy 1.17.1 and numpy 2.4.6 from the same real series. */
class TimeMapsTest {
  private static final JsonObject EXPECTED = Reference.json("time.json").getAsJsonObject("maps");
  private static final Volume SERIES =
      Reference.image("nifti/functional.nii").toBuilder().time(new TimeAxis(20, 2, "s")).build();
  private static final Frames BASELINE = new Frames(2, 7);

  private static void compare(String name, double[] found) {
    compare(name, found, 1e-6);
  }

  private static void compare(String name, double[] found, double absolute) {
    double[] expected = Reference.numbers(EXPECTED.getAsJsonArray(name));
    assertTrue(expected.length > 100);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(
          expected[k],
          found[7 * k],
          absolute + 4e-7 * Math.abs(expected[k]),
          name + " at " + 7 * k);
    }
  }

  private static void compare(String name, HeatMap map) {
    compare(name, values(map));
  }

  private static TimeMaps maps(Volume series) {
    return TimeMaps.of(series, Optional.empty(), WORK);
  }

  @Test
  void momentsTrendsAndPeaksAreThoseOfNumPy() {
    TimeMaps m = maps(SERIES);
    compare("tmean", m.mean());
    compare("tsd", m.sd(1));
    compare("tsd0", m.sd(0));
    compare("tsnr", m.tsnr(1));
    compare("slope", m.slope());
    compare("peak", m.peak());
    compare("time_to_peak", m.timeToPeak());
    compare("auc", m.auc(Optional.empty()));
    // both areas of which this is the difference are rounded to floats
    double rounding = 2e-7 * Arrays.stream(values(m.auc(Optional.empty()))).max().getAsDouble();
    compare("auc_baseline", values(m.auc(Optional.of(BASELINE))), rounding);
  }

  @Test
  void changesAgainstABaselineAreThoseOfNumPy() {
    TimeMaps m = maps(SERIES);
    HeatMap percent = m.percentChange(BASELINE, Optional.empty(), Optional.empty());
    assertEquals(20, percent.volume().time().frames());
    assertEquals("%", percent.volume().unit());
    compare("percent", Values.of(percent.volume(), 12), 1e-5);
    Optional<Frames> active = Optional.of(new Frames(10, 15));
    compare("percent_10_15", values(m.percentChange(BASELINE, Optional.empty(), active)), 2e-5);
    // 1e-7 of baseline / sd, which reaches 300
    compare("zscore", Values.of(m.zScore(BASELINE, 1, Optional.empty()).volume(), 12), 3e-5);
  }

  @Test
  void fluctuationsAreThoseOfAFourierTransform() {
    compare("alff", Alff.map(SERIES, 2, 0.05, 0.2, WORK));
    compare("alff_all", Alff.map(SERIES, 2, 0, 1, WORK));
    assertThrows(IllegalArgumentException.class, () -> Alff.map(SERIES, 2, 0.001, 0.002, WORK));
  }

  @Test
  void homogeneityIsThatOfScipysRanks() {
    compare("reho_7", Reho.map(SERIES, Neighbours.FACES, WORK));
    compare("reho_19", Reho.map(SERIES, Neighbours.EDGES, WORK));
    compare("reho_27", Reho.map(SERIES, Neighbours.CORNERS, WORK));
  }

  @Test
  void correlationsAreThoseOfScipy() {
    double[] mm = SERIES.geometry().affine().apply(8.2, 9.9, 1.3);
    SeedCorrelation.Seed point = SeedCorrelation.ball(SERIES.geometry(), mm, 0);
    compare("correlation", SeedCorrelation.map(SERIES, point, false, WORK));
    compare("fisher", SeedCorrelation.map(SERIES, point, true, WORK));
    int[] block =
        IntStream.range(0, 17 * 21 * 3)
            .filter(
                i ->
                    i % 17 >= 4
                        && i % 17 < 9
                        && i / 17 % 21 >= 5
                        && i / 17 % 21 < 12
                        && i / 357 < 2)
            .toArray();
    compare(
        "correlation_mask", SeedCorrelation.map(SERIES, SeedCorrelation.mean(block), false, WORK));
  }

  @Test
  void aSeedThatIsNowhereOrConstantIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SeedCorrelation.ball(SERIES.geometry(), new double[] {500, 0, 0}, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> SeedCorrelation.map(SERIES, (frame, samples) -> 1, false, WORK));
  }

  @Test
  void aSeriesThatIsNotInOnePieceGivesTheSame() {
    RandomAccessibleInterval<? extends RealType<?>> turned =
        Views.permute(Views.permute(SERIES.samples(), 0, 1), 0, 1);
    Volume lazy =
        Volume.of(turned, SERIES.geometry()).rescale(SERIES.rescale()).time(SERIES.time()).build();
    assertTrue(Samples.of(lazy, 3, 0).array() != Samples.of(lazy, 4, 0).array());
    compare("tsnr", maps(lazy).tsnr(1));
    compare("reho_27", Reho.map(lazy, Neighbours.CORNERS, WORK));
  }

  @Test
  void missingAndConstantVoxelsAreNaN() {
    double nan = Double.NaN;
    Volume v = series(new double[] {1, nan, 5}, new double[] {2, 3, 5}, new double[] {4, 4, 5});
    for (Map.Entry<String, double[]> e :
        Map.of(
                "tsnr", values(maps(v).tsnr(1)),
                "zscore",
                    values(maps(v).zScore(new Frames(0, 2), 1, Optional.of(new Frames(2, 3)))),
                "reho", values(Reho.map(v, Neighbours.FACES, WORK)),
                "correlation", values(SeedCorrelation.map(v, (t, s) -> t, false, WORK)))
            .entrySet()) {
      assertTrue(Double.isNaN(e.getValue()[1]), e.getKey());
      assertTrue(Double.isNaN(e.getValue()[2]), e.getKey());
    }
    for (HeatMap m :
        List.of(maps(v).mean(), maps(v).peak(), maps(v).slope(), maps(v).timeToPeak())) {
      assertTrue(Double.isNaN(values(m)[1]), m.formula());
    }
    assertArrayEquals(new double[] {4, nan, 5}, values(maps(v).peak()));
    assertArrayEquals(new double[] {2, nan, 0}, values(maps(v).timeToPeak()));
    assertEquals(0, values(maps(v).slope())[2]);
  }

  @Test
  void baselinesBelowTheFloorAreMasked() {
    Volume v = series(new double[] {10, 0.5, 0, -2}, new double[] {12, 1, 1, -3});
    Frames first = new Frames(0, 1);
    Optional<Frames> second = Optional.of(new Frames(1, 2));
    assertArrayEquals(
        new double[] {20, 100, Double.NaN, 50},
        values(maps(v).percentChange(first, Optional.empty(), second)),
        1e-5);
    assertArrayEquals(
        new double[] {20, Double.NaN, Double.NaN, 50},
        values(maps(v).percentChange(first, Optional.of(0.5), second)),
        1e-5);
  }

  @Test
  void largeOffsetsCostNoDigits() {
    // 1e8 + a line of slope 3 + alternating +-1: the residual after detrend is known by hand
    double[][] frames = new double[4][];
    double[] noise = {1, -1, -1, 1};
    for (int t = 0; t < 4; t++) {
      frames[t] = new double[] {1e8 + 3 * t + noise[t]};
    }
    assertEquals(3, values(maps(series(frames)).slope())[0], 1e-7);
    // the noise is orthogonal to the line; sd = sqrt(4 / 3), mean 1e8 + 4.5
    assertEquals((1e8 + 4.5) / Math.sqrt(4.0 / 3), values(maps(series(frames)).tsnr(1))[0], 10);
  }

  @Test
  void framesThatAreNotThereAreRefused() {
    Volume v = series(new double[] {1}, new double[] {2});
    assertThrows(
        IllegalArgumentException.class, () -> TimeMaps.of(v, Optional.of(new Frames(0, 3)), WORK));
    assertThrows(IllegalArgumentException.class, () -> new Frames(2, 2));
    assertThrows(IllegalArgumentException.class, () -> maps(TestWork.volume(1, 1, 1, 0)));
    assertThrows(InvalidOption.class, () -> maps(v).zScore(new Frames(0, 1), 1, Optional.empty()));
  }
}
