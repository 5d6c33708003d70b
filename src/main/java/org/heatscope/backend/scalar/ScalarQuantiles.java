// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.heatscope.backend.Workers;
import org.heatscope.image.Rescale;
import org.heatscope.image.Samples;
import org.heatscope.op.Quantiles;

/**
 * Exact order statistics by counting: the samples are looked at a few times, never copied or
 * sorted.
 *
 * <p>8 and 16-bit samples are counted by stored number in one pass. Others become longs of the same
 * order; a pass counts the next 16 bits of those that share a wanted prefix, so that four passes at
 * most find an order statistic to the last bit, whatever the data.
 */
final class ScalarQuantiles implements Quantiles {
  private static final int DIGITS = 1 << 16;
  private static final int GRAIN = 1 << 18;

  private final Workers workers;

  ScalarQuantiles(Workers workers) {
    this.workers = workers;
  }

  @Override
  public double[] quantiles(Samples samples, boolean absolute, double... fractions) {
    Ranking ranking = rank(samples, absolute);
    double[] result = new double[fractions.length];
    for (int f = 0; f < fractions.length; f++) {
      check(fractions[f]);
      double at = fractions[f] * (ranking.count() - 1.0);
      long below = (long) Math.floor(at);
      double low = ranking.at(below);
      result[f] = at == below ? low : low + (ranking.at(below + 1) - low) * (at - below);
    }
    return result;
  }

  @Override
  public double atFraction(Samples samples, boolean absolute, double fraction) {
    check(fraction);
    Ranking ranking = rank(samples, absolute);
    return ranking.at(Math.min(ranking.count() - 1, (long) (fraction * ranking.count())));
  }

  private static void check(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("a quantile lies in 0..1, not at " + fraction);
    }
  }

  private Ranking rank(Samples samples, boolean absolute) {
    return samples.type().bytes() <= 2
        ? new CountedRanking(samples, absolute)
        : new KeyRanking(samples, absolute);
  }

  /** The finite values in rising order, without sorting them. */
  private interface Ranking {
    /** The number of finite values. */
    long count();

    /** The value with this many below it; NaN if there is none. */
    double at(long rank);
  }

  /** 8 and 16 bits: one histogram of the stored numbers. */
  private final class CountedRanking implements Ranking {
    private final double[][] groups;
    private final long count;

    CountedRanking(Samples samples, boolean absolute) {
      groups = valuesWithCounts(countBits(samples), samples, absolute);
      count = samples.length();
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public double at(long rank) {
      double seen = 0;
      for (double[] g : groups) {
        seen += g[1];
        if (rank < seen) {
          return g[0];
        }
      }
      return Double.NaN;
    }
  }

  /** How often each pattern of 8 or 16 bits is stored. */
  private long[] countBits(Samples samples) {
    long[] total = new long[1 << 8 * samples.type().bytes()];
    workers.run(
        samples.length(),
        Math.max(GRAIN, samples.length() / 16),
        (from, to) -> {
          int[] counts = new int[total.length];
          if (samples.array() instanceof byte[] bytes) {
            for (int i = samples.offset() + from; i < samples.offset() + to; i++) {
              counts[bytes[i] & 0xff]++;
            }
          } else {
            short[] shorts = (short[]) samples.array();
            for (int i = samples.offset() + from; i < samples.offset() + to; i++) {
              counts[shorts[i] & 0xffff]++;
            }
          }
          add(total, counts);
        });
    return total;
  }

  private static void add(long[] total, int[] counts) {
    synchronized (total) {
      for (int d = 0; d < total.length; d++) {
        total[d] += counts[d];
      }
    }
  }

  /** The distinct values in rising order, each with its count. */
  private static double[][] valuesWithCounts(long[] counts, Samples samples, boolean absolute) {
    TreeMap<Double, Double> groups = new TreeMap<>();
    for (int bits = 0; bits < counts.length; bits++) {
      if (counts[bits] > 0) {
        int stored =
            !samples.type().isSigned() ? bits : counts.length == 256 ? (byte) bits : (short) bits;
        double value = samples.rescale().apply(stored);
        groups.merge(absolute ? Math.abs(value) : value, (double) counts[bits], Double::sum);
      }
    }
    double[][] sorted = new double[groups.size()][];
    int n = 0;
    for (var e : groups.entrySet()) {
      sorted[n++] = new double[] {e.getKey(), e.getValue()};
    }
    return sorted;
  }

  /** Wider types: radix selection on ordered keys. */
  private final class KeyRanking implements Ranking {
    private final Samples samples;
    private final LongUnaryOperator key;
    private final long[] first;
    private final long count;

    KeyRanking(Samples samples, boolean absolute) {
      this.samples = samples;
      IntToDoubleFunction stored = samples.reader();
      Rescale rescale = samples.rescale();
      int offset = samples.offset();
      key =
          i -> {
            double v = rescale.apply(stored.applyAsDouble(offset + (int) i));
            return Math.abs(v) < Double.POSITIVE_INFINITY
                ? key(absolute ? Math.abs(v) : v)
                : Long.MAX_VALUE;
          };
      first = histogram(samples, i -> digit(key.applyAsLong(i), 0));
      count = samples.length() - first[DIGITS - 1];
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public double at(long rank) {
      if (rank < 0 || rank >= count) {
        return Double.NaN;
      }
      long[] counts = first;
      long left = rank;
      long prefix = 0;
      for (int pass = 0; ; pass++) {
        int d = 0;
        while (left >= counts[d]) {
          left -= counts[d++];
        }
        prefix = prefix << 16 | d;
        if (pass == 3) {
          return value(prefix ^ Long.MIN_VALUE);
        }
        counts = histogramUnder(prefix, pass + 1);
      }
    }

    private long[] histogramUnder(long prefix, int pass) {
      return histogram(
          samples,
          i -> {
            long k = key.applyAsLong(i);
            return (k ^ Long.MIN_VALUE) >>> (64 - 16 * pass) == prefix ? digit(k, pass) : -1;
          });
    }
  }

  /** A long that orders as doubles do. */
  private static long key(double v) {
    long bits = Double.doubleToRawLongBits(v + 0.0);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double value(long key) {
    return Double.longBitsToDouble(key >= 0 ? key : Long.MIN_VALUE - key);
  }

  /** Sixteen bits of a key, the highest for pass 0, in unsigned order. */
  private static int digit(long key, int pass) {
    return (int) ((key ^ Long.MIN_VALUE) >>> (48 - 16 * pass)) & (DIGITS - 1);
  }

  /** Counts the digits that a function finds for each sample; a negative digit is not counted. */
  private long[] histogram(Samples samples, LongUnaryOperator digit) {
    long[] total = new long[DIGITS];
    workers.run(
        samples.length(),
        Math.max(GRAIN, samples.length() / 16),
        (from, to) -> {
          int[] counts = new int[DIGITS];
          for (int i = from; i < to; i++) {
            int d = (int) digit.applyAsLong(i);
            if (d >= 0) {
              counts[d]++;
            }
          }
          add(total, counts);
        });
    return total;
  }
}
