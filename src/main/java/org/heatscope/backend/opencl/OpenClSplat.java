// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.List;
import org.heatscope.backend.opencl.Tiles.Plan;
import org.heatscope.image.Region;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Splat;
import org.jocl.cl_mem;

/**
 * Points put on a grid by the device: {@code splat.cl}, a run of points or a band of rows a group,
 * whose shares add up as whole numbers of 64 bits. Weights too far apart for those, and GPUs
 * without atomic operations on them, are left to the CPU.
 */
final class OpenClSplat implements Splat {
  private static final String FILE = "splat.cl";

  /** Groups for each compute unit, so that all end at about the same time. */
  private static final int GROUPS = 32;

  /** Voxels of a band of rows. */
  private static final int BAND = 1 << 19;

  /** Bytes of a voxel's sum. */
  private static final int SUM = 8;

  /**
   * The power of two that no sum of weights times the scale reaches: one bit is left for rounding.
   */
  private static final int TOP = 62;

  /**
   * The least share of a whole weight, as a power of two: its rounding is past the bound by far.
   */
  private static final double LEAST = 0x1p20;

  private final OpenClQueue queue;
  private final Splat spare;

  OpenClSplat(OpenClQueue queue, Splat spare) {
    this.queue = queue;
    this.spare = spare;
  }

  @Override
  public long splat(Points points, Samples out) {
    double scale = scale(points);
    boolean canAdd = !queue.device().isGpu || queue.device().hasLongAtomics;
    if (!(scale > 0) || !canAdd) {
      return spare.splat(points, out);
    }
    Region all = Tiles.whole(out);
    Plan plan =
        new Plan(all, List.of(), (i, made) -> made, List.of(out), Tiles.ALONE, Tiles.ROWS, SUM);
    long[] inside = new long[1];
    queue
        .tiles()
        .make(plan, (in, made, to) -> inside[0] += splat(points, scale, out, made, to.get(0)));
    return inside[0];
  }

  /** The power of two that makes weights whole numbers; 0: there is none, or nothing to add. */
  private static double scale(Points points) {
    double sum = points.x().length;
    double least = 1;
    if (points.weights().length > 0) {
      sum = 0;
      least = Double.POSITIVE_INFINITY;
      for (double w : points.weights()) {
        double size = Math.abs(w);
        if (size > 0) {
          sum += size;
          least = Math.min(least, size);
        }
      }
    }
    int exponent = Math.getExponent(sum);
    if (!(sum > 0) || Math.abs(exponent) > 900) {
      return 0;
    }
    double scale = Math.scalb(1.0, TOP - 1 - exponent);
    return least * scale >= LEAST ? scale : 0;
  }

  /** Makes whole rows of the grid; returns how many points begin there. */
  private int splat(Points points, double scale, Samples out, Region made, cl_mem to) {
    int voxels = (int) made.voxels();
    boolean isGpu = queue.device().isGpu;
    String defines =
        (isGpu ? " -D ATOMIC" : "")
            + (points.z().length == 0 ? " -D FLAT" : "")
            + (points.weights().length == 0 ? " -D EVEN" : "");
    int[] inside = new int[1];
    cl_mem sums = queue.images().allocate((long) SUM * voxels);
    try {
      cl_mem count = queue.images().allocate(4);
      try {
        queue
            .kernel(FILE, defines, "clear")
            .buffer(sums)
            .ints(voxels)
            .buffer(count)
            .run(new long[] {isGpu ? voxels : 1}, new long[] {isGpu ? 64 : 1});
        int most = (int) Math.min(Integer.MAX_VALUE, queue.calls().largestBuffer() / 8);
        for (long from = 0; from < points.x().length; from += most) {
          add(points, (int) from, most, defines, scale, out, made, sums, count);
        }
        queue
            .kernel(FILE, defines, "values")
            .buffer(sums)
            .ints(voxels)
            .doubles(1 / scale)
            .buffer(to)
            .run(new long[] {voxels}, new long[] {64});
        queue.images().transfers().toHost(queue.calls().mark(), count, inside, 0, 1);
      } finally {
        queue.images().free(count, 4);
      }
    } finally {
      queue.images().free(sums, (long) SUM * voxels);
    }
    return inside[0];
  }

  /** Adds points from one on, at most so many. */
  private void add(
      Points points,
      int from,
      int most,
      String defines,
      double scale,
      Samples out,
      Region made,
      cl_mem sums,
      cl_mem count) {
    int n = Math.min(most, points.x().length - from);
    boolean isGpu = queue.device().isGpu;
    int items = isGpu ? 64 : 1;
    int run = isGpu ? Math.max(items, (n - 1) / (GROUPS * queue.device().computeUnits) + 1) : n;
    int bands = isGpu ? 1 : bands(made);
    long groups = bands * ((n - 1) / run + 1L);
    cl_mem x = coordinates(points.x(), from, n);
    queue
        .kernel(FILE, defines, "splat")
        .buffer(x)
        .buffer(coordinates(points.y(), from, n))
        .buffer(points.z().length == 0 ? x : coordinates(points.z(), from, n))
        .buffer(points.weights().length == 0 ? x : coordinates(points.weights(), from, n))
        .ints(n, run, bands, out.nx(), out.ny(), out.nz())
        .ints(made.y() + out.ny() * made.z(), made.ny() * made.nz(), from == 0 ? 1 : 0)
        .doubles(scale)
        .buffer(sums)
        .buffer(count)
        .run(new long[] {groups * items}, new long[] {items});
  }

  /** A CPU's threads go through all points, each for rows of its own, which stay in the cache. */
  private int bands(Region made) {
    int most = made.ny() * made.nz();
    int voxels = (int) made.voxels();
    return Math.min(most, Math.max(queue.device().computeUnits, voxels / BAND));
  }

  private cl_mem coordinates(double[] values, int from, int n) {
    return queue
        .images()
        .get(new Samples(values, SampleType.FLOAT64, from, n, 1, 1, Rescale.IDENTITY));
  }
}
