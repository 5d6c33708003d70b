// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.heatscope.backend.BackendException;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Combine.Formula;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Projection;
import org.heatscope.op.Splat.Points;
import org.heatscope.op.TemporalStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit in a buffer of the device is done in parts, to the last bit as in one. */
class OpenClTilesTest {
  private static final int NX = 37;
  private static final int NY = 29;
  private static final int NZ = 41;

  /** Of 44,000 voxels: 14 planes of floats, 7 of doubles. */
  private static final long LARGEST = 60_000;

  private FaultyCalls calls;
  private Session whole;
  private Session tiled;

  @BeforeEach
  void open() {
    CompositeContractTest.openOrSkip(new OpenClBackend.Provider()).close();
    OpenClDevice device = OpenClDevice.chosen();
    calls = new FaultyCalls(new JoclCalls(device));
    calls.largest = LARGEST;
    whole = new OpenClSession(device, new JoclCalls(device), 1);
    tiled = new OpenClSession(device, calls, 1);
  }

  @AfterEach
  void nothingLeaks() {
    if (tiled != null) {
      tiled.close();
      whole.close();
      assertEquals(0, calls.buffers());
    }
  }

  private static Samples image(SampleType type, int nx, int ny, int nz) {
    Random random = new Random(nx);
    Object array = SampleTypes.newArray(type, nx * ny * nz + 3);
    for (int i = 0; i < nx * ny * nz + 3; i++) {
      if (array instanceof byte[] a) {
        a[i] = (byte) random.nextInt();
      } else if (array instanceof short[] a) {
        a[i] = (short) random.nextInt();
      } else if (array instanceof float[] a) {
        a[i] = i % 997 == 3 ? Float.NaN : (float) (10 * random.nextGaussian());
      } else {
        ((double[]) array)[i] = 10 * random.nextGaussian();
      }
    }
    Rescale rescale = type == SampleType.FLOAT32 ? Rescale.IDENTITY : new Rescale(0.37, -11.5);
    return new Samples(array, type, 3, nx, ny, nz, rescale);
  }

  private static List<Samples> images() {
    List<Samples> images = new ArrayList<>();
    for (SampleType type :
        List.of(SampleType.UINT8, SampleType.INT16, SampleType.FLOAT32, SampleType.FLOAT64)) {
      images.add(image(type, NX, NY, NZ));
    }
    return images;
  }

  /** Runs in one and in parts, the latter on the device and in at least so many launches more. */
  private void assertSame(
      String what, int nx, int ny, int nz, int more, BiConsumer<Session, Samples> run) {
    Samples want = Samples.floats(nx, ny, nz);
    run.accept(whole, want);
    Samples got = tiled.image(nx, ny, nz);
    int before = calls.launches();
    run.accept(tiled, got);
    assertArrayEquals(want.target(), (float[]) got.array(), what);
    assertTrue(calls.launches() - before >= more, what + ": " + (calls.launches() - before));
  }

  private void assertSame(String what, BiConsumer<Session, Samples> run) {
    assertSame(what, NX, NY, NZ, 4, run);
  }

  private <T> void assertSameNumbers(String what, Function<Session, T> run) {
    T want = run.apply(whole);
    int before = calls.launches();
    assertEquals(want, run.apply(tiled), what);
    assertTrue(calls.launches() - before >= 2, what);
  }

  @Test
  void combinations() {
    Samples b = image(SampleType.FLOAT32, NX, NY, NZ);
    for (Samples a : images()) {
      assertSame(a.type() + "", (s, out) -> s.combine().combine(a, b, Formula.ratio(0.5), out));
    }
  }

  @Test
  void gaussians() {
    double[][] sigmas = {{1.2, 0.8, 2}, {0, 0, 1}, {2.5, 3, 0}, {0.5, 0.5, 12}, {0.3, 20, 0.3}};
    for (Samples image : images().subList(1, 3)) {
      for (double[] sigma : sigmas) {
        for (Border border : Border.values()) {
          assertSame(
              image.type() + " " + border + " " + Arrays.toString(sigma),
              (s, out) -> s.gaussianBlur().blur(image, sigma, border, out));
        }
      }
    }
  }

  @Test
  void derivativesOfGaussians() {
    Samples image = image(SampleType.INT16, NX, NY, NZ);
    for (Border border : Border.values()) {
      assertSame(
          border + "",
          (s, out) ->
              s.gaussianBlur()
                  .blur(image, new double[] {0.7, 1, 1.4}, new int[] {0, 1, 2}, border, out));
    }
  }

  @Test
  void mediansAndGradients() {
    Affine toWorld = Affine.of(2, 0.1, 0, 5, 0, 2, 0.2, 6, 0.3, 0, 3, 7);
    for (Samples image : images()) {
      for (int[] radius : new int[][] {{1, 1, 1}, {0, 0, 2}, {1, 0, 50}, {0, 2, 6}}) {
        assertSame(
            image.type() + " " + Arrays.toString(radius),
            (s, out) -> s.median().median(image, radius, out));
      }
      assertSame(
          image.type() + "",
          (s, out) -> s.gradientMagnitude().gradientMagnitude(image, toWorld, out));
    }
  }

  @Test
  void statisticsInBoxes() {
    int nx = 9;
    int ny = 75;
    int nz = 83;
    calls.largest = 8 * nx * 60 * 60;
    for (SampleType type : List.of(SampleType.INT16, SampleType.FLOAT32)) {
      Samples image = image(type, nx, ny, nz);
      for (int[] radius : new int[][] {{2, 1, 3}, {1, 5, 4}}) {
        for (int which = 0; which < 4; which++) {
          int w = which;
          assertSame(
              type + " " + Arrays.toString(radius) + " " + w,
              nx,
              ny,
              nz,
              4,
              (s, out) -> s.boxStatistics().statistics(image, radius, one(w, out)));
        }
      }
    }
  }

