// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * XGrad-CAM: L(p) = Σ_c w_c A_c(p) with w_c = Σ_p g_c(p) A_c(p) / (Σ_p A_c(p) + 1e-7).
 *
 * <p>Fu et al. 2020, "Axiom-based Grad-CAM: towards accurate visualization and explanation of
 * CNNs", arXiv:2008.02312.
 */
final class XGradCam extends ChannelWeightCam {
  private static final double EPSILON = 1e-7;

  XGradCam() {
    super("xgradcam", true);
  }

  @Override
  double weight(float[] a, float[] g, int at, int n) {
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += (double) g[i] * a[i];
    }
    return sum / (Sums.sum(a, at, n) + EPSILON);
  }
}
