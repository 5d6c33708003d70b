// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * HiResCAM: L(p) = Σ_c g_c(p) A_c(p), without averaging the gradients: for a network with one
 * linear layer behind these activations the exact contribution of each position.
 *
 * <p>Draelos and Carin 2020, "Use HiResCAM instead of Grad-CAM for faithful explanations of
 * convolutional neural networks", arXiv:2011.08891.
 */
final class HiResCam extends ChannelSumCam {
  HiResCam() {
    super("hirescam", true);
  }

  @Override
  void term(float[] a, float[] g, int at, float[] term) {
    for (int p = 0; p < term.length; p++) {
      term[p] = g[at + p] * a[at + p];
    }
  }
}
