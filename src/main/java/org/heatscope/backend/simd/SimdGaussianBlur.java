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
  private final SeparableBlur<float[]> blur;

  SimdGaussianBlur(Workers workers) {
    blur = new SeparableBlur<>(workers, new Floats());
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    blur.blur(image, sigmaVoxels, order, border, out);
  }

  /** Rows are longer than asked for by as much as a step may run past their end. */
  private static final class Floats implements SeparableBlur.Arithmetic<float[]> {
    private static final int L = Lanes.COUNT;
    private static final int STEP = 4 * L;

    @Override
    public float[] weights(double[] weights) {
      float[] w = new float[weights.length];
      for (int d = 0; d < w.length; d++) {
        w[d] = (float) weights[d];
      }
      return w;
    }

    @Override
    public float[][] rows(int count, int length) {
      return new float[count][length + STEP];
    }

    @Override
    public void read(Samples image, int from, int count, float[] to, int at) {
      image.values(from, count, to, at);
    }

    @Override
    public void negate(float[] from, float[] to, int count) {
      for (int i = 0; i < count; i++) {
        to[i] = -from[i];
      }
    }

    @Override
    public void alongRow(float[] before, float[] after, float[] w, float[] to, int count) {
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
        float[][] before, float[][] after, float[] w, float[] to, int at, int count) {
      int i = 0;
      for (; i + STEP <= count; i += STEP) {
        step(before, after, w, to, at + i, i);
      }
      for (; i < count && count >= L; i += L) {
        int last = Math.min(i, count - L);
        one(before, after, w, to, at + last, last);
      }
      for (; i < count; i++) {
        float sum = 0;
        for (int d = w.length - 1; d >= 0; d--) {
          sum += w[d] * (before[d][i] + after[d][i]);
        }
        to[at + i] = sum;
      }
    }

    private static void step(
        float[][] before, float[][] after, float[] w, float[] to, int at, int i) {
      FloatVector a = FloatVector.zero(Lanes.F);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector e = a;
      for (int d = w.length - 1; d >= 0; d--) {
        FloatVector weight = FloatVector.broadcast(Lanes.F, w[d]);
        float[] p = before[d];
        float[] q = after[d];
        a =
            FloatVector.fromArray(Lanes.F, p, i)
                .add(FloatVector.fromArray(Lanes.F, q, i))
                .fma(weight, a);
        b =
            FloatVector.fromArray(Lanes.F, p, i + L)
                .add(FloatVector.fromArray(Lanes.F, q, i + L))
                .fma(weight, b);
        c =
            FloatVector.fromArray(Lanes.F, p, i + 2 * L)
                .add(FloatVector.fromArray(Lanes.F, q, i + 2 * L))
                .fma(weight, c);
        e =
            FloatVector.fromArray(Lanes.F, p, i + 3 * L)
                .add(FloatVector.fromArray(Lanes.F, q, i + 3 * L))
                .fma(weight, e);
      }
      a.intoArray(to, at);
      b.intoArray(to, at + L);
      c.intoArray(to, at + 2 * L);
      e.intoArray(to, at + 3 * L);
    }

    private static void one(
        float[][] before, float[][] after, float[] w, float[] to, int at, int i) {
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int d = w.length - 1; d >= 0; d--) {
        a =
            FloatVector.fromArray(Lanes.F, before[d], i)
                .add(FloatVector.fromArray(Lanes.F, after[d], i))
                .fma(FloatVector.broadcast(Lanes.F, w[d]), a);
      }
      a.intoArray(to, at);
    }
  }
}
