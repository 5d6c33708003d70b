// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;

/**
 * Sums over tiles of as many whole channels as make a long loop: maps are often as small as 7 x 7,
 * and Java's compiler makes vectors only of the middle of a loop of hundreds of steps. Channels
 * that are long themselves are summed where they lie.
 */
public final class ChannelTiles implements ChannelSums {
  private static final int TILE = ScalarWeightedChannelSum.PIECE;

  private final float[] values = new float[TILE];
  private final float[] factors = new float[TILE];
  private final float[] sums = new float[TILE];

  @Override
  public void add(float[] a, int start, int stride, float[] weights, int n, double[] to) {
    if (n != stride || 2 * n > TILE) {
      addRows(a, start, stride, weights, n, to);
      return;
    }
    int rows = TILE / n;
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

  /** Rows that are long themselves, four at a time. */
  private void addRows(float[] a, int start, int stride, float[] weights, int n, double[] to) {
    for (int k = 0; k < weights.length; k += 4) {
      if (k + 4 <= weights.length) {
        addFour(a, start + k * stride, stride, weights, k, n);
      } else {
        for (int r = k; r < weights.length; r++) {
          addRow(a, start + r * stride, weights[r], n);
        }
      }
      if ((k + 4) % BLOCK == 0 || k + 4 >= weights.length) {
        drain(1, n, to);
      }
    }
  }

  private void addFour(float[] a, int first, int stride, float[] w, int k, int n) {
    float[] sums = this.sums;
    float w0 = w[k];
    float w1 = w[k + 1];
    float w2 = w[k + 2];
    float w3 = w[k + 3];
    int second = first + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int i = 0; i < n; i++) {
      sums[i] +=
          (w0 * a[first + i] + w1 * a[second + i]) + (w2 * a[third + i] + w3 * a[fourth + i]);
    }
  }

  private void addRow(float[] a, int at, float weight, int n) {
    float[] sums = this.sums;
    for (int i = 0; i < n; i++) {
      sums[i] += weight * a[at + i];
    }
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
