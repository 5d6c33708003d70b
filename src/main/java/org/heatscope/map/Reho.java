// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.map.Components.Neighbours;

/**
 * Regional homogeneity (Zang et al., NeuroImage 22, 2004): Kendall's W over the series of a voxel
 * and its neighbours,
 *
 * <pre>W = (sum of R_t^2 - n mean(R)^2) / (K^2 (n^3 - n) / 12)</pre>
 *
 * with R_t the sum over K voxels of the rank that time t has in each. Equal values share their mean
 * rank; the denominator is not corrected for them, as is usual for ReHo.
 *
 * <p>Voxels that are constant or not finite in some frame take no part and are NaN; so are voxels
 * without any neighbour that takes part. Beside the series this needs two bytes a sample.
 */
public final class Reho {
  /** Twice a rank must fit a short. */
  private static final int MOST_FRAMES = Short.MAX_VALUE / 2;

  private final Geometry g;
  private final int n;
  private final short[][] ranks;

  private Reho(Volume series) {
    g = series.geometry();
    n = series.time().frames();
    if (n < 2 || n > MOST_FRAMES) {
      throw new IllegalArgumentException(
          "ranks are taken over 2 to " + MOST_FRAMES + " frames, not " + n);
    }
    ranks = new short[Math.toIntExact(g.voxels())][];
  }

  /**
   * Computes W, 0 to 1.
   *
   * @param neighbours 6, 18 or 26 around each voxel: K is 7, 19 or 27
   */
  public static HeatMap map(Volume series, Neighbours neighbours, MapWork work) {
    Reho reho = new Reho(Values.scalar(series));
    reho.rank(series, work);
    float[] out = new float[reho.ranks.length];
    int[][] offsets = neighbours.all();
    work.workers()
        .run(
            reho.ranks.length,
            1 << 10,
            (from, to) -> {
              int[] sums = new int[reho.n];
              for (int i = from; i < to; i++) {
                out[i] = (float) reho.w(i, offsets, sums);
              }
            });
    return Maps.plain(
        out, reho.g, "", "ReHo: Kendall's W over " + (offsets.length + 1) + " voxels");
  }

  private void rank(Volume series, MapWork work) {
    SeriesBlocks.each(
        series,
        new Frames(0, n),
        work,
        (block, first, count) -> {
          double[] x = new double[n];
          double[] sorted = new double[n];
          for (int i = 0; i < count; i++) {
            for (int t = 0; t < n; t++) {
              x[t] = block[t][i] + 0.0;
            }
            ranks[first + i] = ranks(x, sorted);
          }
        });
  }

  /** Twice the ranks from 1; null for a series that takes no part. */
  private static short[] ranks(double[] x, double[] sorted) {
    int n = x.length;
    System.arraycopy(x, 0, sorted, 0, n);
    Arrays.sort(sorted);
    // NaN and infinity sort to the ends.
    boolean usable = Double.isFinite(sorted[0]) && Double.isFinite(sorted[n - 1]);
    if (!usable || sorted[0] == sorted[n - 1]) {
      return null;
    }
    short[] ranks = new short[n];
    for (int t = 0; t < n; t++) {
      int at = Arrays.binarySearch(sorted, x[t]);
      int lo = at;
      int hi = at;
      while (lo > 0 && sorted[lo - 1] == x[t]) {
        lo--;
      }
      while (hi < n - 1 && sorted[hi + 1] == x[t]) {
        hi++;
      }
      ranks[t] = (short) (lo + hi + 2);
    }
    return ranks;
  }

  private double w(int i, int[][] offsets, int[] sums) {
    if (ranks[i] == null) {
      return Double.NaN;
    }
    Arrays.fill(sums, 0);
    add(ranks[i], sums);
    int k = 1;
    int x = i % g.nx();
    int y = i / g.nx() % g.ny();
    int z = i / (g.nx() * g.ny());
    for (int[] d : offsets) {
      int px = x + d[0];
      int py = y + d[1];
      int pz = z + d[2];
      if (px >= 0 && px < g.nx() && py >= 0 && py < g.ny() && pz >= 0 && pz < g.nz()) {
        short[] other = ranks[px + g.nx() * (py + g.ny() * pz)];
        if (other != null) {
          add(other, sums);
          k++;
        }
      }
    }
    if (k == 1) {
      return Double.NaN;
    }
    // The mean of R is k (n + 1) / 2, doubled here as the ranks are.
    double mean = k * (n + 1.0);
    double squares = 0;
    for (int s : sums) {
      squares += (s - mean) * (s - mean);
    }
    return squares / 4 / (k * (double) k * ((double) n * n * n - n) / 12);
  }

  private static void add(short[] ranks, int[] sums) {
    for (int t = 0; t < sums.length; t++) {
      sums[t] += ranks[t];
    }
  }
}
