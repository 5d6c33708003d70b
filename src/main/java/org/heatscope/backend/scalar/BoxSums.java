// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import java.util.List;
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
public final class BoxSums {

  /** The loops that take the time; all over whole rows. */
  public interface Loops {
    /** Reads a row of values. */
    void read(Samples image, int from, double[] to);

    /** Adds the distances from the centre and their squares, and takes those away that leave. */
    void exchange(double[] enter, double[] leave, double centre, double[] sums, double[] squares);

    /**
     * The same with rows of an image that enter and leave, given by their first samples; false if
     * they have to be read first.
     */
    default boolean exchange(
        Samples image, int enter, int leave, double centre, double[] sums, double[] squares) {
      return false;
    }

    /** {@code sums += enter - leave}. */
    void exchange(double[] enter, double[] leave, double[] sums);

    /** {@code to[i] = row[i - reach] + ... + row[i + reach]}, without what lies outside. */
    void slide(double[] row, int reach, double[] to);

    /** {@code to[at + i] = centre + s[i] share[i]} without dust, where a share is 1 / n. */
    void mean(double[] s, double[] share, BoxCentre centre, float[] to, int at);

    /** {@code to[at + i] = sqrt((q[i] - s[i]^2 share[i]) share[i])} without dust. */
    void deviation(double[] s, double[] q, double[] share, BoxCentre centre, float[] to, int at);
  }

  private final Samples image;
  private final int[] reach;
  private final BoxCentre centre;
  private final boolean gaps;
  private final Loops loops;
  private int yFrom;
  private int yEnd;
  private int firstRow;
  private int rows;
  private final double[][] sums;
  private final double[][] squares;
  private final double[][] counts;
  private final double[] enter;
  private final double[] leave;
  private final double[] entering;
  private final double[] leaving;
  private final double[] none;
  private final Lines lines;

  /**
   * Prepares for parts of an image.
   *
   * @param centre what sums are taken from
   * @param gaps whether some values are not finite: they do not count
   * @param most rows of a part and its rim
   */
  public BoxSums(
      Samples image,
      int[] radius,
      BoxCentre centre,
      boolean gaps,
      Loops loops,
      int most,
      Wanted wanted) {
    this.image = image;
    this.centre = centre;
    this.gaps = gaps;
    this.loops = loops;
    int nx = image.nx();
    reach = Shapes.reach(radius, image);
    sums = new double[most][nx];
    squares = new double[most][nx];
    counts = new double[gaps ? most : 0][nx];
    enter = new double[nx];
    leave = new double[nx];
    entering = new double[nx];
    leaving = new double[nx];
    none = new double[nx];
    lines = new Lines(wanted);
  }

  /** Writes rows {@code y} to {@code yLast} of some planes. */
  public void run(int y, int yLast, int zFrom, int zEnd) {
    yFrom = y;
    yEnd = yLast;
    firstRow = Math.max(0, yFrom - reach[1]);
    rows = Math.min(image.ny(), yEnd + reach[1]) - firstRow;
    for (double[][] planes : List.of(sums, squares, counts)) {
      for (double[] row : planes) {
        Arrays.fill(row, 0);
      }
    }
    int nz = image.nz();
    for (int z = Math.max(0, zFrom - reach[2]); z < Math.min(nz, zFrom + reach[2]); z++) {
      exchangePlanes(z, -1);
    }
    for (int z = zFrom; z < zEnd; z++) {
      int low = z - reach[2];
      int high = z + reach[2];
      exchangePlanes(high < nz ? high : -1, z > zFrom ? low - 1 : -1);
      lines.plane(z, Math.min(nz - 1, high) - Math.max(0, low) + 1);
    }
  }

  /** A plane enters the sums and another leaves them; a negative one is none. */
  private void exchangePlanes(int in, int out) {
    if (in < 0 && out < 0) {
      return;
    }
    boolean both = in >= 0 && out >= 0 && !gaps;
    for (int r = 0; r < rows; r++) {
      if (both
          && loops.exchange(
              image, first(in, r), first(out, r), centre.value(), sums[r], squares[r])) {
        continue;
      }
      read(in, r, enter, entering);
      read(out, r, leave, leaving);
      loops.exchange(enter, leave, centre.value(), sums[r], squares[r]);
      if (gaps) {
        loops.exchange(entering, leaving, counts[r]);
      }
    }
  }

  /** The first sample of a row. */
  private int first(int z, int r) {
    return image.nx() * (firstRow + r + image.ny() * z);
  }

  /** Where there is no value the centre stands and the count is 0. */
  private void read(int z, int r, double[] values, double[] count) {
    if (z < 0) {
      Arrays.fill(values, centre.value());
      Arrays.fill(count, 0);
      return;
    }
    loops.read(image, first(z, r), values);
    if (gaps) {
      for (int i = 0; i < values.length; i++) {
        boolean finite = Math.abs(values[i]) < Double.POSITIVE_INFINITY;
        values[i] = finite ? values[i] : centre.value();
        count[i] = finite ? 1 : 0;
      }
    }
  }

  /** Sums along y and x, and what follows from them. */
  private final class Lines {
    private final int nx = image.nx();
    private final Wanted wanted;
    private final double[] columnSums = new double[nx];
    private final double[] columnSquares = new double[nx];
    private final double[] columnCounts = new double[nx];
    private final double[] columnShares = new double[nx];
    private final double[] s = new double[nx];
    private final double[] q = new double[nx];
    private final double[] share = new double[nx];

    Lines(Wanted wanted) {
      this.wanted = wanted;
      Arrays.fill(s, 1);
      loops.slide(s, reach[0], columnShares);
      invert(columnShares);
    }

    void plane(int z, int depth) {
      Arrays.fill(columnSums, 0);
      Arrays.fill(columnSquares, 0);
      Arrays.fill(columnCounts, 0);
      int ny = image.ny();
      for (int y = firstRow; y < Math.min(ny, yFrom + reach[1]); y++) {
        exchangeRows(y, -1);
      }
      for (int y = yFrom; y < yEnd; y++) {
        int low = y - reach[1];
        int high = y + reach[1];
        exchangeRows(high < ny ? high : -1, y > yFrom ? low - 1 : -1);
        loops.slide(columnSums, reach[0], s);
        loops.slide(columnSquares, reach[0], q);
        int rows = Math.min(ny - 1, high) - Math.max(0, low) + 1;
        share(1 / ((double) rows * depth));
        int from = nx * (y + ny * z);
        if (wanted.mean().isPresent()) {
          Samples out = wanted.mean().get();
          loops.mean(s, share, centre, out.target(), out.offset() + from);
        }
        if (wanted.sd().isPresent()) {
          Samples out = wanted.sd().get();
          loops.deviation(s, q, share, centre, out.target(), out.offset() + from);
        }
      }
    }

    private void exchangeRows(int in, int out) {
      loops.exchange(row(sums, in), row(sums, out), columnSums);
      loops.exchange(row(squares, in), row(squares, out), columnSquares);
      if (gaps) {
        loops.exchange(row(counts, in), row(counts, out), columnCounts);
      }
    }

    private double[] row(double[][] rows, int y) {
      return y < 0 ? none : rows[y - firstRow];
    }

    private void share(double columns) {
      if (gaps) {
        loops.slide(columnCounts, reach[0], share);
        invert(share);
        return;
      }
      for (int i = 0; i < nx; i++) {
        share[i] = columns * columnShares[i];
      }
    }
  }

  private static void invert(double[] n) {
    for (int i = 0; i < n.length; i++) {
      n[i] = 1 / n[i];
    }
  }
}
