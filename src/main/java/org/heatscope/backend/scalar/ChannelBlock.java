// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;

/** Adds up a few weighted channels of plain floats, in floats. */
@FunctionalInterface
public interface ChannelBlock {
  /**
   * The sums {@code sums[i] = sum over k of weights[k] a[start + k stride + i]}, whatever was
   * there.
   *
   * @param count channels
   */
  void sum(float[] a, int start, int stride, float[] weights, int count, float[] sums);

  /** One channel after the other, four at a time. */
  static void inTurn(float[] a, int start, int stride, float[] weights, int count, float[] sums) {
    Arrays.fill(sums, 0);
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      addFour(a, start + k * stride, stride, weights, k, sums);
    }
    for (; k < count; k++) {
      int at = start + k * stride;
      float w = weights[k];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += w * a[at + i];
      }
    }
  }

  private static void addFour(float[] a, int at, int stride, float[] w, int k, float[] sums) {
    float w0 = w[k];
    float w1 = w[k + 1];
    float w2 = w[k + 2];
    float w3 = w[k + 3];
    int second = at + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (w0 * a[at + i] + w1 * a[second + i]) + (w2 * a[third + i] + w3 * a[fourth + i]);
    }
  }
}
