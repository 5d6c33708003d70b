// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.util.Arrays;

/**
 * How widely a map's magnitude |a| is spread over its n positions. NaN counts as 0.
 *
 * @param gini sparseness, Σ (2 i - n - 1) |a|_i / (n Σ |a|) with the values sorted upwards and i
 *     from 1: 0 where all are equal, near 1 where one stands out (Chalasani et al., ICML 2020)
 * @param entropy - Σ s ln s of the shares s = |a| / Σ |a|: ln n where all are equal, 0 for a single
 *     position (Bhatt et al., IJCAI 2020)
 */
public record Complexity(double gini, double entropy) {

  /** The numbers of a map; NaN for a map of zeros. */
  public static Complexity of(float[] map) {
    double[] a = new double[map.length];
    Arrays.setAll(a, p -> Float.isNaN(map[p]) ? 0 : Math.abs(map[p]));
    Arrays.sort(a);
    double sum = Arrays.stream(a).sum();
    double weighted = 0;
    double entropy = 0;
    for (int i = 0; i < a.length; i++) {
      weighted += (2 * (i + 1) - a.length - 1) * a[i];
      double share = a[i] / sum;
      entropy -= a[i] > 0 ? share * Math.log(share) : 0;
    }
    return new Complexity(weighted / (a.length * sum), sum > 0 ? entropy : Double.NaN);
  }
}
