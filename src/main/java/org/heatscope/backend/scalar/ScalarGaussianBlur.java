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
    blur = new SeparableBlur<>(workers, new Doubles());
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    blur.blur(image, sigmaVoxels, order, border, out);
  }

  /**
   * Loops that Java 17's compiler makes vectors of: it does so only where all arrays of one type
   * are read and written at the same index. So rows are arrays of their own, and a row is copied
   * for each shift.
   */
  private static final class Doubles implements SeparableBlur.Arithmetic<double[]> {

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
    public void alongRow(double[] before, double[] after, double[] w, double[] to, int count) {
      int reach = w.length - 1;
      double[] a = new double[count];
      double[] b = new double[count];
      Arrays.fill(to, 0, count, 0);
      for (int d = reach; d >= 0; d--) {
        System.arraycopy(before, reach - d, a, 0, count);
        System.arraycopy(after, reach + d, b, 0, count);
        add(a, b, w[d], to, count);
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
      double[] sum = new double[count];
      int reach = w.length - 1;
      for (int k = 0; k < rows; k++) {
        Arrays.fill(sum, 0);
        int c = reach + k;
        int d = reach;
        for (; d >= 1; d -= 2) {
          int e = d - 1;
          add(before[c - d], after[c + d], w[d], before[c - e], after[c + e], w[e], sum, count);
        }
        if (d == 0) {
          add(before[c], after[c], w[0], sum, count);
        }
        for (int i = 0; i < count; i++) {
          to[at + k * step + i] = (float) sum[i];
        }
      }
    }

    private static void add(double[] a, double[] b, double w, double[] to, int n) {
      for (int i = 0; i < n; i++) {
        to[i] += w * (a[i] + b[i]);
      }
    }

    /** Two at a time: sums are read and written half as often. Of more no vectors are made. */
    private static void add(
        double[] a, double[] b, double v, double[] c, double[] d, double w, double[] to, int n) {
      for (int i = 0; i < n; i++) {
        to[i] += v * (a[i] + b[i]) + w * (c[i] + d[i]);
      }
    }
  }
}
