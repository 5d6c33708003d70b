// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * LayerCAM: L(p) = Σ_c max(g_c(p), 0) A_c(p). Made for earlier layers too; several layers are
 * usually fused.
 *
 * <p>Jiang et al. 2021, "LayerCAM: Exploring hierarchical class activation maps for localization",
 * IEEE Transactions on Image Processing 30, doi:10.1109/TIP.2021.3089943.
 */
final class LayerCam extends ChannelSumCam {
  LayerCam() {
    super("layercam", true);
  }

  @Override
  void term(float[] a, float[] g, int at, float[] term) {
    for (int p = 0; p < term.length; p++) {
      term[p] = Math.max(g[at + p], 0) * a[at + p];
    }
  }
}