  /** One of the four for a result; mean and deviation together. */
  private static BoxStatistics.Wanted one(int which, Samples out) {
    Samples other = Samples.floats(out.nx(), out.ny(), out.nz());
    List<Optional<Samples>> o = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean with = i / 2 == 0 && which / 2 == 0;
      o.add(i == which ? Optional.of(out) : with ? Optional.of(other) : Optional.empty());
    }
    return new BoxStatistics.Wanted(o.get(0), o.get(1), o.get(2), o.get(3));
  }

  @Test
  void countsAndSums() {
    calls.largest = 40_000;
    for (Samples image : images()) {
      assertSameNumbers(image.type() + "", s -> s.reduce().reduce(image));
      assertSameNumbers(
          image.type() + "", s -> Arrays.toString(s.histogram().count(image, -20, 20, 100).bins()));
    }
    calls.largest = 300_000;
    Samples floats = image(SampleType.FLOAT32, 1000, 20, 10);
    for (boolean absolute : new boolean[] {false, true}) {
      assertSameNumbers(
          "quantiles",
          s -> Arrays.toString(s.quantiles().quantiles(floats, absolute, 0.02, 0.5, 0.98)));
      assertSameNumbers("median", s -> s.quantiles().atFraction(floats, absolute, 0.5));
    }
  }

  @Test
  void statisticsOverTime() {
    int frames = 11;
    int nz = 7;
    for (SampleType type : List.of(SampleType.INT16, SampleType.FLOAT64)) {
      Samples all = image(type, NX, NY, nz * frames);
      List<Samples> each = new ArrayList<>();
      for (int t = 0; t < frames; t++) {
        each.add(all.planes(t * nz, nz));
      }
      for (boolean detrend : new boolean[] {false, true}) {
        assertSame(
            type + " " + detrend,
            NX,
            NY,
            nz,
            4,
            (s, out) ->
                s.temporalStatistics()
                    .statistics(
                        each,
                        detrend,
                        new TemporalStatistics.Wanted(
                            Optional.of(Samples.floats(NX, NY, nz)),
                            Optional.empty(),
                            Optional.of(out),
                            Optional.empty())));
      }
    }
  }

  @Test
  void sumsOverChannels() {
    for (int positions : new int[] {90, 1000}) {
      Samples activations = image(SampleType.FLOAT32, positions, 64, 5);
      Samples weights = image(SampleType.FLOAT64, 64, 5, 1);
      assertSame(
          positions + " positions",
          positions,
          5,
          1,
          3,
          (s, out) -> s.weightedChannelSum().weightedChannelSum(activations, weights, out));
    }
  }

  @Test
  void densities() {
    Random random = new Random(1);
    int n = 20_000;
    double[] x = random.doubles(n, -1, NX).toArray();
    double[] y = random.doubles(n, -1, NY).toArray();
    double[] z = random.doubles(n, -1, NZ).toArray();
    double[] weights = random.doubles(n, -1, 5).toArray();
    double[] none = {};
    for (Points points : List.of(new Points(x, y, z, weights), new Points(x, y, z, none))) {
      assertSame("points", (s, out) -> s.splat().splat(points, out));
      assertSameNumbers("points inside", s -> s.splat().splat(points, Samples.floats(NX, NY, NZ)));
    }
  }

  @Test
  void resampledAndSeenThrough() {
    Affine turned = Affine.of(0.5, -0.2, 0, 3, 0.2, 0.5, 0, -1, 0, 0.05, 0.61, -1.5);
    Affine sideways = Affine.of(0, 0, 0.7, -2, 0.55, 0, 0, 1, 0, -0.9, 0, 39.5);
    for (Samples image : images()) {
      calls.largest = image.length() * image.type().bytes() * 3L / 5;
      for (Interpolation how : Interpolation.values()) {
        for (Affine a : List.of(turned, sideways)) {
          assertSame(
              image.type() + " " + how + " " + a,
              55,
              48,
              64,
              1,
              (s, out) -> s.resample().resample(image, a, how, out));
        }
        for (Projection.Kind kind : Projection.Kind.values()) {
          assertSame(
              image.type() + " " + how + " " + kind,
              55,
              48,
              1,
              1,
              (s, out) -> s.projection().project(image, turned, 64, how, kind, out));
        }
      }
    }
  }

  @Test
  void aResultMadeAgainIsReadAgain() {
    Samples between = Samples.floats(NX, NY, NZ);
    for (Samples image : images()) {
      assertSame(
          image.type() + "",
          (s, out) -> {
            s.gaussianBlur().blur(image, new double[] {1, 1, 1}, Border.NEAREST, between);
            s.median().median(between, new int[] {1, 1, 1}, out);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aPartThatThereIsNoMemoryForIsHalved(int allocation) {
    calls.largest = 0;
    calls.outOfMemoryAt = allocation;
    calls.outOfMemoryTimes = 1;
    Samples a = image(SampleType.FLOAT32, NX, NY, NZ);
    Samples b = image(SampleType.INT16, NX, NY, NZ);
    assertSame(
        "combine", NX, NY, NZ, 2, (s, out) -> s.combine().combine(a, b, Formula.ratio(0), out));
  }

  @Test
  void whatHasNoPartThatFitsIsRefusedInASentence() {
    calls.largest = 100;
    Samples image = image(SampleType.FLOAT32, NX, NY, NZ);
    BackendException e =
        assertThrows(
            BackendException.class,
            () -> tiled.median().median(image, new int[] {9, 9, 9}, Samples.floats(NX, NY, NZ)));
    assertTrue(e.getMessage().contains("no part of the image is small enough"), e.getMessage());
  }
}
