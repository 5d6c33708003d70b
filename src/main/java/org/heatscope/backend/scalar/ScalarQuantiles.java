// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Iterator;
import java.util.function.Function;
import org.heatscope.backend.Workers;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Quantiles;

/**
 * Exact order statistics by counting: the samples are looked at a few times, never copied or
 * sorted. Floats are ranked as they are stored, as the rescale keeps or turns their order; other
 * wide types by their values in double precision.
 */
public final class ScalarQuantiles implements Quantiles {
  private final Workers workers;
  private final Function<Boolean, FloatKeys> floats;

  /**
   * Over a way to count floats.
   *
   * @param floats makes the counter, for magnitudes where it is given true
   */
  public ScalarQuantiles(Workers workers, Function<Boolean, FloatKeys> floats) {
    this.workers = workers;
    this.floats = floats;
  }

  @Override
  public double[] quantiles(Iterable<Samples> parts, boolean absolute, double... fractions) {
    Ranking ranking = rank(parts, absolute);
    long[] ranks = new long[2 * fractions.length];
    double last = ranking.count() - 1.0;
    for (int f = 0; f < fractions.length; f++) {
      check(fractions[f]);
      ranks[2 * f] = (long) Math.floor(fractions[f] * last);
      ranks[2 * f + 1] = (long) Math.ceil(fractions[f] * last);
    }
    double[] values = ranking.at(ranks);
    double[] result = new double[fractions.length];
    for (int f = 0; f < fractions.length; f++) {
      double low = values[2 * f];
      result[f] = low + (values[2 * f + 1] - low) * (fractions[f] * last - ranks[2 * f]);
    }
    return result;
  }

  @Override
  public double atFraction(Iterable<Samples> parts, boolean absolute, double fraction) {
    check(fraction);
    Ranking ranking = rank(parts, absolute);
    return ranking.at(Math.min(ranking.count() - 1, (long) (fraction * ranking.count())))[0];
  }

  private static void check(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("a quantile lies in 0..1, not at " + fraction);
    }
  }

  private Ranking rank(Iterable<Samples> parts, boolean absolute) {
    Iterator<Samples> each = parts.iterator();
    if (!each.hasNext()) {
      return new CountedRanking(parts, absolute, workers);
    }
    Samples first = each.next();
    SampleType type = first.type();
    Rescale rescale = first.rescale();
    while (each.hasNext()) {
      Samples next = each.next();
      if (next.type() != type || !next.rescale().equals(rescale)) {
        throw new IllegalArgumentException("parts of an image differ in their type or rescale");
      }
    }
    if (StoredCounts.suit(first)) {
      return new CountedRanking(parts, absolute, workers);
    }
    if (type == SampleType.FLOAT32 && (!absolute || rescale.intercept() == 0)) {
      boolean falling = rescale.slope() < 0 && !absolute;
      return new KeyRanking(
          parts,
          floats.apply(absolute),
          falling,
          s -> absolute ? Math.abs(rescale.apply(s)) : rescale.apply(s),
          workers);
    }
    return new KeyRanking(parts, new DoubleKeys(absolute), false, v -> v, workers);
  }
}
