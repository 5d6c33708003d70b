// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * Grad-CAM: L(p) = Σ_c w_c A_c(p) with w_c = mean over p of g_c(p).
 *
 * <p>Selvaraju et al. 2017, "Grad-CAM: Visual explanations from deep networks via gradient-based
 * localization", arXiv:1610.02391.
 */
final class GradCam extends ChannelWeightCam {
  GradCam() {
    super("gradcam", true);
  }

  @Override
  double weight(float[] a, float[] g, int at, int n) {
    return Sums.sum(g, at, n) / n;
  }
}
