// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/** Keys of values in double precision, of any stored type: four digits. */
final class DoubleKeys implements KeyCounter {
  private static final int PIECE = 2048;

  private final long kept;

  /** Keys of the values or of their magnitudes. */
  DoubleKeys(boolean absolute) {
    kept = absolute ? Long.MAX_VALUE : -1;
  }

  @Override
  public int digits() {
    return 4;
  }

  @Override
  public int lowest() {
    return 0x10;
  }

  @Override
  public int end() {
    return 0xfff0;
  }

  @Override
  public void countFirst(Samples part, int from, int to, int[] counts) {
    double[] values = new double[PIECE];
    for (int at = from; at < to; at += PIECE) {
      int n = Math.min(PIECE, to - at);
      part.values(at, n, values, 0);
      for (int i = 0; i < n; i++) {
        counts[(int) (key(Double.doubleToRawLongBits(values[i]) & kept) >>> 48)]++;
      }
    }
  }

  @Override
  public void countNext(Samples part, int from, int to, Prefixes prefixes, int[][] counts) {
    double[] values = new double[PIECE];
    for (int at = from; at < to; at += PIECE) {
      int n = Math.min(PIECE, to - at);
      part.values(at, n, values, 0);
      countNext(values, n, prefixes, counts);
    }
  }

  private void countNext(double[] values, int n, Prefixes prefixes, int[][] counts) {
    boolean[] isFirst = prefixes.isFirst();
    int shift = 64 - 16 * prefixes.digits();
    for (int i = 0; i < n; i++) {
      long key = key(Double.doubleToRawLongBits(values[i]) & kept);
      if (isFirst[(int) (key >>> 48)]) {
        int p = prefixes.indexOf(key >>> shift);
        if (p >= 0) {
          counts[p][(int) (key >>> (shift - 16)) & (DIGITS - 1)]++;
        }
      }
    }
  }

  private static long key(long bits) {
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  @Override
  public double stored(long key) {
    return Double.longBitsToDouble(key < 0 ? key ^ Long.MIN_VALUE : ~key);
  }
}
