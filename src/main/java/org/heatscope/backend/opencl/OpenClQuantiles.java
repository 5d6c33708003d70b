// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.util.stream.StreamSupport;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.FloatKeys;
import org.heatscope.backend.scalar.Prefixes;
import org.heatscope.backend.scalar.ScalarQuantiles;
import org.heatscope.image.Samples;
import org.heatscope.op.Quantiles;
import org.jocl.cl_mem;

/**
 * Order statistics of floats whose digits the device counts: {@code quantiles.cl}, a run of samples
 * a group. Other types and many fractions are left to the CPU.
 */
final class OpenClQuantiles implements Quantiles {
  /** Fractions, each of which may need a pass of its own. */
  private static final int FEW = 4;

  private static final int DIGITS = FloatKeys.DIGITS;
  private static final long TOTALS = 4L * DIGITS;

  /** Groups for each compute unit, so that all end at about the same time. */
  private static final int GROUPS = 4;

  /** Samples whose digits a CPU finds before it counts them; runs are of whole pieces. */
  private static final int PIECE = 64;

  /** Samples that are worth a group's clearing and adding of its counts. */
  private static final int RUN = DIGITS;

  private final OpenClQueue queue;
  private final Quantiles device;
  private final Quantiles spare;

  OpenClQuantiles(OpenClQueue queue, Workers workers, Quantiles spare) {
    this.queue = queue;
    this.spare = spare;
    device = new ScalarQuantiles(workers, Keys::new);
  }

  @Override
  public double[] quantiles(Iterable<Samples> parts, boolean absolute, double... fractions) {
    return fractions.length > FEW
        ? spare.quantiles(parts, absolute, fractions)
        : device.quantiles(runs(parts), absolute, fractions);
  }

  @Override
  public double atFraction(Iterable<Samples> parts, boolean absolute, double fraction) {
    return device.atFraction(runs(parts), absolute, fraction);
  }

  /** The parts, in pieces that the device takes; made anew each time that they are gone through. */
  private Iterable<Samples> runs(Iterable<Samples> parts) {
    return () ->
        StreamSupport.stream(parts.spliterator(), false)
            .flatMap(part -> queue.tiles().runs(part, PIECE).stream())
            .iterator();
  }

  /** Counts a part in one piece on the device. */
  private final class Keys extends FloatKeys {
    Keys(boolean absolute) {
      super(absolute);
    }

    @Override
    public int grain(Samples part) {
      return Math.max(1, part.length());
    }

    @Override
    public void countFirst(Samples part, int from, int to, int[] counts) {
      queue.work(() -> count(part, 0, 0, 16, counts));
    }

    @Override
    public void countNext(Samples part, int from, int to, Prefixes prefixes, int[][] counts) {
      for (int p = 0; p < counts.length; p++) {
        int prefix = (int) prefixes.get(p) << 16;
        int[] of = counts[p];
        queue.work(() -> count(part, -1 << 16, prefix, 0, of));
      }
    }

    private void count(Samples part, int mask, int prefix, int shift, int[] counts) {
      OpenClDevice d = queue.device();
      boolean single = d.isGpu || part.length() < PIECE;
      int piece = single ? 1 : PIECE;
      int items = d.isGpu ? 256 : 1;
      // a third of local memory is left to the device, and a slot for what does not count
      int slots = Integer.highestOneBit((int) Math.min(DIGITS, d.localBytes / 6));
      int most = GROUPS * d.computeUnits;
      int run = Math.max(RUN, (part.length() - 1) / most / PIECE * PIECE + PIECE);
      long groups = (part.length() - 1) / run + 1;
      String defines =
          OpenClQueue.lanesDefine(queue.lanes(piece))
              + (" -D ITEMS=" + items)
              + (" -D PIECE=" + piece)
              + (" -D SLOTS=" + slots);
      cl_mem totals = queue.images().allocate(TOTALS);
      try {
        queue.kernel("quantiles.cl", defines, "clear").buffer(totals).run(DIGITS);
        for (int first = 0; first < DIGITS; first += slots) {
          queue
              .kernel("quantiles.cl", defines, "count")
              .buffer(queue.images().get(part))
              .ints(part.length(), run, kept, mask, prefix, shift, first)
              .local(4L * (slots + 1))
              .buffer(totals)
              .run(new long[] {groups * items}, new long[] {items});
        }
        queue.images().transfers().toHost(totals, counts, 0, DIGITS);
      } finally {
        queue.images().free(totals, TOTALS);
      }
    }
  }
}
