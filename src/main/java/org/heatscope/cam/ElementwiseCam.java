// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * Element-wise Grad-CAM: L(p) = Σ_c max(g_c(p) A_c(p), 0): the negative contributions are left out
 * before the channels are added, where HiResCAM adds them all.
 *
 * <p>As documented by pytorch-grad-cam ("GradCAMElementWise").
 */
final class ElementwiseCam extends ChannelSumCam {
  ElementwiseCam() {
    super("elementwise", true);
  }

  @Override
  void term(float[] a, float[] g, int at, float[] term) {
    for (int p = 0; p < term.length; p++) {
      term[p] = Math.max(g[at + p] * a[at + p], 0);
    }
  }
}
