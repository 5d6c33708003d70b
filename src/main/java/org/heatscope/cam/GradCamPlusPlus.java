// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/**
 * Grad-CAM++: L(p) = Σ_c w_c A_c(p) with w_c = Σ_p α_c(p) max(g_c(p), 0).
 *
 * <p>Paper form (equation 19, for a score under an exponential, which cancels), name "gradcampp":
 *
 * <pre>α = g² / (2 g² + S_c g³ + 1e-6),   S_c = Σ_p A_c(p)</pre>
 *
 * <p>The 1e-6 is that of pytorch-grad-cam; it counts where gradients are of the order of a
 * thousandth. MONAI's form, name "gradcampp-monai", without its factor exp(score), which overflows:
 *
 * <pre>α = g² / (2 g² + Σ_p A_c(p) g_c(p)³)</pre>
 *
 * <p>In both α is 0 where g is 0 or the denominator is 0. A negative denominator, which activations
 * below zero can make, is kept, as in both sources.
 *
 * <p>Chattopadhay et al. 2018, "Grad-CAM++: Generalized gradient-based visual explanations for deep
 * convolutional networks", arXiv:1710.11063.
 */
final class GradCamPlusPlus extends ChannelWeightCam {
  private static final double EPSILON = 1e-6;

  private final boolean monai;

  GradCamPlusPlus(boolean monai) {
    super(monai ? "gradcampp-monai" : "gradcampp", true);
    this.monai = monai;
  }

  @Override
  double weight(float[] a, float[] g, int at, int n) {
    double activation = Sums.sum(a, at, n);
    double cubes = 0;
    if (monai) {
      for (int i = at; i < at + n; i++) {
        cubes += (double) a[i] * g[i] * g[i] * g[i];
      }
    }
    double weight = 0;
    for (int i = at; i < at + n; i++) {
      double x = g[i];
      double square = x * x;
      double denominator =
          monai ? 2 * square + cubes : 2 * square + activation * square * x + EPSILON;
      // Written so that NaN is not taken for "not positive".
      if (!(x <= 0) && denominator != 0) {
        weight += square / denominator * x;
      }
    }
    return weight;
  }
}
