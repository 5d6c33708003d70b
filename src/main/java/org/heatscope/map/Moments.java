// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.backend.Workers;

/**
 * Count, mean and sum of squared deviations of every voxel, updated value by value (Welford 1962)
 * and merged part by part (Chan, Golub and LeVeque 1979), so that a large common offset costs no
 * digits. NaN is missing and does not count.
 */
public final class Moments {
  private static final int GRAIN = 1 << 14;

  private final int[] n;
  private final double[] mean;
  private final double[] squares;

  /** Nothing counted yet. */
  public Moments(int voxels) {
    n = new int[voxels];
    mean = new double[voxels];
    squares = new double[voxels];
  }

  /** Counts an image in. */
  public void add(double[] values, Workers workers) {
    workers.run(
        n.length,
        GRAIN,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double v = values[i];
            if (v == v) {
              double delta = v - mean[i];
              mean[i] += delta / ++n[i];
              squares[i] += delta * (v - mean[i]);
            }
          }
        });
  }

  /** Counts in what another part of the group has counted. */
  public void merge(Moments other) {
    for (int i = 0; i < n.length; i++) {
      if (other.n[i] > 0) {
        long total = (long) n[i] + other.n[i];
        double delta = other.mean[i] - mean[i];
        mean[i] += delta * other.n[i] / total;
        squares[i] += other.squares[i] + delta * delta * n[i] * (double) other.n[i] / total;
        n[i] = Math.toIntExact(total);
      }
    }
  }

  /** The number of voxels. */
  public int voxels() {
    return n.length;
  }

  /** How many values a voxel has. */
  public int count(int voxel) {
    return n[voxel];
  }

  /** The mean; NaN without a value. */
  public double mean(int voxel) {
    return n[voxel] > 0 ? mean[voxel] : Double.NaN;
  }

  /** The sum of squared deviations from the mean. */
  public double squares(int voxel) {
    return squares[voxel];
  }

  /** The variance with divisor n - 1; NaN with fewer than two values. */
  public double variance(int voxel) {
    return n[voxel] > 1 ? squares[voxel] / (n[voxel] - 1) : Double.NaN;
  }
}
