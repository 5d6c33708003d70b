// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.util.Arrays;
import java.util.Random;

/**
 * Fills positions of an image from their neighbours, so that where they were cannot be told: each
 * missing value is the weighted mean of its neighbours, which may be missing themselves, plus
 * noise. In 2-D the four direct neighbours weigh 1/6 and the four diagonal ones 1/12 (Rong et al.,
 * ICML 2022, arXiv:2202.00449); in 3-D faces, edges and corners weigh 4 : 2 : 1 in the same manner.
 * At the border the weights of the neighbours that exist are taken.
 */
final class NoisyLinearImputation {
  private static final double TOLERANCE = 1e-6;

  private final int[] grid;
  private final double noise;
  private final int[] offsets;
  private final int[][] steps;
  private final double[] weights;

  /**
   * An imputation.
   *
   * @param noise standard deviation
   */
  NoisyLinearImputation(int[] grid, double noise) {
    this.grid = grid;
    this.noise = noise;
    int axes = grid.length;
    steps = neighbours(axes);
    offsets = new int[steps.length];
    weights = new double[steps.length];
    for (int k = 0; k < steps.length; k++) {
      int zeros = 0;
      for (int a = 0; a < axes; a++) {
        offsets[k] = offsets[k] * grid[a] + steps[k][a];
        zeros += steps[k][a] == 0 ? 1 : 0;
      }
      weights[k] = 1 << zeros;
    }
  }

  /** Every step of -1, 0 or 1 along each axis but the one that stays. */
  private static int[][] neighbours(int axes) {
    int count = axes == 2 ? 9 : 27;
    int[][] all = new int[count][axes];
    for (int code = 0; code < count; code++) {
      for (int a = 0, rest = code; a < axes; a++, rest /= 3) {
        all[code][a] = rest % 3 - 1;
      }
    }
    return Arrays.stream(all)
        .filter(step -> Arrays.stream(step).anyMatch(s -> s != 0))
        .toArray(int[][]::new);
  }

  /**
   * Fills one channel in place.
   *
   * @param at where it begins
   * @param missing its positions to fill
   */
  void fill(float[] data, int at, boolean[] missing, Random random) {
    int[] unknown = indices(missing);
    double[] x = solved(data, at, missing, unknown);
    for (int i = 0; i < unknown.length; i++) {
      data[at + unknown[i]] = (float) (x[i] + noise * random.nextGaussian());
    }
  }

  private static int[] indices(boolean[] missing) {
    int[] found = new int[missing.length];
    int n = 0;
    for (int p = 0; p < missing.length; p++) {
      if (missing[p]) {
        found[n++] = p;
      }
    }
    return Arrays.copyOf(found, n);
  }

  /**
   * Conjugate gradients on (sum of weights) x_p - Σ w x_q over missing q = Σ w v_q over known q.
   */
  private double[] solved(float[] data, int at, boolean[] missing, int[] unknown) {
    int n = unknown.length;
    int[] number = new int[missing.length];
    for (int i = 0; i < n; i++) {
      number[unknown[i]] = i;
    }
    double[] x = new double[n];
    double[] residual = new double[n];
    for (int i = 0; i < n; i++) {
      int p = unknown[i];
      for (int k = 0; k < offsets.length; k++) {
        if (inside(p, k) && !missing[p + offsets[k]]) {
          residual[i] += weights[k] * data[at + p + offsets[k]];
        }
      }
    }
    double[] direction = residual.clone();
    double[] applied = new double[n];
    double square = dot(residual, residual);
    double enough = TOLERANCE * TOLERANCE * square;
    for (int step = 0; step < 2 * n && square > enough; step++) {
      apply(direction, applied, missing, unknown, number);
      double curvature = dot(direction, applied);
      if (!(curvature > 0)) {
        break;
      }
      double length = square / curvature;
      double before = square;
      for (int i = 0; i < n; i++) {
        x[i] += length * direction[i];
        residual[i] -= length * applied[i];
      }
      square = dot(residual, residual);
      for (int i = 0; i < n; i++) {
        direction[i] = residual[i] + square / before * direction[i];
      }
    }
    return x;
  }

  private void apply(double[] x, double[] out, boolean[] missing, int[] unknown, int[] number) {
    for (int i = 0; i < unknown.length; i++) {
      int p = unknown[i];
      double sum = 0;
      for (int k = 0; k < offsets.length; k++) {
        if (inside(p, k)) {
          int q = p + offsets[k];
          sum += weights[k] * (x[i] - (missing[q] ? x[number[q]] : 0));
        }
      }
      out[i] = sum;
    }
  }

  private boolean inside(int position, int neighbour) {
    int rest = position;
    for (int a = grid.length - 1; a >= 0; a--) {
      int at = rest % grid[a] + steps[neighbour][a];
      if (at < 0 || at >= grid[a]) {
        return false;
      }
      rest /= grid[a];
    }
    return true;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
