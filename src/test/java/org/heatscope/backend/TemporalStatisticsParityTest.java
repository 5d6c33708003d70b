// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.TemporalStatistics.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ParameterizedClass
@FieldSource("OTHERS")
class TemporalStatisticsParityTest extends OperationParity {
  TemporalStatisticsParityTest(String backend) {
    super(backend);
  }

  private static Wanted wanted(int which, Samples out) {
    Optional<Samples> o = Optional.of(out);
    Optional<Samples> none = Optional.empty();
    return new Wanted(
        which == 0 ? o : none, which == 1 ? o : none, which == 2 ? o : none, which == 3 ? o : none);
  }

  private void check(List<Samples> frames, double largestTsnr) {
    Samples f = frames.get(0);
    double largest = frames.stream().mapToDouble(OperationParity::largest).max().orElseThrow();
    for (boolean detrend : new boolean[] {false, true}) {
      for (int which = 0; which < 4; which++) {
        int w = which;
        double bound =
            which == 2 ? 1e-5 * largestTsnr * largestTsnr : (which == 0 ? 1e-6 : 1e-5) * largest;
        assertAgree(
            "statistic " + which + (detrend ? " of detrended " : " of ") + f.type(),
            f.nx(),
            f.ny(),
            f.nz(),
            bound,
            (session, out) ->
                session.temporalStatistics().statistics(frames, detrend, wanted(w, out)));
      }
    }
  }

  private static List<Samples> frames(SampleType type, int[] n, int count, int seed) {
    return IntStream.range(0, count)
        .mapToObj(t -> random(type, n[0], n[1], n[2], seed + 2L * t))
        .toList();
  }

  @Test
  void everySize() {
    for (int[] n : SIZES) {
      check(frames(SampleType.INT16, n, 7, 4), 30);
    }
  }

  @Test
  void framesThatLieInOneArray() {
    for (SampleType type : SampleType.values()) {
      for (int seed : new int[] {4, 5}) {
        Samples all = random(type, 35, 3, 2 * 9, seed);
        check(IntStream.range(0, 9).mapToObj(t -> all.planes(2 * t, 2)).toList(), 30);
      }
    }
    Samples odd = odd(35, 3, 18, 1);
    check(IntStream.range(0, 9).mapToObj(t -> odd.planes(2 * t, 2)).toList(), 30);
  }

  @Test
  void anotherRegressorThanTime() {
    Samples all = random(SampleType.INT16, 67, 3, 2 * 9, 4);
    List<Samples> frames = IntStream.range(0, 9).mapToObj(t -> all.planes(2 * t, 2)).toList();
    double[] regressor = {3, -1, 4, -1, 5, -9, 2, 6, -5};
    for (List<Samples> f : List.of(frames, List.copyOf(frames.subList(0, 2)))) {
      double[] r = Arrays.copyOf(regressor, f.size());
      for (int which : new int[] {1, 3}) {
        assertAgree(
            "statistic " + which + " with a regressor",
            67,
            3,
            2,
            1e-5 * largest(all),
            (session, out) ->
                session.temporalStatistics().statistics(f, r, true, wanted(which, out)));
      }
    }
    // y = 7 - 2 r exactly: the slope is -2 and nothing is left
    float[] line = new float[9];
    for (int t = 0; t < 9; t++) {
      line[t] = (float) (7 - 2 * regressor[t]);
    }
    Samples series = Samples.of(line, 1, 1, 9);
    List<Samples> points = IntStream.range(0, 9).mapToObj(t -> series.planes(t, 1)).toList();
    Samples slope = Samples.floats(1, 1, 1);
    other.temporalStatistics().statistics(points, regressor, false, wanted(3, slope));
    assertEquals(-2, slope.target()[0], 1e-6);
    double[] constant = new double[9];
    assertThrows(
        IllegalArgumentException.class,
        () -> other.temporalStatistics().statistics(points, constant, false, wanted(3, slope)));
  }

  @Test
  void everyNumberOfFrames() {
    for (int count : new int[] {2, 3, 4, 5, 8, 9, 17}) {
      check(frames(SampleType.FLOAT32, new int[] {70, 3, 2}, count, 5), 1000);
      check(frames(SampleType.UINT16, new int[] {70, 3, 2}, count, 5), 1000);
    }
  }

  @Test
  void manyFramesOfExtremes() {
    for (SampleType type : new SampleType[] {SampleType.INT16, SampleType.UINT16}) {
      int lowest = type == SampleType.INT16 ? Short.MIN_VALUE : 0;
      short[] all = new short[70_001 * 37];
      for (int i = 0; i < all.length; i++) {
        // the first frame has the lowest value, nearly all others the highest
        all[i] = (short) (i < 37 ? lowest : lowest + 0xffff - (i % 101 == 0 ? i % 37 : 0));
      }
      check(
          IntStream.range(0, 70_001)
              .mapToObj(t -> new Samples(all, type, 37 * t, 37, 1, 1, Rescale.IDENTITY))
              .toList(),
          1);
    }
  }

  @Test
  void everyType() {
    for (SampleType type : SampleType.values()) {
      check(frames(type, new int[] {67, 3, 2}, 9, 7), 30);
    }
  }

  @Test
  void framesOfSeveralTypes() {
    int[] n = {67, 3, 2};
    check(
        List.of(
            random(SampleType.INT16, n[0], n[1], n[2], 1),
            random(SampleType.INT16, n[0], n[1], n[2], 2),
            random(SampleType.FLOAT32, n[0], n[1], n[2], 3),
            random(SampleType.UINT8, n[0], n[1], n[2], 4)),
        100);
  }

  @Test
  void whatIsNotFinite() {
    check(IntStream.range(0, 5).mapToObj(t -> odd(67, 3, 2, t)).toList(), 100);
  }

  @Test
  void aFirstFrameFarFromTheOthers() {
    List<Samples> frames =
        IntStream.range(0, 200)
            .mapToObj(
                t -> {
                  float[] v = new float[67];
                  for (int i = 0; i < 67; i++) {
                    v[i] = t == 0 ? 30000 : 0.001f * ((t * 7919 + i) % 100);
                  }
                  return Samples.of(v, 67, 1, 1);
                })
            .toList();
    check(frames, 1);
  }
}
