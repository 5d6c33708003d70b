// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/** Counts values one after the other, in double precision. */
public final class ScalarBinCounter implements BinCounter {
  private static final int PIECE = 1024;

  private final Bins bins;
  private final double[] values = new double[PIECE];

  /** Over some bins. */
  public ScalarBinCounter(Bins bins) {
    this.bins = bins;
  }

  @Override
  public void count(Samples image, int from, int to, int[] counts) {
    for (int at = from; at < to; at += PIECE) {
      int n = Math.min(PIECE, to - at);
      image.values(at, n, values, 0);
      for (int i = 0; i < n; i++) {
        counts[bins.slot(values[i])]++;
      }
    }
  }
}
