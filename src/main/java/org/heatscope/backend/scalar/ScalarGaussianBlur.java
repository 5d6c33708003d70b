// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;

/**
 * The specification of {@link GaussianBlur}: sums of floats from the smallest weights to the
 * largest, hence within 5e-7 of the largest magnitude of the exact result.
 */
final class ScalarGaussianBlur implements GaussianBlur {
  private final SeparableBlur blur;

  ScalarGaussianBlur(Workers workers) {
    blur = new SeparableBlur(workers, Floats::new);
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
  private static final class Floats implements SeparableBlur.Arithmetic {
    /** Rows that are transposed together. */
    private static final int TILE = 8;

    private float[][] columnsBefore = {};
    private float[][] columnsAfter = {};
    private float[][] sums = {};

    @Override
    public int rowsAtOnce() {
      return 256;
    }

    @Override
    public void alongRows(
        float[][] before, float[][] after, int rows, float[] w, float[][] to, int count) {
      int reach = w.length - 1;
      columnsAfter = transposed(after, rows, count + 2 * reach, columnsAfter);
      columnsBefore =
          before == after
              ? columnsAfter
              : transposed(before, rows, count + 2 * reach, columnsBefore);
      sums = room(TILE, rows, sums);
      for (int x = 0; x < count; x += TILE) {
        int n = Math.min(TILE, count - x);
        sum(columnsBefore, columnsAfter, reach + x, w, sums, n, rows);
        transpose(sums, n, rows, to, x);
      }
    }

    private static float[][] room(int height, int width, float[][] old) {
      return old.length >= height && old[0].length >= width ? old : new float[height][width];
    }

    private static float[][] transposed(float[][] rows, int height, int width, float[][] old) {
      float[][] to = room(width, height, old);
      for (int y = 0; y < height; y += TILE) {
        transpose(Arrays.copyOfRange(rows, y, y + TILE), Math.min(TILE, height - y), width, to, y);
      }
      return to;
    }

    /** {@code to[x][at + k] = rows[k][x]} for up to {@link #TILE} rows k. */
    private static void transpose(float[][] rows, int count, int width, float[][] to, int at) {
      for (int k = 0; k < count && count < TILE; k++) {
        for (int x = 0; x < width; x++) {
          to[x][at + k] = rows[k][x];
        }
      }
      if (count == TILE) {
        transpose(rows, width, to, at);
      }
    }

    private static void transpose(float[][] rows, int width, float[][] to, int at) {
      float[] a = rows[0];
      float[] b = rows[1];
      float[] c = rows[2];
      float[] d = rows[3];
      float[] e = rows[4];
      float[] f = rows[5];
      float[] g = rows[6];
      float[] h = rows[7];
      for (int x = 0; x < width; x++) {
        float[] column = to[x];
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
        float[][] before,
        float[][] after,
        int rows,
        float[] w,
        float[] to,
        int at,
        int step,
        int count) {
      sums = room(rows, count, sums);
      sum(before, after, w.length - 1, w, sums, rows, count);
      for (int k = 0; k < rows; k++) {
        System.arraycopy(sums[k], 0, to, at + k * step, count);
      }
    }

    /**
     * For n rows k: {@code sums[k][i] = sum over d of w[d] (before[centre + k - d][i] +
     * after[centre + k + d][i])}. Distance by distance, as neighbouring sums are of nearly the same
     * rows.
     */
    private static void sum(
        float[][] before,
        float[][] after,
        int centre,
        float[] w,
        float[][] sums,
        int n,
        int count) {
      for (int k = 0; k < n; k++) {
        Arrays.fill(sums[k], 0, count, 0);
      }
      int d = w.length - 1;
      for (; d >= 2; d -= 3) {
        for (int k = 0; k < n; k++) {
          addThree(before, after, centre + k, d, w, sums[k], count);
        }
      }
      for (; d >= 0; d--) {
        for (int k = 0; k < n; k++) {
          addOne(before[centre + k - d], after[centre + k + d], w[d], sums[k], count);
        }
      }
    }

    private static void addOne(float[] a, float[] b, float v, float[] to, int count) {
      for (int i = 0; i < count; i++) {
        to[i] += v * (a[i] + b[i]);
      }
    }

    /** Three distances at a time: sums are read and written less. Of more no vectors are made. */
    private static void addThree(
        float[][] before, float[][] after, int centre, int d, float[] w, float[] to, int count) {
      float u = w[d];
      float v = w[d - 1];
      float t = w[d - 2];
      float[] a = before[centre - d];
      float[] b = after[centre + d];
      float[] c = before[centre - d + 1];
      float[] e = after[centre + d - 1];
      float[] f = before[centre - d + 2];
      float[] g = after[centre + d - 2];
      for (int i = 0; i < count; i++) {
        to[i] += u * (a[i] + b[i]) + v * (c[i] + e[i]) + t * (f[i] + g[i]);
      }
    }
  }
}
