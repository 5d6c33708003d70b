// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Projection;
import org.heatscope.op.Splat;
import org.heatscope.op.TemporalStatistics;

/** What is measured: an operation on images that are made once, into results that are reused. */
public enum Workload {
  /** A 4096 x 4096 map over an 8-bit picture. */
  W1(Overlays.W1, 4096L * 4096 * (1 + 4 + 4)),
  /** A map over a 512 x 512 x 300 CT of 16 bits in the window 40 / 400. */
  W2(Overlays.W2, 512L * 512 * 300 * (2 + 4 + 4)),
  /** W1 at half weight, where every second sum lies halfway between two bytes. */
  W1_HALF(Overlays.W1_HALF, 4096L * 4096 * (1 + 4 + 4)),
  /** A map of 64 x 64 x 36, resampled obliquely to 256 x 256 x 192, linear. */
  W3(Workload::resample, 4L * (64 * 64 * 36 + 256 * 256 * 192)),
  /** The same on the way, over each voxel of a CT of 256 x 256 x 192. */
  W3_OVERLAY(Overlays.W3_OVERLAY, 4L * 64 * 64 * 36 + 256L * 256 * 192 * (2 + 4)),
  /** Gaussian blur of 256 x 256 x 192, sigma 2 voxels. */
  W4_2((s, r) -> blur(s, r, 2), 8L * 256 * 256 * 192),
  /** Gaussian blur of 256 x 256 x 192, sigma 5 voxels. */
  W4_5((s, r) -> blur(s, r, 5), 8L * 256 * 256 * 192),
  /** Mean and standard deviation in boxes of 7 x 7 x 7. */
  W5(Workload::box, 12L * 256 * 256 * 192),
  /** Median of 3 x 3 x 3. */
  MEDIAN(Workload::median, 8L * 256 * 256 * 192),
  /** Length of the gradient. */
  GRADIENT(Workload::gradient, 8L * 256 * 256 * 192),
  /** 2nd and 98th percentile of 78.6 million floats, exact. */
  W6(Workload::percentiles, 4L * 512 * 512 * 300),
  /** Histogram of 256 bins of the same. */
  W6_HISTOGRAM(Workload::histogram, 4L * 512 * 512 * 300),
  /** Extremes, mean and deviation of the same. */
  REDUCE(Workload::reduce, 4L * 512 * 512 * 300),
  /** Sum over the channels of 64 activation maps of 2048 x 7 x 7. */
  W7(Workload::channels, 4L * 64 * (2048 * 50 + 49)),
  /** Mean, deviation and tSNR of 64 x 64 x 36 x 300 of 16 bits. */
  W8(Workload::temporal, 2L * 64 * 64 * 36 * 300 + 12L * 64 * 64 * 36),
  /** Density of a million points on 2048 x 2048, sigma 8. */
  W9(Workload::density, 16L * 1_000_000 + 12L * 2048 * 2048),
  /** Largest value along the slowest axis of 256 x 256 x 192. */
  PROJECTION(Workload::projection, 4L * 256 * 256 * 192);

  private static final Optional<Samples> NONE = Optional.empty();

  private final BiFunction<Session, Results, Runnable> prepare;
  private final long bytes;

  Workload(BiFunction<Session, Results, Runnable> prepare, long bytes) {
    this.prepare = prepare;
    this.bytes = bytes;
  }

  Workload(Overlays overlay, long bytes) {
    this(
        (session, results) -> {
          Scene scene = overlay.scene();
          int[] rgba = new int[scene.pixels()];
          return () -> session.composite().compose(scene, rgba);
        },
        bytes);
  }

  /** Makes images to write results to. */
  interface Results {
    /** A new image. */
    Samples image(int nx, int ny, int nz);
  }

  /** Makes the images; what is returned does the work once, with its results in the host's memory. */
  public Runnable prepare(Session session) {
    return prepare.apply(session, Samples::floats);
  }

  /** The same with results that stay where the session keeps its images. */
  public Runnable prepareResident(Session session) {
    return prepare.apply(session, session::image);
  }

  /** The least that can be moved: every input read once, every result written once. */
  public long bytes() {
    return bytes;
  }

  private static Samples volume() {
    return Samples.of(RandomArrays.normal(10, 256 * 256 * 192), 256, 256, 192);
  }

  private static Samples many() {
    return Samples.of(RandomArrays.normal(100, 512 * 512 * 300), 512, 512, 300);
  }

