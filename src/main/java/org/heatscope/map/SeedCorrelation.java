// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.Optional;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.SeriesSlabs.Slab;
import org.heatscope.image.Volume;
import org.heatscope.op.TemporalStatistics.Wanted;

/**
 * Pearson's correlation of every voxel's series with that of a seed, by the operations of a
 * backend: the slope over the seed's standardised series by the voxel's own deviation. NaN where a
 * voxel is constant or not finite in some frame.
 */
public final class SeedCorrelation {
  /** The seed's value in a frame. */
  @FunctionalInterface
  public interface Seed {
    /** The value; the samples are those of the frame. */
    double at(int frame, Samples samples);
  }

  private SeedCorrelation() {}

  /**
   * Computes the correlation, within 1e-6.
   *
   * @param fisher whether to write {@code atanh r}, Fisher's z, in place of r
   * @throws IllegalArgumentException if the seed's series is constant or not finite
   */
  public static HeatMap map(Volume series, Seed seed, boolean fisher, MapWork work) {
    double[] seeds = standardised(series, seed);
    float[] out = TimeMaps.bySlab(series, work, slab -> correlation(slab, seeds, work));
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(-1, Math.min(1, out[i]));
    }
    if (!fisher) {
      return Maps.of(
          out, series.geometry(), "r", true, "correlation with a seed", work.session().backend());
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (0.5 * Math.log((1.0 + out[i]) / (1.0 - out[i])));
    }
    return Maps.of(
        Maps.finite(out),
        series.geometry(),
        "z",
        true,
        "Fisher's z of the correlation with a seed",
        Maps.partly(work.session(), "Fisher's z"));
  }

  private static Samples correlation(Slab slab, double[] seeds, MapWork work) {
    ImageAlgebra algebra = new ImageAlgebra(work.session());
    Samples slope = algebra.like(slab.frame(0));
    Samples sd = algebra.like(slope);
    work.session()
        .temporalStatistics()
        .statistics(
            slab.frames(0, seeds.length),
            seeds,
            false,
            new Wanted(Optional.empty(), Optional.of(sd), Optional.empty(), Optional.of(slope)));
    return algebra.ratio(slope, sd, 0);
  }

  /** The seed's series with mean 0 and deviation 1 (divisor n - 1). */
  private static double[] standardised(Volume series, Seed seed) {
    Values.scalar(series);
    int n = series.time().frames();
    if (n < 2) {
      throw new IllegalArgumentException("a series of at least two frames is needed");
    }
    double[] s = new double[n];
    for (int t = 0; t < n; t++) {
      s[t] = seed.at(t, Samples.of(series, t, 0));
    }
    double mean = Arrays.stream(s).sum() / n;
    double sd = Math.sqrt(Arrays.stream(s).map(v -> (v - mean) * (v - mean)).sum() / (n - 1));
    double largest = Arrays.stream(s).map(Math::abs).max().orElse(0);
    if (!(sd > 1e-14 * largest && sd < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the seed's series is constant or not finite");
    }
    return Arrays.stream(s).map(v -> (v - mean) / sd).toArray();
  }

  /** The mean over some voxels; NaN values among them do not count. */
  public static Seed mean(int... voxels) {
    return (frame, samples) -> {
      double[] v = new double[1];
      double sum = 0;
      int n = 0;
      for (int i : voxels) {
        samples.values(i, 1, v, 0);
        if (v[0] == v[0]) {
          sum += v[0];
          n++;
        }
      }
      return sum / n;
    };
  }

  /**
   * The mean over the voxels whose centres lie within a radius of a point, or the voxel that holds
   * the point where the radius is 0.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Seed ball(Geometry g, double[] mm, double radiusMm) {
    double[] at = g.affine().inverse().apply(mm[0], mm[1], mm[2]);
    int[] c = new int[3];
    for (int a = 0; a < 3; a++) {
      c[a] = (int) Math.round(at[a]);
      if (c[a] < 0 || c[a] >= g.size(a)) {
        throw new IllegalArgumentException(
            "the seed at " + Arrays.toString(mm) + " mm lies outside the image");
      }
    }
    int centre = c[0] + g.nx() * (c[1] + g.ny() * c[2]);
    if (radiusMm == 0) {
      return mean(centre);
    }
    int[] inside =
        java.util.stream.IntStream.range(0, Math.toIntExact(g.voxels()))
            .filter(
                i -> {
                  double[] p =
                      g.affine().apply(i % g.nx(), i / g.nx() % g.ny(), i / (g.nx() * g.ny()));
                  double d = Math.hypot(Math.hypot(p[0] - mm[0], p[1] - mm[1]), p[2] - mm[2]);
                  return d <= radiusMm * (1 + 1e-9);
                })
            .toArray();
    return mean(inside.length == 0 ? new int[] {centre} : inside);
  }
}
