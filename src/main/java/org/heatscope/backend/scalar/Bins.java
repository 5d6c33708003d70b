// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.op.Histogram.Counts;

/**
 * The bins of a histogram and what lies beside them, as slots: 0 is below, 1 to {@code bins} are
 * the bins, {@code bins + 1} is above and {@code bins + 2} NaN.
 */
public final class Bins {
  private final double low;
  private final double high;
  private final int bins;
  private final double perValue;
  private final double[] edges;

  /** Checks the bins. */
  public Bins(double low, double high, int bins) {
    if (!(low < high) || !Double.isFinite(high - low) || bins < 1) {
      throw new IllegalArgumentException(
          "no histogram: " + bins + " bins from " + low + " to " + high);
    }
    this.low = low;
    this.high = high;
    this.bins = bins;
    perValue = bins / (high - low);
    edges = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      edges[i] = low + i * ((high - low) / bins);
    }
    edges[bins] = high;
  }

  /** The lower edge of the first bin. */
  public double low() {
    return low;
  }

  /** The number of bins. */
  public int count() {
    return bins;
  }

  /** Bins in a unit of value. */
  public double perValue() {
    return perValue;
  }

  /** The number of slots. */
  public int slots() {
    return bins + 3;
  }

  /** The slot of a value. */
  public int slot(double v) {
    if (v >= low && v <= high) {
      int i = Math.min(bins - 1, (int) ((v - low) * perValue));
      while (v < edges[i]) {
        i--;
      }
      while (i < bins - 1 && v >= edges[i + 1]) {
        i++;
      }
      return i + 1;
    }
    return v < low ? 0 : v > high ? bins + 1 : bins + 2;
  }

  /** What the counts of the slots mean. */
  public Counts counts(long[] slots) {
    return new Counts(
        Arrays.copyOfRange(slots, 1, bins + 1), slots[0], slots[bins + 1], slots[bins + 2]);
  }
}
