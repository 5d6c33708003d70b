// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.SeparableBlur;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;

/**
 * A Gaussian by sums of floats that stay in registers, from the smallest weights to the largest.
 */
final class SimdGaussianBlur implements GaussianBlur {
  private final SeparableBlur blur;

  SimdGaussianBlur(Workers workers) {
    blur = new SeparableBlur(workers, Floats::new);
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    blur.blur(image, sigmaVoxels, order, border, out);
  }

  /** Rows are longer than asked for by as much as a step may run past their end. */
  private static final class Floats implements SeparableBlur.Arithmetic {
    private static final int L = Lanes.COUNT;
    private static final int STEP = 4 * L;

    private float[] half = new float[0];
    private float[] both = half;

    @Override
    public int rowsAtOnce() {
      return SeparableBlur.ROWS;
    }

    @Override
    public int margin() {
      return STEP;
    }

    @Override
    public void alongRows(
        float[][] before, float[][] after, int rows, float[] w, float[][] to, int count) {
      for (int k = 0; k < rows; k++) {
        alongRow(before[k], after[k], w, to[k], count);
      }
    }

    private static void alongRow(float[] before, float[] after, float[] w, float[] to, int count) {
      int reach = w.length - 1;
      for (int i = 0; i < count; i += STEP) {
        FloatVector a = FloatVector.zero(Lanes.F);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector e = a;
        for (int d = reach; d >= 0; d--) {
          FloatVector weight = FloatVector.broadcast(Lanes.F, w[d]);
          int p = i + reach - d;
          int q = i + reach + d;
          a =
              FloatVector.fromArray(Lanes.F, before, p)
                  .add(FloatVector.fromArray(Lanes.F, after, q))
                  .fma(weight, a);
          b =
              FloatVector.fromArray(Lanes.F, before, p + L)
                  .add(FloatVector.fromArray(Lanes.F, after, q + L))
                  .fma(weight, b);
          c =
              FloatVector.fromArray(Lanes.F, before, p + 2 * L)
                  .add(FloatVector.fromArray(Lanes.F, after, q + 2 * L))
                  .fma(weight, c);
          e =
              FloatVector.fromArray(Lanes.F, before, p + 3 * L)
                  .add(FloatVector.fromArray(Lanes.F, after, q + 3 * L))
                  .fma(weight, e);
        }
        a.intoArray(to, i);
        b.intoArray(to, i + L);
        c.intoArray(to, i + 2 * L);
        e.intoArray(to, i + 3 * L);
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
      int reach = w.length - 1;
      if (before == after && rows == SeparableBlur.ROWS && reach > 0 && count >= 2 * L) {
        float[] weights = bothSides(w);
        for (int i = 0; i < count; i += 2 * L) {
          int column = Math.min(i, count - 2 * L);
          outerRows(after, weights, to, at + column, step, column);
          outerRows(after, weights, to, at + column + L, step, column + L);
          innerRows(after, weights, to, at + column, step, column);
        }
        return;
      }
      for (int k = 0; k < rows; k++) {
        int i = 0;
        for (; i < count && count >= L; i += L) {
          int column = Math.min(i, count - L);
          one(before, after, reach + k, w, to, at + k * step + column, column);
        }
        for (; i < count; i++) {
          float sum = 0;
          for (int d = reach; d >= 0; d--) {
            sum += w[d] * (before[reach + k - d][i] + after[reach + k + d][i]);
          }
          to[at + k * step + i] = sum;
        }
      }
    }

    /** The weights from the farthest before to the farthest after, with all of the middle one. */
    private float[] bothSides(float[] w) {
      if (half != w) {
        int reach = w.length - 1;
        half = w;
        both = new float[2 * reach + 1];
        for (int d = 0; d <= reach; d++) {
          both[reach - d] = w[d];
          both[reach + d] = w[d];
        }
        both[reach] = 2 * w[0];
      }
      return both;
    }

    /** Four sums of the first and last three rows, each of which reaches some of the sums only. */
    private static void outerRows(float[][] rows, float[] w, float[] to, int at, int step, int i) {
      int last = w.length + 2;
      FloatVector w0 = FloatVector.broadcast(Lanes.F, w[0]);
      FloatVector w1 = FloatVector.broadcast(Lanes.F, w[1]);
      FloatVector w2 = FloatVector.broadcast(Lanes.F, w[2]);
      FloatVector top = FloatVector.fromArray(Lanes.F, rows[0], i);
      FloatVector end = FloatVector.fromArray(Lanes.F, rows[last], i);
      FloatVector a = top.mul(w0);
      FloatVector e = end.mul(w0);
      top = FloatVector.fromArray(Lanes.F, rows[1], i);
      end = FloatVector.fromArray(Lanes.F, rows[last - 1], i);
      a = top.fma(w1, a);
      e = end.fma(w1, e);
      FloatVector b = top.mul(w0);
      FloatVector c = end.mul(w0);
      top = FloatVector.fromArray(Lanes.F, rows[2], i);
      end = FloatVector.fromArray(Lanes.F, rows[last - 2], i);
      top.fma(w2, a).intoArray(to, at);
      end.fma(w0, top.fma(w1, b)).intoArray(to, at + step);
      top.fma(w0, end.fma(w1, c)).intoArray(to, at + 2 * step);
      end.fma(w2, e).intoArray(to, at + 3 * step);
    }

    /** Adds the rows that reach all four sums, from the outer ones inwards, in two vectors. */
    private static void innerRows(float[][] rows, float[] w, float[] to, int at, int step, int i) {
      FloatVector a = FloatVector.fromArray(Lanes.F, to, at);
      FloatVector b = FloatVector.fromArray(Lanes.F, to, at + step);
      FloatVector c = FloatVector.fromArray(Lanes.F, to, at + 2 * step);
      FloatVector e = FloatVector.fromArray(Lanes.F, to, at + 3 * step);
      FloatVector p = FloatVector.fromArray(Lanes.F, to, at + L);
      FloatVector q = FloatVector.fromArray(Lanes.F, to, at + step + L);
      FloatVector r = FloatVector.fromArray(Lanes.F, to, at + 2 * step + L);
      FloatVector s = FloatVector.fromArray(Lanes.F, to, at + 3 * step + L);
      for (int low = 3, high = w.length - 1; low < high; low++, high--) {
        // The weights of the upper row are those of the lower one for the sums in reverse.
        FloatVector w0 = FloatVector.broadcast(Lanes.F, w[low]);
        FloatVector w1 = FloatVector.broadcast(Lanes.F, w[low - 1]);
        FloatVector w2 = FloatVector.broadcast(Lanes.F, w[low - 2]);
        FloatVector w3 = FloatVector.broadcast(Lanes.F, w[low - 3]);
        FloatVector x = FloatVector.fromArray(Lanes.F, rows[low], i);
        FloatVector y = FloatVector.fromArray(Lanes.F, rows[high], i);
        a = x.fma(w0, y.fma(w3, a));
        b = x.fma(w1, y.fma(w2, b));
        c = x.fma(w2, y.fma(w1, c));
        e = x.fma(w3, y.fma(w0, e));
        x = FloatVector.fromArray(Lanes.F, rows[low], i + L);
        y = FloatVector.fromArray(Lanes.F, rows[high], i + L);
        p = x.fma(w0, y.fma(w3, p));
        q = x.fma(w1, y.fma(w2, q));
        r = x.fma(w2, y.fma(w1, r));
        s = x.fma(w3, y.fma(w0, s));
      }
      a.intoArray(to, at);
      b.intoArray(to, at + step);
      c.intoArray(to, at + 2 * step);
      e.intoArray(to, at + 3 * step);
      p.intoArray(to, at + L);
      q.intoArray(to, at + step + L);
      r.intoArray(to, at + 2 * step + L);
      s.intoArray(to, at + 3 * step + L);
    }

    private static void one(
        float[][] before, float[][] after, int centre, float[] w, float[] to, int at, int i) {
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int d = w.length - 1; d >= 0; d--) {
        a =
            FloatVector.fromArray(Lanes.F, before[centre - d], i)
                .add(FloatVector.fromArray(Lanes.F, after[centre + d], i))
                .fma(FloatVector.broadcast(Lanes.F, w[d]), a);
      }
      a.intoArray(to, at);
    }
  }
}
