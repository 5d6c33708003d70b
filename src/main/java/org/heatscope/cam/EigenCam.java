// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import org.heatscope.backend.Workers;

/**
 * Eigen-CAM and its kin: the terms T_c(p) of a method are taken as a matrix of positions by
 * channels, each channel is centred over the positions, and the map is the projection on the first
 * right singular vector, L = M v = σ u.
 *
 * <p>"eigencam": T = A, needing no gradients (Muhammad and Yeasin 2020, "Eigen-CAM: Class
 * activation map using principal components", arXiv:2008.00299). "eigengradcam": T = g A.
 * "segeigencam": T = |g| A (doi:10.3390/app15137562). Of any other method: what pytorch-grad-cam
 * calls eigen-smooth, which replaces the sum over the channels by this projection.
 *
 * <p>The sign is settled by {@link SignRule#MEAN}, for "segeigencam" as its paper has it by {@link
 * SignRule#EXTREME}.
 */
final class EigenCam implements CamMethod {
  private final String name;
  private final ChannelSumCam terms;
  private final SignRule sign;

  EigenCam(String name, ChannelSumCam terms, SignRule sign) {
    this.name = name;
    this.terms = terms;
    this.sign = sign;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean needsGradients() {
    return terms.needsGradients();
  }

  @Override
  public CamMaps map(Features activations, Features gradients, Workers workers) {
    float[] g = terms.check(activations, gradients);
    CamMaps maps = CamMaps.zeros(activations.images(), activations.grid());
    int positions = maps.positions();
    workers.run(
        maps.images(),
        1,
        (from, to) -> {
          for (int n = from; n < to; n++) {
            double[][] centred = centred(terms, activations, n, g);
            double[] component = component(centred);
            sign.apply(component, mean(centred));
            for (int p = 0; p < positions; p++) {
              maps.data()[n * positions + p] = (float) component[p];
            }
          }
        });
    return maps;
  }

  /** The terms of an image [channel][position], each channel less its mean. */
  static double[][] centred(ChannelSumCam terms, Features a, int image, float[] g) {
    int positions = a.positions();
    float[] term = new float[positions];
    double[][] m = new double[a.channels()][positions];
    for (int c = 0; c < m.length; c++) {
      terms.term(a.data(), g, a.offset(image, c), term);
      double mean = Sums.sum(term, 0, positions) / positions;
      for (int p = 0; p < positions; p++) {
        m[c][p] = term[p] - mean;
      }
    }
    return m;
  }

  /** The mean over the channels at every position. */
  static double[] mean(double[][] m) {
    double[] mean = new double[m[0].length];
    for (double[] channel : m) {
      for (int p = 0; p < mean.length; p++) {
        mean[p] += channel[p] / m.length;
      }
    }
    return mean;
  }

  /**
   * σ u for the channels [channel][position]: from the smaller of the two matrices of inner
   * products, which is not formed but applied.
   */
  private static double[] component(double[][] m) {
    int channels = m.length;
    int positions = m[0].length;
    double[] byChannel = new double[channels];
    double[] byPosition = new double[positions];
    if (positions <= channels) {
      return LeadingEigenvector.scaled(
          positions,
          (x, y) -> {
            inner(m, x, byChannel);
            combine(m, byChannel, y);
          });
    }
    double[] v =
        LeadingEigenvector.scaled(
            channels,
            (x, y) -> {
              combine(m, x, byPosition);
              inner(m, byPosition, y);
            });
    double sigma = Math.sqrt(LeadingEigenvector.dot(v, v));
    double[] scores = new double[positions];
    combine(m, v, scores);
    for (int p = 0; p < positions; p++) {
      scores[p] = sigma > 0 ? scores[p] / sigma : scores[p];
    }
    return scores;
  }

  private static void inner(double[][] m, double[] byPosition, double[] byChannel) {
    for (int c = 0; c < m.length; c++) {
      byChannel[c] = LeadingEigenvector.dot(m[c], byPosition);
    }
  }

  private static void combine(double[][] m, double[] byChannel, double[] byPosition) {
    Arrays.fill(byPosition, 0);
    for (int c = 0; c < m.length; c++) {
      double w = byChannel[c];
      double[] channel = m[c];
      for (int p = 0; p < byPosition.length; p++) {
        byPosition[p] += w * channel[p];
      }
    }
  }
}
