// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.concurrent.atomic.AtomicLong;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Splat;

/**
 * The specification of {@link Splat}: each thread looks at all points and adds those that reach the
 * rows it has, in double precision and in the order of the points, whatever the number of threads.
 */
final class ScalarSplat implements Splat {
  /** Voxels of a band of rows: their sums stay in the cache nearest to a core that holds them. */
  private static final int BAND = 1 << 20;

  private final Workers workers;

  ScalarSplat(Workers workers) {
    this.workers = workers;
  }

  @Override
  public long splat(Points points, Samples out) {
    AtomicLong inside = new AtomicLong();
    float[] to = out.target();
    workers.run(
        out.ny() * out.nz(),
        Math.max(1, BAND / out.nx()),
        (from, end) -> {
          double[] sums = new double[(end - from) * out.nx()];
          inside.addAndGet(new Band(points, out, from, end, sums).add());
          int at = out.index(0, 0, 0) + from * out.nx();
          for (int i = 0; i < sums.length; i++) {
            to[at + i] = (float) sums[i];
          }
        });
    return inside.get();
  }

  /** The rows from {@code from} to {@code end}, counted through all planes. */
  private record Band(Points points, Samples grid, int from, int end, double[] sums) {
    /** Adds all points; returns how many have their lowest voxel here. */
    long add() {
      long inside = 0;
      double[] x = points.x();
      double[] y = points.y();
      boolean flat = points.z().length == 0;
      boolean even = points.weights().length == 0;
      int ny = grid.ny();
      // most points are far from here along the axis that rows follow
      boolean byRow = flat || grid.nz() == 1;
      double[] slow = byRow ? y : points.z();
      int lowest = from / (byRow ? 1 : ny) - 1;
      int highest = (end - 1) / (byRow ? 1 : ny) + 1;
      for (int i = 0; i < x.length; i++) {
        if (!(slow[i] >= lowest && slow[i] <= highest)) {
          continue;
        }
        double z = flat ? 0 : points.z()[i];
        if (isIn(y[i], ny) && isIn(z, grid.nz()) && isIn(x[i], grid.nx())) {
          double v = held(y[i], ny);
          double w = held(z, grid.nz());
          int row = (int) v + ny * (int) w;
          double weight = even ? 1 : points.weights()[i];
          if (row < end && row + ny + 1 >= from && weight == weight) {
            inside += row >= from ? 1 : 0;
            add(row, held(x[i], grid.nx()), v - (int) v, w - (int) w, weight);
          }
        }
      }
      return inside;
    }

    private static boolean isIn(double x, int n) {
      return x >= -0.5 && x <= n - 0.5;
    }

    private static double held(double x, int n) {
      return x < 0 ? 0 : x > n - 1 ? n - 1 : x;
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
