// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.image.Region;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Splat.Points;
import org.jocl.cl_mem;

/**
 * Points put on rows of a grid by a device that is the CPU: sorted by bands of rows first, so that
 * the sums of a band stay in a core's own cache. A counting sort: the kernel {@code sort} counts
 * what each run of points has for each band, then puts it there; {@code splat} adds up.
 */
final class SortedSplat {
  /** Voxels of a band. */
  private static final int BAND = 1 << 16;

  /** Runs of points. */
  private static final int RUNS = 32;

  /** Points at once, so that places are ints though a point may stand in four bands. */
  private static final int MOST = 1 << 28;

  /** Bytes that a point may take in the sorted ones. */
  private static final int SORTED = 4 * 4 * Double.BYTES;

  private final OpenClQueue queue;
  private final Points points;
  private final double scale;
  private final Samples grid;
  private final cl_mem sums;
  private final String defines;
  private final int first;
  private final int rows;
  private final int shift;
  private final int bands;

  /**
   * Prepares.
   *
   * @param scale what makes weights whole numbers
   * @param sums a sum of 64 bits for each voxel that is made
   */
  SortedSplat(
      OpenClQueue queue, Points points, double scale, Samples grid, Region made, cl_mem sums) {
    this.queue = queue;
    this.points = points;
    this.scale = scale;
    this.grid = grid;
    this.sums = sums;
    defines = OpenClSplat.defines(points);
    first = made.y() + grid.ny() * made.z();
    rows = made.ny() * made.nz();
    shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, BAND / grid.nx()));
    bands = ((rows - 1) >> shift) + 1;
  }

  /** Writes the rows; returns how many points begin there. */
  int run(cl_mem to) {
    int n = points.x().length;
    int most = (int) Math.max(1, Math.min(MOST, queue.calls().largestBuffer() / SORTED));
    int inside = 0;
    for (long from = 0; from < n; from += most) {
      inside += add((int) from, (int) Math.min(most, n - from), to);
    }
    return inside;
  }

  private int add(int from, int n, cl_mem to) {
    int run = (n - 1) / RUNS + 1;
    int runs = (n - 1) / run + 1;
    int[] places = new int[runs * (bands + 1)];
    long bytes = (long) Integer.BYTES * places.length;
    cl_mem counts = queue.images().allocate(bytes);
    try {
      sort("", from, n, run, runs, counts, counts);
      queue.images().transfers().toHost(counts, places, 0, places.length);
    } finally {
      queue.images().free(counts, bytes);
    }
    int inside = 0;
    for (int r = 0; r < runs; r++) {
      inside += places[r * (bands + 1) + bands];
    }
    Samples starts = whole(starts(places, runs));
    Samples next = whole(places);
    long sortedBytes = Math.max(1L, ((int[]) starts.array())[bands]) * numbers() * Double.BYTES;
    cl_mem sorted = queue.images().allocate(sortedBytes);
    try {
      // before the kernels, which copies would wait for
      cl_mem bandStarts = queue.images().get(starts);
      sort(" -D SORT", from, n, run, runs, queue.images().get(next), sorted);
      boolean isLast = from + n == points.x().length;
      queue
          .kernel(OpenClSplat.FILE, defines, "splat")
          .buffer(sorted)
          .buffer(bandStarts)
          .ints(grid.nx(), grid.ny(), grid.nz(), first, rows, shift, from == 0 ? 1 : 0)
          .doubles(scale, isLast ? 1 / scale : 0)
          .buffer(sums)
          .buffer(to)
          .run(new long[] {bands}, new long[] {1});
    } finally {
      queue.images().free(sorted, sortedBytes);
      queue.images().forget(next);
      queue.images().forget(starts);
    }
    return inside;
  }

  private void sort(String how, int from, int n, int run, int runs, cl_mem places, cl_mem sorted) {
    OpenClSplat.points(queue, points, from, n, defines + how, "sort")
        .ints(n, run, grid.nx(), grid.ny(), grid.nz(), first, rows, shift, bands)
        .buffer(places)
        .buffer(sorted)
        .run(new long[] {runs}, new long[] {1});
  }

  /** Turns each run's counts into its first places; returns where each band starts, and the end. */
  private int[] starts(int[] places, int runs) {
    int[] starts = new int[bands + 1];
    int place = 0;
    for (int b = 0; b <= bands; b++) {
      starts[b] = place;
      for (int r = 0; b < bands && r < runs; r++) {
        int at = r * (bands + 1) + b;
        int count = places[at];
        places[at] = place;
        place += count;
      }
    }
    return starts;
  }

  private int numbers() {
    return 2 + (points.z().length > 0 ? 1 : 0) + (points.weights().length > 0 ? 1 : 0);
  }

  private static Samples whole(int[] numbers) {
    return new Samples(numbers, SampleType.INT32, 0, numbers.length, 1, 1, Rescale.IDENTITY);
  }
}
