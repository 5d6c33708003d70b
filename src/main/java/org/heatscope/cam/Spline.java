// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * Cubic B-splines through samples at whole numbers, mirrored about the first and the last of them.
 *
 * <p>Unser, Aldroubi and Eden 1993, "B-spline signal processing", IEEE Transactions on Signal
 * Processing 41.
 */
final class Spline {
  private static final double POLE = Math.sqrt(3) - 2;

  private Spline() {}

  /** Replaces samples by spline coefficients along every axis of a grid in C order. */
  static void coefficients(float[] data, int[] grid) {
    int inner = data.length;
    for (int n : grid) {
      inner /= n;
      if (n == 1) {
        continue;
      }
      double[] line = new double[n];
      for (int block = 0; block < data.length; block += n * inner) {
        for (int start = block; start < block + inner; start++) {
          for (int i = 0; i < n; i++) {
            line[i] = data[start + i * inner];
          }
          filter(line);
          for (int i = 0; i < n; i++) {
            data[start + i * inner] = (float) line[i];
          }
        }
      }
    }
  }

  /** The recursive filter 6 / (z + 4 + 1/z): forward, then backward. */
  private static void filter(double[] c) {
    int n = c.length;
    double farEnd = Math.pow(POLE, n - 1);
    double first = c[0] + farEnd * c[n - 1];
    double power = POLE;
    for (int i = 1; i < n - 1; i++) {
      first += power * (c[i] + farEnd * c[n - 1 - i]);
      power *= POLE;
    }
    c[0] = 6 * first / (1 - farEnd * farEnd);
    for (int i = 1; i < n; i++) {
      c[i] = 6 * c[i] + POLE * c[i - 1];
    }
    c[n - 1] = (POLE * c[n - 2] + c[n - 1]) * POLE / (POLE * POLE - 1);
    for (int i = n - 2; i >= 0; i--) {
      c[i] = POLE * (c[i + 1] - c[i]);
    }
  }

  /** The four coefficients around x, which lies in 0..n - 1, and the B-spline's values there. */
  static void taps(double x, int n, Upsampling.Taps taps, int output) {
    if (n == 1) {
      // Taps without weight point to the only cell.
      taps.set(output, 0, 0, 1);
      return;
    }
    int first = (int) x;
    double t = x - first;
    double u = 1 - t;
    double[] w = {
      u * u * u / 6, (4 - 3 * t * t * (2 - t)) / 6, (4 - 3 * u * u * (2 - u)) / 6, t * t * t / 6
    };
    for (int k = 0; k < 4; k++) {
      taps.set(output, k, mirrored(first - 1 + k, n), w[k]);
    }
  }

  private static int mirrored(int i, int n) {
    int period = 2 * n - 2;
    int j = Math.floorMod(i, period);
    return j < n ? j : period - j;
  }
}