  private static Runnable resample(Session s, Results results) {
    Samples map = Samples.of(RandomArrays.normal(4, 64 * 64 * 36), 64, 64, 36);
    Samples out = results.image(256, 256, 192);
    double a = Math.toRadians(7);
    double cos = Math.cos(a) / 4;
    double sin = Math.sin(a) / 4;
    Affine turn = Affine.of(cos, -sin, 0, 0, sin, cos, .0125, 0, 0, -.009375, .1875, 0);
    double[] off = turn.apply(127.5, 127.5, 95.5);
    Affine toMap =
        Affine.translation(31.5 - off[0], 31.5 - off[1], 17.5 - off[2]).after(turn);
    return () -> s.resample().resample(map, toMap, Interpolation.LINEAR, out);
  }

  private static Runnable blur(Session s, Results results, double sigma) {
    Samples image = volume();
    Samples out = results.image(256, 256, 192);
    double[] sigmas = {sigma, sigma, sigma};
    return () -> s.gaussianBlur().blur(image, sigmas, Border.REFLECT, out);
  }

  private static Runnable box(Session s, Results results) {
    Samples image = volume();
    BoxStatistics.Wanted wanted =
        new BoxStatistics.Wanted(
            Optional.of(results.image(256, 256, 192)), Optional.of(results.image(256, 256, 192)), NONE, NONE);
    return () -> s.boxStatistics().statistics(image, new int[] {3, 3, 3}, wanted);
  }

  private static Runnable median(Session s, Results results) {
    Samples image = volume();
    Samples out = results.image(256, 256, 192);
    return () -> s.median().median(image, new int[] {1, 1, 1}, out);
  }

  private static Runnable gradient(Session s, Results results) {
    Samples image = volume();
    Samples out = results.image(256, 256, 192);
    Affine oblique = Affine.of(.9, .1, 0, 0, -.1, .9, .05, 0, 0, -.05, 1.2, 0);
    return () -> s.gradientMagnitude().gradientMagnitude(image, oblique, out);
  }

  private static Runnable percentiles(Session s, Results results) {
    Samples image = many();
    return () -> s.quantiles().quantiles(image, false, .02, .98);
  }

  private static Runnable histogram(Session s, Results results) {
    Samples image = many();
    return () -> s.histogram().count(image, -500, 500, 256);
  }

  private static Runnable reduce(Session s, Results results) {
    Samples image = many();
    return () -> s.reduce().reduce(image);
  }

  private static Runnable channels(Session s, Results results) {
    Samples activations = Samples.of(RandomArrays.normal(1, 64 * 2048 * 49), 49, 2048, 64);
    Samples weights = Samples.of(RandomArrays.normal(1, 64 * 2048), 2048, 64, 1);
    Samples out = results.image(49, 64, 1);
    return () -> s.weightedChannelSum().weightedChannelSum(activations, weights, out);
  }

  private static Runnable temporal(Session s, Results results) {
    int n = 64 * 64 * 36;
    short[] all = RandomArrays.shorts(300 * n, 800, 900);
    List<Samples> frames = new ArrayList<>();
    for (int t = 0; t < 300; t++) {
      frames.add(new Samples(all, SampleType.INT16, t * n, 64, 64, 36, Rescale.IDENTITY));
    }
    TemporalStatistics.Wanted wanted =
        new TemporalStatistics.Wanted(
            Optional.of(results.image(64, 64, 36)),
            Optional.of(results.image(64, 64, 36)),
            Optional.of(results.image(64, 64, 36)),
            NONE);
    return () -> s.temporalStatistics().statistics(frames, false, wanted);
  }

  private static Runnable density(Session s, Results results) {
    float[] random = RandomArrays.normal(1, 2_000_000);
    double[] x = new double[1_000_000];
    double[] y = new double[1_000_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, Math.min(2047, 1024 + 2048 / 7.0 * random[2 * i]));
      y[i] = Math.max(0, Math.min(2047, 1024 + 2048 / 6.0 * random[2 * i + 1]));
    }
    Splat.Points points = new Splat.Points(x, y, new double[0], new double[0]);
    Samples counts = results.image(2048, 2048, 1);
    Samples out = results.image(2048, 2048, 1);
    return () -> {
      s.splat().splat(points, counts);
      s.gaussianBlur().blur(counts, new double[] {8, 8, 0}, Border.REFLECT, out);
    };
  }

  private static Runnable projection(Session s, Results results) {
    Samples image = volume();
    Samples out = results.image(256, 256, 1);
    return () ->
        s.projection()
            .project(
                image,
                Affine.identity(),
                192,
                Interpolation.NEAREST,
                Projection.Kind.MAX,
                out);
  }
}
