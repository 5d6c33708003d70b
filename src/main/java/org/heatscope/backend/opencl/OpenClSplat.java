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
 * Points put on a grid by the device: {@code splat.cl}, on a GPU a run of points a group, on a CPU
 * a band of rows an item ({@link SortedSplat}). Shares add up as whole numbers of 64 bits. Weights
 * too far apart for those, and GPUs without atomic operations on them, are left to the CPU.
 */
final class OpenClSplat implements Splat {
  static final String FILE = "splat.cl";

  /** Groups for each compute unit, so that all end at about the same time. */
  private static final int GROUPS = 32;

  /** Items of a group. */
  private static final int GROUP = 64;

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
    String defines = " -D ATOMIC" + defines(points);
    int[] inside = new int[1];
    cl_mem sums = queue.images().allocate((long) SUM * voxels);
    try {
      if (!queue.device().isGpu) {
        return new SortedSplat(queue, points, scale, out, made, sums).run(to);
      }
      cl_mem count = queue.images().allocate(4);
      try {
        queue
            .kernel(FILE, defines, "clear")
            .buffer(sums)
            .ints(voxels)
            .buffer(count)
            .run(new long[] {voxels}, new long[] {GROUP});
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
            .run(new long[] {voxels}, new long[] {GROUP});
        queue.images().transfers().toHost(count, inside, 0, 1);
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
    int run = Math.max(GROUP, (n - 1) / (GROUPS * queue.device().computeUnits) + 1);
    points(queue, points, from, n, defines, "splat")
        .ints(n, run, out.nx(), out.ny(), out.nz())
        .ints(made.y() + out.ny() * made.z(), made.ny() * made.nz())
        .doubles(scale)
        .buffer(sums)
        .buffer(count)
        .run(new long[] {((n - 1) / run + 1L) * GROUP}, new long[] {GROUP});
  }

  /** What the kernels are built for. */
  static String defines(Points points) {
    return (points.z().length == 0 ? " -D FLAT" : "")
        + (points.weights().length == 0 ? " -D EVEN" : "");
  }

  /** A kernel that gets points from one on, so many, before its other arguments. */
  static OpenClQueue.Launch points(
      OpenClQueue queue, Points p, int from, int n, String defines, String kernel) {
    cl_mem x = coordinates(queue, p.x(), from, n);
    return queue
        .kernel(FILE, defines, kernel)
        .buffer(x)
        .buffer(coordinates(queue, p.y(), from, n))
        .buffer(p.z().length == 0 ? x : coordinates(queue, p.z(), from, n))
        .buffer(p.weights().length == 0 ? x : coordinates(queue, p.weights(), from, n));
  }

  private static cl_mem coordinates(OpenClQueue queue, double[] values, int from, int n) {
    return queue
        .images()
        .get(new Samples(values, SampleType.FLOAT64, from, n, 1, 1, Rescale.IDENTITY));
  }
}
