// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * What one look at every value tells.
 *
 * <p>Sums are kept in double precision about a shift, so that a large mean does not eat the
 * deviation; summaries of the parts of an image merge into that of the whole (Chan, Golub and
 * LeVeque 1979).
 *
 * <p><b>Agreement.</b> Counts, smallest and largest: the scalar backend's. Mean and standard
 * deviation: within 1e-9 of the scalar backend's, relative to the larger of mean and deviation.
 */
public interface Reduce extends Operation {
  /** Looks at every value. */
  Summary reduce(Samples image);

  /** Looks at every value of an image given in parts, one part at a time. */
  default Summary reduce(Iterable<Samples> parts) {
    Summary whole = Summary.NONE;
    for (Samples part : parts) {
      whole = whole.and(reduce(part));
    }
    return whole;
  }

  /**
   * The outcome; of the finite values unless said otherwise.
   *
   * @param min smallest; NaN if no value is finite
   * @param max largest; NaN if no value is finite
   * @param mean arithmetic mean; NaN if no value is finite
   * @param squares sum of the squared deviations from the mean
   * @param nan number of values that are NaN
   * @param infinite number of values that are infinite
   * @param count number of all values
   */
  record Summary(
      double min, double max, double mean, double squares, long nan, long infinite, long count) {
    /** The summary of nothing. */
    public static final Summary NONE = new Summary(Double.NaN, Double.NaN, Double.NaN, 0, 0, 0, 0);

    /** The number of finite values. */
    public long finite() {
      return count - nan - infinite;
    }

    /** The sum. */
    public double sum() {
      return finite() == 0 ? 0 : mean * finite();
    }

    /** The largest magnitude; 0 where no value is finite. */
    public double largest() {
      return finite() == 0 ? 0 : Math.max(Math.abs(min), Math.abs(max));
    }

    /** The standard deviation, divided by n - 1; NaN for fewer than two values. */
    public double sd() {
      return finite() < 2 ? Double.NaN : Math.sqrt(squares / (finite() - 1));
    }

    /** The summary of this and other values together. */
    public Summary and(Summary other) {
      long n = finite() + other.finite();
      if (finite() == 0 || other.finite() == 0) {
        Summary has = finite() == 0 ? other : this;
        return new Summary(
            has.min,
            has.max,
            has.mean,
            has.squares,
            nan + other.nan,
            infinite + other.infinite,
            count + other.count);
      }
      double apart = other.mean - mean;
      double share = (double) other.finite() / n;
      return new Summary(
          Math.min(min, other.min),
          Math.max(max, other.max),
          mean + apart * share,
          squares + other.squares + apart * apart * finite() * share,
          nan + other.nan,
          infinite + other.infinite,
          count + other.count);
    }
  }
}
