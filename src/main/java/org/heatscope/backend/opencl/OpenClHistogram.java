// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.backend.scalar.Bins;
import org.heatscope.image.Samples;
import org.heatscope.op.Histogram;
import org.jocl.cl_mem;

/**
 * Counts on the device: {@code histogram.cl}, a run of samples a group. More bins than local memory
 * holds, and bins too narrow for doubles to tell their edges well, are left to the CPU.
 */
final class OpenClHistogram implements Histogram {
  /** Counters of a group: half of the local memory that every device has. */
  private static final int SLOTS = 4096;

  /** Groups for each compute unit, so that all end at about the same time. */
  private static final int GROUPS = 8;

  /** Samples that are worth a group's clearing and writing of its counters. */
  private static final int RUN = 4 * SLOTS;

  /** Samples whose slots a CPU finds before it counts them; runs are of whole pieces. */
  private static final int PIECE = 256;

  /** What bins must be as wide as, in units of their edges: the kernel guesses slots. */
  private static final double NARROW = 0x1p-28;

  private final OpenClQueue queue;
  private final Histogram spare;

  OpenClHistogram(OpenClQueue queue, Histogram spare) {
    this.queue = queue;
    this.spare = spare;
  }

  @Override
  public Counts count(Samples image, double low, double high, int bins) {
    Bins edges = new Bins(low, high, bins);
    boolean narrow = (high - low) / bins < NARROW * Math.max(Math.abs(low), Math.abs(high));
    if (narrow || edges.slots() > SLOTS) {
      return spare.count(image, low, high, bins);
    }
    int most = GROUPS * queue.device().computeUnits;
    long[] total = new long[edges.slots()];
    for (Samples part : queue.tiles().runs(image, PIECE)) {
      int run = Math.max(RUN, (part.length() - 1) / most / PIECE * PIECE + PIECE);
      int groups = (part.length() - 1) / run + 1;
      int[] partial = new int[groups * edges.slots()];
      queue.work(() -> count(part, low, high, bins, run, partial));
      for (int i = 0; i < partial.length; i++) {
        total[i % total.length] += partial[i];
      }
    }
    return edges.counts(total);
  }

  private void count(Samples image, double low, double high, int bins, int run, int[] partial) {
    boolean isGpu = queue.device().isGpu;
    boolean single = isGpu || image.length() < PIECE;
    int items = isGpu ? 64 : 1;
    int tables = single ? 1 : 4;
    int slots = bins + 3;
    String defines =
        OpenClQueue.define("A", image.type())
            + OpenClQueue.lanesDefine(queue.lanes(single ? 1 : PIECE))
            + (" -D ITEMS=" + items)
            + (" -D PIECE=" + (single ? 1 : PIECE))
            + (" -D TABLES=" + tables);
    cl_mem counts = queue.images().allocate(4L * partial.length);
    try {
      queue
          .kernel("histogram.cl", defines, "histogram")
          .image(image)
          .ints(image.length(), run)
          .doubles(low, high)
          .ints(bins)
          .local(4L * tables * slots)
          .buffer(counts)
          .run(new long[] {(long) partial.length / slots * items}, new long[] {items});
      queue.images().transfers().toHost(counts, partial, 0, partial.length);
    } finally {
      queue.images().free(counts, 4L * partial.length);
    }
  }
}
