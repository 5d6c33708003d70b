// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Splat;

/**
 * The specification of {@link Splat}: bands of rows, each with the points that reach it, in double
 * precision and in the order of the points, whatever the number of threads.
 */
final class ScalarSplat implements Splat {
  /** Voxels of a band of rows: a core's own cache holds their sums. */
  private static final int BAND = 1 << 16;

  private static final int PART = 256;

  private final Workers workers;

  ScalarSplat(Workers workers) {
    this.workers = workers;
  }

  @Override
  public long splat(Points points, Samples out) {
    int height = Integer.highestOneBit(Math.max(1, BAND / out.nx()));
    PointBands bands = new PointBands(workers, points, out, height);
    float[] to = out.target();
    int rows = out.ny() * out.nz();
    workers.run(
        rows,
        height,
        () -> new double[Math.min(rows, height) * out.nx()],
        (sums, from, end) -> {
          Arrays.fill(sums, 0);
          new Band(points, out, from, end, sums).add(bands);
          int at = out.index(0, 0, 0) + from * out.nx();
          for (int i = 0; i < (end - from) * out.nx(); i++) {
            to[at + i] = (float) sums[i];
          }
        });
    return bands.inside();
  }

  /** The rows from {@code from} to {@code end}, counted through all planes. */
  private record Band(Points points, Samples grid, int from, int end, double[] sums) {
    void add(PointBands bands) {
      double[] x = new double[PART];
      double[] y = new double[PART];
      double[] z = new double[PART];
      double[] weights = new double[PART];
      Arrays.fill(weights, 1);
      int last = bands.end(from);
      for (int place = bands.start(from); place < last; place += PART) {
        int n = Math.min(PART, last - place);
        // apart from the sums, so that many of these reads from all over memory are under way
        bands.copy(points.x(), place, n, x);
        bands.copy(points.y(), place, n, y);
        bands.copy(points.z(), place, n, z);
        bands.copy(points.weights(), place, n, weights);
        add(x, y, z, weights, n);
      }
    }

    private void add(double[] x, double[] y, double[] z, double[] weights, int n) {
      int nx = grid.nx();
      int ny = grid.ny();
      int nz = grid.nz();
      for (int i = 0; i < n; i++) {
        double v = PointBands.held(y[i], ny);
        double w = PointBands.held(z[i], nz);
        int row = (int) v + ny * (int) w;
        add(row, PointBands.held(x[i], nx), v - (int) v, w - (int) w, weights[i]);
      }
    }

    private void add(int row, double x, double f, double g, double weight) {
      add(row, x, weight * (1 - f) * (1 - g));
      if (f > 0) {
        add(row + 1, x, weight * f * (1 - g));
      }
      if (g > 0) {
        add(row + grid.ny(), x, weight * (1 - f) * g);
        if (f > 0) {
          add(row + grid.ny() + 1, x, weight * f * g);
        }
      }
    }

    private void add(int row, double x, double weight) {
      if (row >= from && row < end) {
        int i = (int) x;
        double f = x - i;
        int at = (row - from) * grid.nx() + i;
        sums[at] += weight * (1 - f);
        if (f > 0) {
          sums[at + 1] += weight * f;
        }
      }
    }
  }
}
