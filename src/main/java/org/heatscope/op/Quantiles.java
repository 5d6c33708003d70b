// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import java.util.List;
import org.heatscope.image.Samples;

/**
 * Order statistics of an image, exact, without a sorted copy.
 *
 * <p><b>Agreement.</b> The scalar backend's numbers.
 */
public interface Quantiles extends Operation {
  /**
   * Exact quantiles of the finite values, interpolated linearly between order statistics (NumPy's
   * default, Hyndman and Fan's type 7).
   *
   * @param parts the image in parts of one type and one rescale, gone through once for each pass
   *     over the values: once for samples of 8 and 16 bits, twice for floats, at most four times
   *     for others; more often for more than 32 fractions. The result is in values, after the
   *     rescale
   * @param absolute whether to take |value|
   * @param fractions each in 0..1
   * @return a quantile for each fraction; NaN where no value is finite
   */
  double[] quantiles(Iterable<Samples> parts, boolean absolute, double... fractions);

  /** The same of an image in one part. */
  default double[] quantiles(Samples samples, boolean absolute, double... fractions) {
    return quantiles(List.of(samples), absolute, fractions);
  }

  /**
   * One order statistic of the finite values.
   *
   * @param parts the image in parts
   * @param absolute whether to take |value|
   * @param fraction of the way from the smallest (0) to the largest (1): the value that stands at
   *     position {@code floor(fraction * n)} (at most n - 1) of the n sorted values
   * @return NaN where no value is finite
   */
  double atFraction(Iterable<Samples> parts, boolean absolute, double fraction);

  /** The same of an image in one part. */
  default double atFraction(Samples samples, boolean absolute, double fraction) {
    return atFraction(List.of(samples), absolute, fraction);
  }
}
