// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/** T_c(p) = |g_c(p)| A_c(p): what SegEigen-CAM finds the component of. */
final class AbsoluteGradientCam extends ChannelSumCam {
  AbsoluteGradientCam() {
    super("absolute-gradient", true);
  }

  @Override
  void term(float[] a, float[] g, int at, float[] term) {
    for (int p = 0; p < term.length; p++) {
      term[p] = Math.abs(g[at + p]) * a[at + p];
    }
  }
}
