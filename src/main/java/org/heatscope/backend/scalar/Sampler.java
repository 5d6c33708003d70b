// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;

/**
 * Stored samples between voxel centres, in double precision; see {@link Composite} for the rules.
 *
 * <p>Positions in an image lie above -1, so a conversion to int is the rounding down of x + 0.5.
 */
public final class Sampler {
  private final IntToDoubleFunction stored;
  private final Interpolation interpolation;
  private final int offset;
  private final int nx;
  private final int ny;
  private final int nz;
  private final int[] indices = new int[12];
  private final double[] weights = new double[12];

  /** Prepares for an image; for one thread. */
  public Sampler(Samples samples, Interpolation interpolation) {
    this.stored = samples.reader();
    this.interpolation = interpolation;
    this.offset = samples.offset();
    this.nx = samples.nx();
    this.ny = samples.ny();
    this.nz = samples.nz();
  }

  /** Whether a position lies in the image's voxels. */
  public boolean contains(double x, double y, double z) {
    return within(x, nx) && within(y, ny) && within(z, nz);
  }

  private static boolean within(double x, int n) {
    return x >= -0.5 - Composite.SNAP && x <= n - 0.5 + Composite.SNAP;
  }

  /** The stored sample at a position that the image contains. */
  public double at(double x, double y, double z) {
    switch (interpolation) {
      case NEAREST:
        return stored.applyAsDouble(
            offset + nearest(x, nx) + nx * (nearest(y, ny) + ny * nearest(z, nz)));
      case LINEAR:
        return linear(snap(x), snap(y), snap(z));
      default:
        return cubic(snap(x), snap(y), snap(z));
    }
  }

  private static double held(double x, int n) {
    return x < 0 ? 0 : x > n - 1 ? n - 1 : x;
  }

  /** A coordinate that is whole but for rounding, made whole. */
  private static double snap(double x) {
    double whole = (int) (x + 0.5);
    return Math.abs(x - whole) <= Composite.SNAP ? whole : x;
  }

  private static int nearest(double x, int n) {
    return clamp((int) (x + 0.5 + Composite.SNAP), n);
  }

  private static int clamp(int i, int n) {
    return i < 0 ? 0 : i >= n ? n - 1 : i;
  }

  private double linear(double x, double y, double z) {
    x = held(x, nx);
    y = held(y, ny);
    z = held(z, nz);
    int i = (int) x;
    int j = (int) y;
    int k = (int) z;
    double fx = x - i;
    double fy = y - j;
    double fz = z - k;
    int e = offset + i + nx * (j + ny * k);
    int dy = fy == 0 ? 0 : nx;
    double near = plane(e, fx, fy, dy);
    return fz == 0 ? near : near * (1 - fz) + plane(e + nx * ny, fx, fy, dy) * fz;
  }

  private double plane(int e, double fx, double fy, int dy) {
    double low = row(e, fx);
    return fy == 0 ? low : low * (1 - fy) + row(e + dy, fx) * fy;
  }

  private double row(int e, double fx) {
    double left = stored.applyAsDouble(e);
    return fx == 0 ? left : left * (1 - fx) + stored.applyAsDouble(e + 1) * fx;
  }

  private double cubic(double x, double y, double z) {
    taps(0, x, nx);
    taps(4, y, ny);
    taps(8, z, nz);
    double sum = 0;
    for (int c = 8; c < 12; c++) {
      if (weights[c] == 0) {
        continue;
      }
      double plane = 0;
      for (int b = 4; b < 8; b++) {
        if (weights[b] == 0) {
          continue;
        }
        int start = offset + nx * (indices[b] + ny * indices[c]);
        double row = 0;
        for (int a = 0; a < 4; a++) {
          if (weights[a] != 0) {
            row += weights[a] * stored.applyAsDouble(start + indices[a]);
          }
        }
        plane += weights[b] * row;
      }
      sum += weights[c] * plane;
    }
    return sum;
  }

  /** The four neighbours along an axis and their weights; indices are held to the image. */
  private void taps(int at, double x, int n) {
    x = held(x, n);
    int i = (int) x;
    double f = x - i;
    weights(f, weights, at);
    for (int t = 0; t < 4; t++) {
      indices[at + t] = clamp(i - 1 + t, n);
    }
  }

  /** The four weights of a point at a fraction f of the way from its second voxel to its third. */
  static void weights(double f, double[] weights, int at) {
    weights[at] = f * (-0.5 + f * (1 - 0.5 * f));
    weights[at + 1] = 1 + f * f * (-2.5 + 1.5 * f);
    weights[at + 2] = f * (0.5 + f * (2 - 1.5 * f));
    weights[at + 3] = f * f * (-0.5 + 0.5 * f);
  }
}
