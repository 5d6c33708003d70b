// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/** The activations themselves, T_c = A_c: what Eigen-CAM finds the component of. */
final class Activations extends ChannelSumCam {
  Activations() {
    super("activations", false);
  }

  @Override
  void term(float[] a, float[] g, int at, float[] term) {
    System.arraycopy(a, at, term, 0, term.length);
  }
}
