// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/** Sums over the positions of a channel, in double. */
final class Sums {
  private Sums() {}

  /** Σ x. Four sums run side by side: an addition need not wait for the one before. */
  static double sum(float[] x, int from, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    int end = from + n;
    for (; i + 4 <= end; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < end; i++) {
      s0 += x[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
