// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics.Wanted;

/**
 * Means and deviations in boxes by sums that run along z, then y, then x: what enters the box is
 * added, what leaves it is taken away. Sums are doubles of distances from a centre; rounding leaves
 * at most as many times 2^-53 of the largest sum as a row, a column and a line of planes have
 * voxels.
 *
 * <p>In memory are two planes of doubles, a third if the image has gaps. For one thread.
 */
final class BoxSums {
  private final Samples image;
  private final int[] radius;
  private final double centre;
  private final boolean gaps;
  private final int yFrom;
  private final int yEnd;
  private final int rim;
  private final double[][] sums;
  private final double[][] squares;
  private final double[][] counts;
  private final double[] values;

  /**
   * Prepares for some rows of all planes.
   *
   * @param centre near the values
   * @param gaps whether some values are not finite: they do not count
   */
  BoxSums(Samples image, int[] radius, double centre, boolean gaps, int yFrom, int yEnd) {
    this.image = image;
    this.radius = radius;
    this.centre = centre;
    this.gaps = gaps;
    this.yFrom = yFrom;
    this.yEnd = yEnd;
    rim = Math.max(0, yFrom - Math.min(radius[1], yFrom));
    int rows = (int) Math.min(image.ny(), (long) yEnd + radius[1]) - rim;
    sums = new double[rows][image.nx()];
    squares = new double[rows][image.nx()];
    counts = new double[gaps ? rows : 0][image.nx()];
    values = new double[image.nx()];
  }

  void run(int zFrom, int zEnd, Wanted wanted) {
    Lines lines = new Lines(wanted);
    int reach = Math.min(radius[2], image.nz());
    for (int z = Math.max(0, zFrom - reach); z < Math.min(image.nz(), zFrom + reach); z++) {
      plane(z, 1);
    }
    for (int z = zFrom; z < zEnd; z++) {
      int low = Math.max(0, z - reach);
      int high = Math.min(image.nz() - 1, z + reach);
      if (z + reach < image.nz()) {
        plane(z + reach, 1);
      }
      if (z > zFrom && z - reach > 0) {
        plane(z - reach - 1, -1);
      }
      lines.plane(z, high - low + 1);
    }
  }

  /** A plane enters the sums or leaves them. */
  private void plane(int z, double sign) {
    for (int r = 0; r < sums.length; r++) {
      image.values(image.nx() * (rim + r + image.ny() * z), values.length, values, 0);
      if (gaps) {
        count(values, centre, sign, counts[r]);
      }
      add(values, centre, sign, sums[r], squares[r]);
    }
  }

  /** What is not finite becomes the centre and is not counted. */
  private static void count(double[] v, double centre, double sign, double[] counts) {
    for (int i = 0; i < v.length; i++) {
      boolean finite = Math.abs(v[i]) < Double.POSITIVE_INFINITY;
      v[i] = finite ? v[i] : centre;
      counts[i] += finite ? sign : 0;
    }
  }

  private static void add(double[] v, double centre, double sign, double[] s, double[] q) {
    for (int i = 0; i < v.length; i++) {
      double d = v[i] - centre;
      s[i] += sign * d;
      q[i] += sign * d * d;
    }
  }

  /** Sums along y and x, and what follows from them. */
  private final class Lines {
    private final int nx = image.nx();
    private final int reachX = Math.min(radius[0], nx);
    private final int reachY = Math.min(radius[1], image.ny());
    private final Wanted wanted;
    private final double[] columnSums = new double[nx];
    private final double[] columnSquares = new double[nx];
    private final double[] columnCounts = new double[nx];
    private final double[] widths = new double[nx];
    private final double[] s = new double[nx];
    private final double[] q = new double[nx];
    private final double[] n = new double[nx];

    Lines(Wanted wanted) {
      this.wanted = wanted;
      Arrays.fill(n, 1);
      slide(n, widths);
    }

    void plane(int z, int depth) {
      Arrays.fill(columnSums, 0);
      Arrays.fill(columnSquares, 0);
      Arrays.fill(columnCounts, 0);
      int ny = image.ny();
      for (int y = Math.max(0, yFrom - reachY); y < Math.min(ny, yFrom + reachY); y++) {
        row(y, 1);
      }
      for (int y = yFrom; y < yEnd; y++) {
        int low = Math.max(0, y - reachY);
        int high = Math.min(ny - 1, y + reachY);
        if (y + reachY < ny) {
          row(y + reachY, 1);
        }
        if (y > yFrom && y - reachY > 0) {
          row(y - reachY - 1, -1);
        }
        slide(columnSums, s);
        slide(columnSquares, q);
        if (gaps) {
          slide(columnCounts, n);
        } else {
          times(widths, (double) (high - low + 1) * depth, n);
        }
        write(nx * (y + ny * z));
      }
    }

    private void row(int y, double sign) {
      add(sums[y - rim], sign, columnSums);
      add(squares[y - rim], sign, columnSquares);
      if (gaps) {
        add(counts[y - rim], sign, columnCounts);
      }
    }

    private void write(int from) {
      wanted.mean().ifPresent(out -> mean(out.target(), out.offset() + from));
      wanted.sd().ifPresent(out -> sd(out.target(), out.offset() + from));
    }

    private void mean(float[] to, int at) {
      for (int i = 0; i < nx; i++) {
        to[at + i] = (float) (centre + s[i] / n[i]);
      }
    }

    private void sd(float[] to, int at) {
      for (int i = 0; i < nx; i++) {
        double variance = (q[i] - s[i] * s[i] / n[i]) / n[i];
        to[at + i] = (float) Math.sqrt(Math.max(0, variance));
      }
    }

    /** Sums of the box's width along a row. */
    private void slide(double[] row, double[] to) {
      double sum = 0;
      for (int i = 0; i < Math.min(reachX, nx); i++) {
        sum += row[i];
      }
      for (int i = 0; i < nx; i++) {
        sum += i + reachX < nx ? row[i + reachX] : 0;
        sum -= i - reachX > 0 ? row[i - reachX - 1] : 0;
        to[i] = sum;
      }
    }
  }

  private static void add(double[] row, double sign, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += sign * row[i];
    }
  }

  private static void times(double[] row, double factor, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = factor * row[i];
    }
  }
}
