// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.concurrent.atomic.AtomicLong;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Splat.Points;

/**
 * Which points add to which band of rows, in the order of the points: a counting sort. A point that
 * lies between two bands stands in both. Rows are counted through all planes.
 */
final class PointBands {
  private static final int PIECES = 32;

  private final Points points;
  private final int nx;
  private final int ny;
  private final int nz;
  private final int shift;
  private final int[] starts;
  private final int[] sorted;
  private final AtomicLong inside = new AtomicLong();

  /**
   * Sorts.
   *
   * @param height rows of a band, a power of two
   */
  PointBands(Workers workers, Points points, Samples grid, int height) {
    this.points = points;
    nx = grid.nx();
    ny = grid.ny();
    nz = grid.nz();
    shift = Integer.numberOfTrailingZeros(height);
    int bands = ((ny * nz - 1) >> shift) + 1;
    int n = points.x().length;
    int grain = Math.max(1, (n + PIECES - 1) / PIECES);
    int[][] places = new int[PIECES][bands];
    workers.run(n, grain, (from, end) -> count(from, end, places[from / grain]));
    starts = starts(places, bands);
    sorted = new int[starts[bands]];
    workers.run(n, grain, (from, end) -> sort(from, end, places[from / grain]));
  }

  /** Turns counts into the places of the first; returns where each band starts, and the end. */
  private static int[] starts(int[][] places, int bands) {
    int[] starts = new int[bands + 1];
    int place = 0;
    for (int b = 0; b < bands; b++) {
      starts[b] = place;
      for (int[] piece : places) {
        int n = piece[b];
        piece[b] = place;
        place = Math.addExact(place, n);
      }
    }
    starts[bands] = place;
    return starts;
  }

  private void count(int from, int end, int[] counts) {
    int[] bands = new int[4];
    int found = 0;
    for (int i = from; i < end; i++) {
      int n = bands(i, bands);
      found += n > 0 ? 1 : 0;
      for (int b = 0; b < n; b++) {
        counts[bands[b]]++;
      }
    }
    inside.addAndGet(found);
  }

  private void sort(int from, int end, int[] next) {
    int[] bands = new int[4];
    for (int i = from; i < end; i++) {
      int n = bands(i, bands);
      for (int b = 0; b < n; b++) {
        sorted[next[bands[b]]++] = i;
      }
    }
  }

  /** The bands that a point adds to, in rising order; returns how many: none if it lies outside. */
  private int bands(int i, int[] bands) {
    double z = points.z().length == 0 ? 0 : points.z()[i];
    double weight = points.weights().length == 0 ? 1 : points.weights()[i];
    double y = points.y()[i];
    if (!(isIn(points.x()[i], nx) && isIn(y, ny) && isIn(z, nz) && weight == weight)) {
      return 0;
    }
    double v = held(y, ny);
    double w = held(z, nz);
    int row = (int) v + ny * (int) w;
    int above = v > (int) v ? 1 : 0;
    bands[0] = row >> shift;
    int n = include(row + above, bands, 1);
    if (w > (int) w) {
      n = include(row + ny, bands, n);
      n = include(row + ny + above, bands, n);
    }
    return n;
  }

  private int include(int row, int[] bands, int n) {
    int band = row >> shift;
    bands[n] = band;
    return band > bands[n - 1] ? n + 1 : n;
  }

  private static boolean isIn(double x, int n) {
    return x >= -0.5 && x <= n - 0.5;
  }

  /** A coordinate inside, held to the centres of the voxels. */
  static double held(double x, int n) {
    return x < 0 ? 0 : x > n - 1 ? n - 1 : x;
  }

  /** How many points lie inside. */
  long inside() {
    return inside.get();
  }

  /** The first place of the band that starts with a row. */
  int start(int row) {
    return starts[row >> shift];
  }

  /** The place after its last. */
  int end(int row) {
    return starts[(row >> shift) + 1];
  }

  /** Copies a number of each of n points from a place on; numbers that there are none of stay. */
  void copy(double[] from, int place, int n, double[] to) {
    if (from.length > 0) {
      for (int i = 0; i < n; i++) {
        to[i] = from[sorted[place + i]];
      }
    }
  }
}
