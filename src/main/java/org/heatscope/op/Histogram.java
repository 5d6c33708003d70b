// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * How many values fall into each of a number of equal bins.
 *
 * <p>Bin i holds {@code low + i w <= v < low + (i + 1) w} with {@code w = (high - low) / bins}; the
 * last bin also holds {@code high} (NumPy's {@code histogram}). Edges and comparisons are in double
 * precision.
 *
 * <p><b>Agreement.</b> The scalar backend's counts.
 */
public interface Histogram extends Operation {
  /**
   * Counts.
   *
   * @param image what to look at
   * @param low lower edge of the first bin
   * @param high upper edge of the last bin, above {@code low}
   * @param bins number of bins, at least 1
   */
  Counts count(Samples image, double low, double high, int bins);

  /** Counts over an image given in parts, one part at a time. */
  default Counts count(Iterable<Samples> parts, double low, double high, int bins) {
    Counts whole = new Counts(new long[bins], 0, 0, 0);
    for (Samples part : parts) {
      whole = whole.and(count(part, low, high, bins));
    }
    return whole;
  }

  /**
   * The counts.
   *
   * @param bins of each bin
   * @param under values below the first bin, -Infinity among them
   * @param over values above the last bin, Infinity among them
   * @param nan values that are NaN
   */
  record Counts(long[] bins, long under, long over, long nan) {
    /** The counts of these and other values together. */
    public Counts and(Counts other) {
      long[] sum = bins.clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.bins[i];
      }
      return new Counts(sum, under + other.under, over + other.over, nan + other.nan);
    }
  }
}
