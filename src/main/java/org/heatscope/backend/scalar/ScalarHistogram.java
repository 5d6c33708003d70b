// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Histogram;

/**
 * The specification of {@link Histogram}. Of samples of 8 and 16 bits the stored numbers are
 * counted and then put into bins.
 */
public final class ScalarHistogram implements Histogram {
  private static final int PIECE = 1024;
  private static final int GRAIN = 1 << 18;

  private final Workers workers;

  /** With threads to share the image out to. */
  public ScalarHistogram(Workers workers) {
    this.workers = workers;
  }

  @Override
  public Counts count(Samples image, double low, double high, int bins) {
    Bins edges = new Bins(low, high, bins);
    if (StoredCounts.suit(image)) {
      return edges.counts(stored(image, edges));
    }
    long[] total = new long[edges.slots()];
    int n = image.length();
    workers.run(
        n,
        Math.max(GRAIN, n / 64),
        (from, to) -> {
          int[] counts = new int[edges.slots()];
          double[] values = new double[PIECE];
          for (int at = from; at < to; at += PIECE) {
            int piece = Math.min(PIECE, to - at);
            image.values(at, piece, values, 0);
            edges.count(values, piece, counts);
          }
          StoredCounts.add(total, counts);
        });
    return edges.counts(total);
  }

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
