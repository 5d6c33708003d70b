// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

/** Adds up weighted channels of plain floats; for one thread. */
@FunctionalInterface
public interface ChannelSums {
  /** Channels that may be summed in floats, one after the other. */
  int BLOCK = 32;

  /**
   * For n positions: {@code sums[i] += sum over k of weights[k] a[start + k stride + i]}.
   *
   * @param n at most {@link ScalarWeightedChannelSum#PIECE}
   */
  void add(float[] a, int start, int stride, float[] weights, int n, double[] sums);
}
