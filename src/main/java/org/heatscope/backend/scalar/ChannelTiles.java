// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;

/**
 * Sums over tiles of as many whole channels as make a long loop: maps are often as small as 7 x 7,
 * and Java's compiler makes vectors only of the middle of a loop of hundreds of steps.
 */
public final class ChannelTiles implements ChannelSums {
  private static final int TILE = ScalarWeightedChannelSum.PIECE;

  private final float[] values = new float[TILE];
  private final float[] factors = new float[TILE];
  private final float[] sums = new float[TILE];

  @Override
  public void add(float[] a, int start, int stride, float[] weights, int n, double[] to) {
    int rows = n == stride ? TILE / n : 1;
    int tiles = 0;
    for (int k = 0; k < weights.length; k += rows) {
      int count = Math.min(rows, weights.length - k);
      for (int r = 0; r < count; r++) {
        Arrays.fill(factors, r * n, r * n + n, weights[k + r]);
      }
      // a copy, as all that a loop over floats reads must lie at the same index to become vectors
      System.arraycopy(a, start + k * stride, values, 0, count * n);
      addProducts(count * n);
      if (++tiles % BLOCK == 0) {
        drain(rows, n, to);
      }
    }
    drain(rows, n, to);
  }

  private void addProducts(int n) {
    float[] values = this.values;
    float[] factors = this.factors;
    float[] sums = this.sums;
    for (int i = 0; i < n; i++) {
      sums[i] += factors[i] * values[i];
    }
  }

  private void drain(int rows, int n, double[] to) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        to[i] += sums[r * n + i];
      }
    }
    Arrays.fill(sums, 0, rows * n, 0);
  }
}
