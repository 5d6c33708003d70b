// SPDX-License-Identifier: Apache-2.0
package org.heatscope.benchmarks;

import java.util.SplittableRandom;

/** Samples that are the same each time. */
final class RandomArrays {
  private RandomArrays() {}

  static byte[] bytes(int n) {
    byte[] a = new byte[n];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < n; i++) {
      a[i] = (byte) random.nextInt(256);
    }
    return a;
  }

  static short[] shorts(int n) {
    return shorts(n, -1024, 1500);
  }

  static short[] shorts(int n, int from, int to) {
    short[] a = new short[n];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < n; i++) {
      a[i] = (short) random.nextInt(from, to);
    }
    return a;
  }

  /** Normally distributed about 0, by Box and Muller's transform. */
  static float[] normal(double deviation, int n) {
    float[] a = new float[n];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < n; i++) {
      double r = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      a[i] = (float) (deviation * r * Math.cos(2 * Math.PI * random.nextDouble()));
    }
    return a;
  }
}
