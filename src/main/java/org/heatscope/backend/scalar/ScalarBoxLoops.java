// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/** Plain loops; but for the sums along a row Java's compiler makes vectors of them. */
final class ScalarBoxLoops implements BoxSums.Loops {
  @Override
  public void read(Samples image, int from, double[] to) {
    image.values(from, to.length, to, 0);
  }

  @Override
  public void exchange(
      double[] enter, double[] leave, double centre, double[] sums, double[] squares) {
    for (int i = 0; i < sums.length; i++) {
      double e = enter[i] - centre;
      double l = leave[i] - centre;
      sums[i] += e - l;
      squares[i] += e * e - l * l;
    }
  }

  @Override
  public void exchange(double[] enter, double[] leave, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += enter[i] - leave[i];
    }
  }

  @Override
  public void slide(double[] row, int reach, double[] to) {
    int n = row.length;
    double sum = 0;
    for (int i = 0; i < Math.min(reach, n); i++) {
      sum += row[i];
    }
    int i = 0;
    for (; i <= reach && i < n; i++) {
      sum += i + reach < n ? row[i + reach] : 0;
      to[i] = sum;
    }
    for (; i + reach < n; i++) {
      sum += row[i + reach] - row[i - reach - 1];
      to[i] = sum;
    }
    for (; i < n; i++) {
      sum -= row[i - reach - 1];
      to[i] = sum;
    }
  }

  @Override
  public void mean(double[] s, double[] share, BoxCentre centre, float[] to, int at) {
    for (int i = 0; i < s.length; i++) {
      double mean = centre.value() + s[i] * share[i];
      to[at + i] = Math.abs(mean) <= centre.dust() ? 0 : (float) mean;
    }
  }

  @Override
  public void deviation(
      double[] s, double[] q, double[] share, BoxCentre centre, float[] to, int at) {
    for (int i = 0; i < s.length; i++) {
      double variance = (q[i] - s[i] * s[i] * share[i]) * share[i];
      to[at + i] = variance <= centre.varianceDust() ? 0 : (float) Math.sqrt(variance);
    }
  }
}
