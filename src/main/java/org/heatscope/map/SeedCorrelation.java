// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/**
 * Pearson's correlation of every voxel's series with that of a seed, in one pass. NaN where a voxel
 * is constant or not finite in some frame.
 */
public final class SeedCorrelation implements FramePass.Accumulator {
  /** The seed's value in a frame. */
  @FunctionalInterface
  public interface Seed {
    /** The value; the samples are those of the frame. */
    double at(int frame, Samples samples);
  }

  private final Seed seed;
  private final double[] seeds;
  private final double[] seedMeans;
  private final double[] mean;
  private final double[] squares;
  private final double[] products;
  private double seedSquares;

  private SeedCorrelation(Seed seed, int frames, int voxels) {
    this.seed = seed;
    seeds = new double[frames];
    seedMeans = new double[frames];
    mean = new double[voxels];
    squares = new double[voxels];
    products = new double[voxels];
  }

  /**
   * Computes the correlation.
   *
   * @param fisher whether to write {@code atanh r}, Fisher's z, in place of r
   * @throws IllegalArgumentException if the seed's series is constant or not finite
   */
  public static HeatMap map(Volume series, Seed seed, boolean fisher, MapWork work) {
    int frames = series.time().frames();
    int voxels = Math.toIntExact(series.geometry().voxels());
    SeedCorrelation sums = new SeedCorrelation(seed, frames, voxels);
    FramePass.run(series, new Frames(0, frames), work, sums);
    if (!(sums.seedSquares > 0 && sums.seedSquares < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the seed's series is constant or not finite");
    }
    float[] out = new float[voxels];
    for (int i = 0; i < voxels; i++) {
      double r = sums.products[i] / Math.sqrt(sums.squares[i] * sums.seedSquares);
      double bounded = Math.max(-1, Math.min(1, r));
      double value = fisher ? 0.5 * Math.log((1 + bounded) / (1 - bounded)) : bounded;
      out[i] = Double.isFinite(r) && Double.isFinite(value) ? (float) value : Float.NaN;
    }
    return Maps.signed(
        out,
        series.geometry(),
        fisher ? "z" : "r",
        fisher ? "Fisher's z of the correlation with a seed" : "correlation with a seed");
  }

  @Override
  public void begin(int frame, Samples samples) {
    double s = seed.at(frame, samples);
    double before = frame == 0 ? 0 : seedMeans[frame - 1];
    seeds[frame] = s;
    seedMeans[frame] = before + (s - before) / (frame + 1);
    seedSquares += (s - before) * (s - seedMeans[frame]);
  }

  @Override
  public void add(int frame, double[] x, int from, int count) {
    double share = 1.0 / (frame + 1);
    double above = seeds[frame] - seedMeans[frame];
    for (int i = 0; i < count; i++) {
      double delta = x[i] - mean[from + i];
      mean[from + i] += delta * share;
      squares[from + i] += delta * (x[i] - mean[from + i]);
      products[from + i] += delta * above;
    }
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
            "the seed at " + java.util.Arrays.toString(mm) + " mm lies outside the image");
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
