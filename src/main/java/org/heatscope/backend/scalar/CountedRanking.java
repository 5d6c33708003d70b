// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Map;
import java.util.TreeMap;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/** Samples of 8 and 16 bits, from the counts of the stored numbers. */
final class CountedRanking implements Ranking {
  private final TreeMap<Double, Long> groups = new TreeMap<>();
  private long count;

  CountedRanking(Iterable<Samples> parts, boolean absolute, Workers workers) {
    for (Samples part : parts) {
      long[] counts = StoredCounts.of(part, workers);
      count += part.length();
      for (int bits = 0; bits < counts.length; bits++) {
        if (counts[bits] > 0) {
          double value = part.rescale().apply(StoredCounts.number(part.type(), bits));
          groups.merge(absolute ? Math.abs(value) : value, counts[bits], Long::sum);
        }
      }
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double[] at(long... ranks) {
    double[] values = new double[ranks.length];
    for (int r = 0; r < ranks.length; r++) {
      values[r] = at(ranks[r]);
    }
    return values;
  }

  private double at(long rank) {
    long seen = 0;
    for (Map.Entry<Double, Long> group : groups.entrySet()) {
      seen += group.getValue();
      if (rank >= 0 && rank < seen) {
        return group.getKey();
      }
    }
    return Double.NaN;
  }
}
