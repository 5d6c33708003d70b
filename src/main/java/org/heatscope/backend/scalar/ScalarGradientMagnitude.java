// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.GradientMagnitude;

/** The specification of {@link GradientMagnitude}, in doubles. */
final class ScalarGradientMagnitude implements GradientMagnitude {
  private static final int GRAIN = 1 << 17;

  private final Workers workers;

  ScalarGradientMagnitude(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void gradientMagnitude(Samples image, Affine voxelToWorld, Samples out) {
    Shapes.requireSame("gradientMagnitude", image, out);
    double[] inverse = voxelToWorld.inverse().rows();
    float[] to = out.target();
    workers.run(
        image.ny() * image.nz(),
        Math.max(1, GRAIN / image.nx()),
        () -> new Rows(image),
        (rows, from, end) -> {
          for (int r = from; r < end; r++) {
            rows.differences(r % image.ny(), r / image.ny());
            length(rows.x, rows.y, rows.z, inverse);
            for (int i = 0; i < image.nx(); i++) {
              to[out.offset() + r * image.nx() + i] = (float) rows.x[i];
            }
          }
        });
  }

  /** The length of the inverse's transpose times (x, y, z), written over x; m its three rows. */
  private static void length(double[] x, double[] y, double[] z, double[] m) {
    double m00 = m[0];
    double m10 = m[4];
    double m20 = m[8];
    double m01 = m[1];
    double m11 = m[5];
    double m21 = m[9];
    double m02 = m[2];
    double m12 = m[6];
    double m22 = m[10];
    for (int i = 0; i < x.length; i++) {
      double r = m00 * x[i] + m10 * y[i] + m20 * z[i];
      double a = m01 * x[i] + m11 * y[i] + m21 * z[i];
      double s = m02 * x[i] + m12 * y[i] + m22 * z[i];
      x[i] = Math.sqrt(r * r + a * a + s * s);
    }
  }

  /** The differences along x, y and z under a row. */
  private static final class Rows {
    private final Samples image;
    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final double[] low;
    private final double[] high;

    Rows(Samples image) {
      this.image = image;
      int nx = image.nx();
      x = new double[nx];
      y = new double[nx];
      z = new double[nx];
      low = new double[nx];
      high = new double[nx];
    }

    void differences(int j, int k) {
      int nx = image.nx();
      int ny = image.ny();
      int row = nx * (j + ny * k);
      image.values(row, nx, high, 0);
      System.arraycopy(high, 0, low, 1, nx - 1);
      low[0] = high[0];
      System.arraycopy(high, 1, high, 0, nx - 1);
      subtract(x, nx == 1, 0.5);
      x[0] *= 2;
      x[nx - 1] *= 2;
      between(row, nx, j, ny, y);
      between(row, nx * ny, k, image.nz(), z);
    }

    /** The difference of the neighbours of a row that is the i-th of n, a step apart. */
    private void between(int row, int step, int i, int n, double[] to) {
      int before = i > 0 ? 1 : 0;
      int after = i < n - 1 ? 1 : 0;
      image.values(row - before * step, low.length, low, 0);
      image.values(row + after * step, low.length, high, 0);
      subtract(to, n == 1, before + after == 2 ? 0.5 : 1);
    }

    /** Along an axis of one voxel the difference is 0 even where the voxel is NaN. */
    private void subtract(double[] to, boolean single, double scale) {
      if (single) {
        Arrays.fill(to, 0);
        return;
      }
      for (int i = 0; i < to.length; i++) {
        to[i] = scale * (high[i] - low[i]);
      }
    }
  }
}
