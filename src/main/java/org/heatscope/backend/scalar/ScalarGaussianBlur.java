// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;

/**
 * The specification of {@link GaussianBlur}: sums of doubles, rounded to floats after y and after
 * z, hence within 2e-7 of the largest magnitude of the exact result.
 */
final class ScalarGaussianBlur implements GaussianBlur {
  private final SeparableBlur<double[]> blur;

  ScalarGaussianBlur(Workers workers) {
    blur = new SeparableBlur<>(workers, Doubles::new);
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    blur.blur(image, sigmaVoxels, order, border, out);
  }

  /**
   * Loops that Java 17's compiler makes vectors of: it does so only where all arrays of one type
   * are read and written at the same index. So rows are arrays of their own, and sums along rows
   * are those across columns.
   */
  private static final class Doubles implements SeparableBlur.Arithmetic<double[]> {
    /** Rows that are transposed together. */
    private static final int TILE = 8;

    private double[][] columnsBefore = {};
    private double[][] columnsAfter = {};
    private double[][] sums = {};

    @Override
    public int rowsAtOnce() {
      return 128;
    }

    @Override
    public double[] weights(double[] weights) {
      return weights;
    }

    @Override
    public double[][] rows(int count, int length) {
      return new double[count][length];
    }

    @Override
    public void read(Samples image, int from, int count, double[] to, int at) {
      image.values(from, count, to, at);
    }

    @Override
    public void negate(double[] from, double[] to, int count) {
      for (int i = 0; i < count; i++) {
        to[i] = -from[i];
      }
    }

    @Override
    public void alongRows(
        double[][] before, double[][] after, int rows, double[] w, double[][] to, int count) {
      int reach = w.length - 1;
      columnsAfter = transposed(after, rows, count + 2 * reach, columnsAfter);
      columnsBefore =
          before == after
              ? columnsAfter
              : transposed(before, rows, count + 2 * reach, columnsBefore);
      sums = room(TILE, rows, sums);
      for (int x = 0; x < count; x += TILE) {
        int n = Math.min(TILE, count - x);
        for (int k = 0; k < n; k++) {
          sum(columnsBefore, columnsAfter, reach + x + k, w, sums[k], rows);
        }
        transpose(sums, n, rows, to, x);
      }
    }

    private static double[][] room(int height, int width, double[][] old) {
      return old.length >= height && old[0].length >= width ? old : new double[height][width];
    }

    private static double[][] transposed(double[][] rows, int height, int width, double[][] old) {
      double[][] to = room(width, height, old);
      for (int y = 0; y < height; y += TILE) {
        transpose(Arrays.copyOfRange(rows, y, y + TILE), Math.min(TILE, height - y), width, to, y);
      }
      return to;
    }

    /** {@code to[x][at + k] = rows[k][x]} for up to {@link #TILE} rows k. */
    private static void transpose(double[][] rows, int count, int width, double[][] to, int at) {
      for (int k = 0; k < count && count < TILE; k++) {
        for (int x = 0; x < width; x++) {
          to[x][at + k] = rows[k][x];
        }
      }
      if (count == TILE) {
        transpose(rows, width, to, at);
      }
    }

    private static void transpose(double[][] rows, int width, double[][] to, int at) {
      double[] a = rows[0];
      double[] b = rows[1];
      double[] c = rows[2];
      double[] d = rows[3];
      double[] e = rows[4];
      double[] f = rows[5];
      double[] g = rows[6];
      double[] h = rows[7];
      for (int x = 0; x < width; x++) {
        double[] column = to[x];
        column[at] = a[x];
        column[at + 1] = b[x];
        column[at + 2] = c[x];
        column[at + 3] = d[x];
        column[at + 4] = e[x];
        column[at + 5] = f[x];
        column[at + 6] = g[x];
        column[at + 7] = h[x];
      }
    }

    @Override
    public void acrossRows(
        double[][] before,
        double[][] after,
        int rows,
        double[] w,
        float[] to,
        int at,
        int step,
        int count) {
      sums = room(1, count, sums);
      for (int k = 0; k < rows; k++) {
        sum(before, after, w.length - 1 + k, w, sums[0], count);
        round(sums[0], to, at + k * step, count);
      }
    }

    private static void round(double[] sums, float[] to, int at, int count) {
      for (int i = 0; i < count; i++) {
        to[at + i] = (float) sums[i];
      }
    }

    /** {@code sums[i] = sum over d of w[d] (before[centre - d][i] + after[centre + d][i])}. */
    private static void sum(
        double[][] before, double[][] after, int centre, double[] w, double[] sums, int count) {
      Arrays.fill(sums, 0, count, 0);
      int d = w.length - 1;
      for (; d >= 2; d -= 3) {
        addThree(before, after, centre, d, w, sums, count);
      }
      for (; d >= 0; d--) {
        double[] a = before[centre - d];
        double[] b = after[centre + d];
        double v = w[d];
        for (int i = 0; i < count; i++) {
          sums[i] += v * (a[i] + b[i]);
        }
      }
    }

    /** Three distances at a time: sums are read and written less. Of more no vectors are made. */
    private static void addThree(
        double[][] before,
        double[][] after,
        int centre,
        int d,
        double[] w,
        double[] to,
        int count) {
      double u = w[d];
      double v = w[d - 1];
      double t = w[d - 2];
      double[] a = before[centre - d];
      double[] b = after[centre + d];
      double[] c = before[centre - d + 1];
      double[] e = after[centre + d - 1];
      double[] f = before[centre - d + 2];
      double[] g = after[centre + d - 2];
      for (int i = 0; i < count; i++) {
        to[i] += u * (a[i] + b[i]) + v * (c[i] + e[i]) + t * (f[i] + g[i]);
      }
    }
  }
}
