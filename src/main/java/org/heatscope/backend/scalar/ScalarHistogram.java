// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.List;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Histogram;

/**
 * {@link Histogram} in pieces shared among threads. Of samples of 8 and 16 bits the stored numbers
 * are counted and then put into bins. With {@link ScalarBinCounter} its definition.
 */
public final class ScalarHistogram implements Histogram {
  private static final int GRAIN = 1 << 18;

  private final Workers workers;
  private final BinCounter.Maker maker;

  /** Over a way to count. */
  public ScalarHistogram(Workers workers, BinCounter.Maker maker) {
    this.workers = workers;
    this.maker = maker;
  }

  @Override
  public Counts count(Samples image, double low, double high, int bins) {
    Bins edges = new Bins(low, high, bins);
    if (StoredCounts.suit(image)) {
      return edges.counts(stored(image, edges));
    }
    long[] total = new long[edges.slots()];
    int n = image.length();
    List<Counting> made =
        workers.run(
            n,
            Math.max(GRAIN, n / 64),
            () -> new Counting(maker.make(image, edges), new int[edges.slots()]),
            (own, from, to) -> own.counter.count(image, from, to, own.counts));
    made.forEach(own -> StoredCounts.add(total, own.counts));
    return edges.counts(total);
  }

  private record Counting(BinCounter counter, int[] counts) {}

  private long[] stored(Samples image, Bins edges) {
    long[] counts = StoredCounts.of(image, workers);
    long[] total = new long[edges.slots()];
    for (int bits = 0; bits < counts.length; bits++) {
      double value = image.rescale().apply(StoredCounts.number(image.type(), bits));
      total[edges.slot(value)] += counts[bits];
    }
    return total;
  }
}
