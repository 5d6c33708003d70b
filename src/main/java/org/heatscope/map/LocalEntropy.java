// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.Samples;

/**
 * Entropies of boxes, by a histogram that moves along x: a step costs the two faces of the box that
 * change, whatever its length.
 */
final class LocalEntropy {
  private static final double LN2 = Math.log(2);

  private final int[] bins;
  private final int[] counts;
  private final int nx;
  private final int ny;
  private final int nz;
  private final int[] radius;
  private final double[] nLogN;
  private int total;
  private double sum;

  private LocalEntropy(int[] bins, int count, Samples s, int[] radius, double[] nLogN) {
    this.bins = bins;
    this.counts = new int[count];
    this.nx = s.nx();
    this.ny = s.ny();
    this.nz = s.nz();
    this.radius = radius;
    this.nLogN = nLogN;
  }

  /**
   * All entropies, in bits.
   *
   * @param bins the bin of each voxel, -1 where there is no data
   * @param count number of bins
   * @param s the image, for its size
   * @param radius of the box in voxels
   */
  static float[] of(int[] bins, int count, Samples s, int[] radius, MapWork work) {
    float[] out = new float[bins.length];
    int most = (2 * radius[0] + 1) * (2 * radius[1] + 1) * (2 * radius[2] + 1);
    double[] nLogN = new double[most + 1];
    for (int n = 2; n <= most; n++) {
      nLogN[n] = n * Math.log(n) / LN2;
    }
    work.workers()
        .run(
            s.ny() * s.nz(),
            4,
            (from, to) -> {
              LocalEntropy e = new LocalEntropy(bins, count, s, radius, nLogN);
              for (int row = from; row < to; row++) {
                e.row(row % s.ny(), row / s.ny(), out);
              }
            });
    return out;
  }

  /** With n values, c of them in a bin: the entropy is log2 n - (sum of c log2 c) / n. */
  private void row(int y, int z, float[] out) {
    Arrays.fill(counts, 0);
    total = 0;
    sum = 0;
    for (int x = 0; x < Math.min(radius[0], nx); x++) {
      face(x, y, z, 1);
    }
    for (int x = 0; x < nx; x++) {
      if (x - radius[0] > 0) {
        face(x - radius[0] - 1, y, z, -1);
      }
      if (x + radius[0] < nx) {
        face(x + radius[0], y, z, 1);
      }
      int at = x + nx * (y + ny * z);
      out[at] = bins[at] < 0 ? Float.NaN : (float) Math.max(0, (nLogN[total] - sum) / total);
    }
  }

  private void face(int x, int y, int z, int change) {
    for (int k = Math.max(0, z - radius[2]); k <= Math.min(nz - 1, z + radius[2]); k++) {
      for (int j = Math.max(0, y - radius[1]); j <= Math.min(ny - 1, y + radius[1]); j++) {
        int bin = bins[x + nx * (j + ny * k)];
        if (bin >= 0) {
          int before = counts[bin];
          counts[bin] += change;
          sum += nLogN[before + change] - nLogN[before];
          total += change;
        }
      }
    }
  }
}
