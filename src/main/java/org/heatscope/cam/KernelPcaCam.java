// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Workers;

/**
 * KPCA-CAM, needing no gradients: the projection of the positions on the first component of a
 * kernel principal component analysis, L = sqrt(λ) u with u the first eigenvector of the doubly
 * centred kernel matrix. The positions' vectors x are the activations, each channel centred; the
 * kernel is the sigmoid tanh(x·y / C + 1) (scikit-learn's default numbers) or, under the name
 * "kpcacam-rbf", exp(-|x - y|² / C). The sign is settled by {@link SignRule#MEAN}.
 *
 * <p>The matrix has P² elements: layers of more than {@value #MOST} positions are refused.
 *
 * <p>Karmani et al. 2024, "KPCA-CAM: Visual explainability of deep computer vision models using
 * kernel PCA", arXiv:2410.00267.
 */
final class KernelPcaCam implements CamMethod {
  private static final int MOST = 8192;

  private final boolean radial;

  KernelPcaCam(boolean radial) {
    this.radial = radial;
  }

  @Override
  public String name() {
    return radial ? "kpcacam-rbf" : "kpcacam";
  }

  @Override
  public boolean needsGradients() {
    return false;
  }

  @Override
  public CamMaps map(Features activations, Features gradients, Workers workers) {
    CamMaps maps = CamMaps.zeros(activations.images(), activations.grid());
    int positions = maps.positions();
    if (positions > MOST) {
      throw new IllegalArgumentException(
          name() + " is for layers of up to " + MOST + " positions, not " + positions);
    }
    workers.run(
        maps.images(),
        1,
        (from, to) -> {
          for (int n = from; n < to; n++) {
            double[][] x = EigenCam.centred(new Activations(), activations, n, null);
            float[][] kernel = kernel(x, positions);
            double[] scores =
                LeadingEigenvector.scaled(positions, (in, out) -> multiply(kernel, in, out));
            SignRule.MEAN.apply(scores, EigenCam.mean(x));
            for (int p = 0; p < positions; p++) {
              maps.data()[n * positions + p] = (float) scores[p];
            }
          }
        });
    return maps;
  }

  /** The kernel of every two positions, less the means of its rows and columns. */
  private float[][] kernel(double[][] x, int positions) {
    double[][] inner = new double[positions][positions];
    for (double[] channel : x) {
      for (int i = 0; i < positions; i++) {
        double v = channel[i];
        for (int j = 0; j < positions; j++) {
          inner[i][j] += v * channel[j];
        }
      }
    }
    double[] squares = new double[positions];
    for (int i = 0; i < positions; i++) {
      squares[i] = inner[i][i];
    }
    double gamma = 1.0 / x.length;
    double[] means = new double[positions];
    double mean = 0;
    for (int i = 0; i < positions; i++) {
      for (int j = 0; j < positions; j++) {
        inner[i][j] =
            radial
                ? Math.exp(-gamma * (squares[i] + squares[j] - 2 * inner[i][j]))
                : Math.tanh(gamma * inner[i][j] + 1);
        means[i] += inner[i][j] / positions;
      }
      mean += means[i] / positions;
    }
    float[][] centred = new float[positions][positions];
    for (int i = 0; i < positions; i++) {
      for (int j = 0; j < positions; j++) {
        centred[i][j] = (float) (inner[i][j] - means[i] - means[j] + mean);
      }
    }
    return centred;
  }

  private static void multiply(float[][] k, double[] in, double[] out) {
    for (int i = 0; i < out.length; i++) {
      double s = 0;
      for (int j = 0; j < in.length; j++) {
        s += k[i][j] * in[j];
      }
      out[i] = s;
    }
  }
}
