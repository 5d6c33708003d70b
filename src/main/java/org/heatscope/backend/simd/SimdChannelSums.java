// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import org.heatscope.backend.scalar.ChannelSums;
import org.heatscope.backend.scalar.ChannelTiles;
import org.heatscope.backend.scalar.ScalarWeightedChannelSum;

/** Sums over channels that stay in registers, four vectors of positions at a time. */
final class SimdChannelSums implements ChannelSums {
  private static final int L = Lanes.COUNT;

  private final ChannelSums few = new ChannelTiles();
  private final float[] some = new float[BLOCK];
  private final float[] sums = new float[ScalarWeightedChannelSum.PIECE];

  @Override
  public void add(float[] a, int start, int stride, float[] weights, int n, double[] to) {
    if (n < L) {
      few.add(a, start, stride, weights, n, to);
      return;
    }
    for (int k = 0; k < weights.length; k += BLOCK) {
      int count = Math.min(BLOCK, weights.length - k);
      System.arraycopy(weights, k, some, 0, count);
      sum(a, start + k * stride, stride, some, count, n, sums);
      for (int i = 0; i < n; i++) {
        to[i] += sums[i];
      }
    }
  }

  private static void sum(
      float[] a, int start, int stride, float[] weights, int count, int n, float[] sums) {
    int i = 0;
    for (; i + 4 * L <= n; i += 4 * L) {
      four(a, start + i, stride, weights, count, sums, i);
    }
    for (; i + L <= n; i += L) {
      one(a, start + i, stride, weights, count, sums, i);
    }
    if (i < n) {
      // The last vector ends with the positions and repeats some of the one before.
      one(a, start + n - L, stride, weights, count, sums, n - L);
    }
  }

  private static void four(
      float[] a, int start, int stride, float[] weights, int count, float[] sums, int to) {
    FloatVector s0 = FloatVector.zero(Lanes.F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int at = start;
    for (int k = 0; k < count; k++) {
      float w = weights[k];
      s0 = FloatVector.fromArray(Lanes.F, a, at).mul(w).add(s0);
      s1 = FloatVector.fromArray(Lanes.F, a, at + L).mul(w).add(s1);
      s2 = FloatVector.fromArray(Lanes.F, a, at + 2 * L).mul(w).add(s2);
      s3 = FloatVector.fromArray(Lanes.F, a, at + 3 * L).mul(w).add(s3);
      at += stride;
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + L);
    s2.intoArray(sums, to + 2 * L);
    s3.intoArray(sums, to + 3 * L);
  }

  private static void one(
      float[] a, int start, int stride, float[] weights, int count, float[] sums, int to) {
    FloatVector s = FloatVector.zero(Lanes.F);
    int at = start;
    for (int k = 0; k < count; k++) {
      s = FloatVector.fromArray(Lanes.F, a, at).mul(weights[k]).add(s);
      at += stride;
    }
    s.intoArray(sums, to);
  }
}
