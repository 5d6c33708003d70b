// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/**
 * The smallest or largest value in boxes, one axis after the other, in place. Along an axis the
 * extreme of 2, 4, 8... neighbours is that of two overlapping runs of half as many: the cost grows
 * with the logarithm of the box's width.
 */
final class BoxExtremes {
  private final Workers workers;
  private final boolean largest;
  private final float none;

  BoxExtremes(Workers workers, boolean largest) {
    this.workers = workers;
    this.largest = largest;
    none = largest ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
  }

  void extremes(Samples image, int[] radius, Samples out) {
    float[] to = out.target();
    int nx = image.nx();
    workers.run(
        image.ny() * image.nz(),
        Columns.grain(nx, 1),
        () -> new Row(nx, radius[0]),
        (row, from, end) -> {
          for (int r = from; r < end; r++) {
            row.extremes(image, r * nx, to, out.offset() + r * nx);
          }
        });
    if (radius[1] > 0) {
      Columns.alongY(workers, out, image.ny(), width -> new Strip(image.ny(), radius[1], width));
    }
    if (radius[2] > 0) {
      Columns.alongZ(workers, out, image.nz(), width -> new Strip(image.nz(), radius[2], width));
    }
    workers.run(
        out.length(), 1 << 18, (from, end) -> noneToNan(to, out.offset() + from, end - from));
  }

  private void noneToNan(float[] to, int at, int n) {
    for (int i = 0; i < n; i++) {
      to[at + i] = to[at + i] == none ? Float.NaN : to[at + i];
    }
  }

  /** {@code to[i] = extreme(to[i], other[i])}. */
  private void take(float[] to, float[] other, int n) {
    if (largest) {
      for (int i = 0; i < n; i++) {
        to[i] = Math.max(to[i], other[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        to[i] = Math.min(to[i], other[i]);
      }
    }
  }

  private final class Row {
    private final int n;
    private final int radius;
    private final float[] runs;
    private final float[] shifted;

    Row(int n, int radius) {
      this.n = n;
      this.radius = Math.min(radius, n - 1);
      runs = new float[n + 2 * this.radius];
      shifted = new float[runs.length];
    }

    void extremes(Samples image, int from, float[] to, int at) {
      Arrays.fill(runs, none);
      image.values(from, n, runs, radius);
      for (int i = 0; i < runs.length; i++) {
        runs[i] = Math.abs(runs[i]) < Float.POSITIVE_INFINITY ? runs[i] : none;
      }
      int wanted = 2 * radius + 1;
      for (int width = 1; width < wanted; ) {
        int step = Math.min(width, wanted - width);
        System.arraycopy(runs, step, shifted, 0, runs.length - step);
        take(runs, shifted, runs.length - step);
        width += step;
      }
      System.arraycopy(runs, 0, to, at, n);
    }
  }

  /** The same with a row of neighbouring columns in place of each value. */
  private final class Strip implements Columns.Filter {
    private final int n;
    private final int radius;
    private final float[][] runs;

    Strip(int n, int radius, int width) {
      this.n = n;
      this.radius = Math.min(radius, n - 1);
      runs = new float[n + 2 * this.radius][width];
    }

    @Override
    public void filter(float[] image, int at, int step, int count) {
      for (int k = 0; k < runs.length; k++) {
        int row = k - radius;
        if (row >= 0 && row < n) {
          System.arraycopy(image, at + row * step, runs[k], 0, count);
        } else {
          Arrays.fill(runs[k], none);
        }
      }
      int wanted = 2 * radius + 1;
      for (int width = 1; width < wanted; ) {
        int shift = Math.min(width, wanted - width);
        for (int k = 0; k + shift < runs.length; k++) {
          take(runs[k], runs[k + shift], count);
        }
        width += shift;
      }
      for (int k = 0; k < n; k++) {
        System.arraycopy(runs[k], 0, image, at + k * step, count);
      }
    }
  }
}
