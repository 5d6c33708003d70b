// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * The form that pytorch-grad-cam gives the {@linkplain Fem feature explanation method}: L(p) = Σ_c
 * w_c A_c(p), where w_c is the share of the channel's positions with A_c(p) > μ_c + 2 σ_c.
 */
final class FemShare extends ChannelWeightCam {
  FemShare() {
    super("fem-share", false);
  }

  @Override
  double weight(float[] a, float[] g, int at, int n) {
    double threshold = Fem.threshold(a, at, n);
    if (Double.isNaN(threshold)) {
      return Double.NaN;
    }
    int above = 0;
    for (int i = at; i < at + n; i++) {
      above += a[i] > threshold ? 1 : 0;
    }
    return (double) above / n;
  }
}
