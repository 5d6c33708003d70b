// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.op.Reduce.Summary;

/**
 * Intensities on a common scale. Non-finite values take no part and become NaN; where the finite
 * ones are all equal the result is 0.
 */
public final class Normalize {
  private Normalize() {}

  /** {@code (v - min) / (max - min)}. */
  public static HeatMap minMax(Volume volume, MapWork work) {
    Summary all = work.session().reduce().reduce(samples(volume));
    return linear(volume, all.min(), all.max() - all.min(), false, "(v - min) / (max - min)", work);
  }

  /**
   * {@code (v - a) / (b - a)} with a and b percentiles of the finite values, interpolated linearly;
   * values beyond them come out below 0 and above 1.
   *
   * @param low percentage for a
   * @param high percentage for b
   */
  public static HeatMap robust(Volume volume, double low, double high, MapWork work) {
    if (!(low >= 0 && low < high && high <= 100)) {
      throw new InvalidOption(
          "percentiles " + low + " and " + high + " are not 0 <= LO < HI <= 100");
    }
    double[] ends =
        work.session().quantiles().quantiles(samples(volume), false, low / 100, high / 100);
    String p = "p" + Maps.text(low);
    String formula = "(v - " + p + ") / (p" + Maps.text(high) + " - " + p + ")";
    return linear(volume, ends[0], ends[1] - ends[0], false, formula, work);
  }

  /** {@code (v - mean) / sd}, with the standard deviation of the population (divisor n). */
  public static HeatMap zScore(Volume volume, MapWork work) {
    Summary all = work.session().reduce().reduce(samples(volume));
    double sd = Math.sqrt(all.squares() / all.finite());
    return linear(volume, all.mean(), sd, true, "(v - mean) / sd, divisor n", work);
  }

  private static Slabs samples(Volume volume) {
    return Slabs.of(Values.single(volume), 0, 0);
  }

  private static HeatMap linear(
      Volume volume, double zero, double one, boolean signed, String formula, MapWork work) {
    ImageAlgebra algebra = new ImageAlgebra(work.session());
    return BlockMaps.of(
        volume,
        new int[3],
        work,
        part -> {
          Samples v = Samples.of(part, 0, 0);
          Samples out = one > 0 ? algebra.linear(1 / one, -zero / one, v) : algebra.scaled(0, v);
          String where = work.session().backend();
          return Maps.of(Maps.finite(out), part.geometry(), "", signed, formula, where);
        });
  }

  /**
   * Gives the values the distribution of a reference: a value with the share q of the finite values
   * at or below it becomes the reference's value with that share, interpolated linearly between
   * distinct values.
   */
  public static HeatMap matchHistogram(Volume volume, Volume reference) {
    Shares from = Shares.of(sorted(volume));
    Shares to = Shares.of(sorted(reference));
    if (to.values.length == 0) {
      throw new IllegalArgumentException("the reference has no finite value");
    }
    double[] v = Values.of(volume);
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          Double.isFinite(v[i])
              ? (float) to.valueAt(from.shares[Arrays.binarySearch(from.values, v[i] + 0.0)])
              : Float.NaN;
    }
    return Maps.plain(
        out, volume.geometry(), reference.unit(), "histogram matched to the reference");
  }

  /** Distinct values in rising order, each with the share of values at or below it. */
  private record Shares(double[] values, double[] shares) {
    static Shares of(double[] sorted) {
      double[] values = new double[sorted.length];
      double[] shares = new double[sorted.length];
      int n = 0;
      for (int i = 0; i < sorted.length; i++) {
        if (i + 1 == sorted.length || sorted[i + 1] != sorted[i]) {
          values[n] = sorted[i];
          shares[n++] = (i + 1.0) / sorted.length;
        }
      }
      return new Shares(Arrays.copyOf(values, n), Arrays.copyOf(shares, n));
    }

    double valueAt(double share) {
      int at = Arrays.binarySearch(shares, share);
      if (at >= 0) {
        return values[at];
      }
      int above = -at - 1;
      if (above == 0) {
        return values[0];
      }
      double f = (share - shares[above - 1]) / (shares[above] - shares[above - 1]);
      return values[above - 1] + f * (values[above] - values[above - 1]);
    }
  }

  /** The finite values in rising order, with one zero. */
  static double[] sorted(Volume volume) {
    double[] v =
        Arrays.stream(Values.of(volume)).filter(Double::isFinite).map(x -> x + 0.0).toArray();
    Arrays.parallelSort(v);
    return v;
  }

  /** A quantile interpolated linearly between order statistics; NaN where there is no value. */
  static double quantile(double[] sorted, double fraction) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = fraction * (sorted.length - 1);
    int below = (int) at;
    double low = sorted[below];
    return at == below ? low : low + (sorted[below + 1] - low) * (at - below);
  }
}
