// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

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
   * @param samples the image; the result is in values, after its rescale
   * @param absolute whether to take |value|
   * @param fractions each in 0..1
   * @return a quantile for each fraction; NaN where no value is finite
   */
  double[] quantiles(Samples samples, boolean absolute, double... fractions);

  /**
   * One order statistic of the finite values.
   *
   * @param absolute whether to take |value|
   * @param fraction of the way from the smallest (0) to the largest (1): the value that stands at
   *     position {@code floor(fraction * n)} (at most n - 1) of the n sorted values
   * @return NaN where no value is finite
   */
  double atFraction(Samples samples, boolean absolute, double fraction);
}
