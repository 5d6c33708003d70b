// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import org.heatscope.image.Samples;
import org.heatscope.op.Reduce;
import org.jocl.cl_mem;

/**
 * One look at every value on the device: {@code reduce.cl}, a piece a group. The summaries of the
 * pieces merge here in the order of the pieces.
 */
final class OpenClReduce implements Reduce {
  /** Samples of a piece and numbers of its summary; as in the kernel. */
  private static final int PIECE = 2048;

  private static final int NUMBERS = 6;

  private final OpenClQueue queue;

  OpenClReduce(OpenClQueue queue) {
    this.queue = queue;
  }

  @Override
  public Summary reduce(Samples image) {
    Summary whole = Summary.NONE;
    for (Samples run : queue.tiles().runs(image, PIECE)) {
      int pieces = (run.length() - 1) / PIECE + 1;
      double[] numbers = new double[NUMBERS * pieces];
      queue.work(() -> summarise(run, pieces, numbers));
      for (int p = 0; p < pieces; p++) {
        int count = Math.min(PIECE, run.length() - p * PIECE);
        whole = whole.and(summary(numbers, p * NUMBERS, count));
      }
    }
    return whole;
  }

  private void summarise(Samples image, int pieces, double[] numbers) {
    int items = queue.device().isGpu ? 64 : 1;
    // a piece of its own may be smaller than a vector
    String defines =
        OpenClQueue.define("A", image.type())
            + OpenClQueue.lanesDefine(queue.lanes(image.length() < PIECE ? 1 : PIECE))
            + (" -D ITEMS=" + items);
    cl_mem summaries = queue.images().allocate(8L * numbers.length);
    try {
      queue
          .kernel("reduce.cl", defines, "reduce")
          .image(image)
          .ints(image.length())
          .buffer(summaries)
          .run(new long[] {(long) pieces * items}, new long[] {items});
      queue.images().transfers().toHost(summaries, numbers);
    } finally {
      queue.images().free(summaries, 8L * numbers.length);
    }
  }

  private static Summary summary(double[] numbers, int at, int count) {
    long nan = (long) numbers[at + 4];
    long finite = (long) numbers[at + 5];
    if (finite == 0) {
      return new Summary(Double.NaN, Double.NaN, Double.NaN, 0, nan, count - nan, count);
    }
    return new Summary(
        numbers[at],
        numbers[at + 1],
        numbers[at + 2],
        numbers[at + 3],
        nan,
        count - finite - nan,
        count);
  }
}
