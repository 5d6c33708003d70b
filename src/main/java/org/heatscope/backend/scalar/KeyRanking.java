// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/**
 * Radix selection: a pass over the samples counts the next digit of those keys that share a wanted
 * start, so that as many passes as a key has digits find order statistics to the last bit.
 */
final class KeyRanking implements Ranking {
  /** Ranks looked for in the same passes, each of which may need counts of its own. */
  private static final int TOGETHER = 64;

  private final Iterable<Samples> parts;
  private final KeyCounter counter;
  private final boolean falling;
  private final DoubleUnaryOperator value;
  private final Workers workers;
  private final long[] first;
  private final long before;
  private final long count;

  /**
   * Counts the first digits.
   *
   * @param falling whether values fall as keys rise
   * @param value of a stored number
   */
  KeyRanking(
      Iterable<Samples> parts,
      KeyCounter counter,
      boolean falling,
      DoubleUnaryOperator value,
      Workers workers) {
    this.parts = parts;
    this.counter = counter;
    this.falling = falling;
    this.value = value;
    this.workers = workers;
    first = countFirst();
    before = Arrays.stream(first, 0, counter.lowest()).sum();
    count = Arrays.stream(first, counter.lowest(), counter.end()).sum();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double[] at(long... ranks) {
    double[] values = new double[ranks.length];
    for (int r = 0; r < ranks.length; r += TOGETHER) {
      int end = Math.min(ranks.length, r + TOGETHER);
      System.arraycopy(together(Arrays.copyOfRange(ranks, r, end)), 0, values, r, end - r);
    }
    return values;
  }

  private double[] together(long[] ranks) {
    int[] wanted =
        IntStream.range(0, ranks.length).filter(r -> ranks[r] >= 0 && ranks[r] < count).toArray();
    long[] left = new long[wanted.length];
    long[] keys = new long[wanted.length];
    for (int w = 0; w < wanted.length; w++) {
      long rank = ranks[wanted[w]];
      left[w] = before + (falling ? count - 1 - rank : rank);
      find(first, left, keys, w);
    }
    for (int digit = 1; digit < counter.digits() && wanted.length > 0; digit++) {
      Prefixes prefixes = new Prefixes(keys, digit);
      long[][] counts = countNext(prefixes);
      for (int w = 0; w < wanted.length; w++) {
        find(counts[prefixes.indexOf(keys[w])], left, keys, w);
      }
    }
    double[] values = new double[ranks.length];
    Arrays.fill(values, Double.NaN);
    for (int w = 0; w < wanted.length; w++) {
      values[wanted[w]] = value.applyAsDouble(counter.stored(keys[w])) + 0.0;
    }
    return values;
  }

  /** Appends the digit under which a rank lies to its key and goes on to its rank there. */
  private static void find(long[] counts, long[] left, long[] keys, int w) {
    int digit = 0;
    while (left[w] >= counts[digit]) {
      left[w] -= counts[digit++];
    }
    keys[w] = keys[w] << 16 | digit;
  }

  private long[] countFirst() {
    long[] total = new long[KeyCounter.DIGITS];
    for (Samples part : parts) {
      List<int[]> counts =
          workers.run(
              part.length(),
              counter.grain(part),
              () -> new int[2 * KeyCounter.DIGITS],
              (own, from, to) -> counter.countFirst(part, from, to, own));
      counts.forEach(c -> StoredCounts.add(total, c));
    }
    return total;
  }

  private long[][] countNext(Prefixes prefixes) {
    int wanted = prefixes.count();
    long[][] total = new long[wanted][KeyCounter.DIGITS];
    for (Samples part : parts) {
      List<int[][]> counts =
          workers.run(
              part.length(),
              counter.grain(part),
              () -> new int[wanted][KeyCounter.DIGITS],
              (own, from, to) -> counter.countNext(part, from, to, prefixes, own));
      for (int p = 0; p < wanted; p++) {
        for (int[][] c : counts) {
          StoredCounts.add(total[p], c[p]);
        }
      }
    }
    return total;
  }
}
