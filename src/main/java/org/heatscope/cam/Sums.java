// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/** Sums over the positions of a channel. */
final class Sums {
  private static final int BLOCK = 512;

  private Sums() {}

  /**
   * Σ x: blocks of {@value #BLOCK} in float, their sums in double. Eight sums run side by side: an
   * addition need not wait for the one before.
   */
  static double sum(float[] x, int from, int n) {
    double total = 0;
    int end = from + n;
    for (int i = from; i < end; i += BLOCK) {
      total += block(x, i, Math.min(end, i + BLOCK));
    }
    return total;
  }

  private static float block(float[] x, int from, int end) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = from;
    for (; i + 8 <= end; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    for (; i < end; i++) {
      s0 += x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
