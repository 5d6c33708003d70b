// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * Feature explanation method, needing no gradients: L(p) = Σ_c μ_c [A_c(p) > μ_c + 2 σ_c], where μ
 * and σ are the mean and the (population) standard deviation of a channel over its positions, and
 * [..] is 1 where true, else 0.
 *
 * <p>Fuad et al. 2020, "Features understanding in 3D CNNs for actions recognition in video", IPTA.
 */
final class Fem extends ChannelSumCam {
  private static final double DEVIATIONS = 2;

  Fem() {
    super("fem", false);
  }

  @Override
  void term(float[] a, float[] g, int at, float[] term) {
    double mean = Sums.sum(a, at, term.length) / term.length;
    double threshold = threshold(a, at, term.length);
    for (int p = 0; p < term.length; p++) {
      term[p] = Double.isNaN(threshold) ? Float.NaN : a[at + p] > threshold ? (float) mean : 0;
    }
  }

  /** μ + 2 σ of a channel. */
  static double threshold(float[] a, int at, int n) {
    double mean = Sums.sum(a, at, n) / n;
    double squares = 0;
    for (int i = at; i < at + n; i++) {
      squares += (a[i] - mean) * (a[i] - mean);
    }
    return mean + DEVIATIONS * Math.sqrt(squares / n);
  }
}
