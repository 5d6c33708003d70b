// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;

/** A method that weighs whole channels: L(p) = Σ_c w_c A_c(p). */
abstract class ChannelWeightCam extends ChannelSumCam {
  ChannelWeightCam(String name, boolean needsGradients) {
    super(name, needsGradients);
  }

  /**
   * The weight of one channel of one image.
   *
   * @param a activations
   * @param g gradients, or null
   * @param at where the channel begins in both
   * @param n number of positions
   */
  abstract double weight(float[] a, float[] g, int at, int n);

  @Override
  final void term(float[] a, float[] g, int at, float[] term) {
    float w = (float) weight(a, g, at, term.length);
    for (int p = 0; p < term.length; p++) {
      term[p] = w * a[at + p];
    }
  }

  @Override
  public final boolean sumsOnBackend() {
    return true;
  }

  @Override
  public final CamMaps map(Features activations, Features gradients, Workers workers) {
    return WeightedChannelSum.of(activations, weights(activations, gradients, workers), workers);
  }

  @Override
  public final CamMaps map(
      Features activations, Features gradients, Workers workers, Session session) {
    return WeightedChannelSum.of(activations, weights(activations, gradients, workers), session);
  }

  /** The weights [image, channel]. */
  final float[] weights(Features activations, Features gradients, Workers workers) {
    float[] g = check(activations, gradients);
    int channels = activations.channels();
    int positions = activations.positions();
    float[] weights = new float[activations.images() * channels];
    workers.run(
        activations.images(),
        1,
        (from, to) -> {
          for (int i = from * channels; i < to * channels; i++) {
            weights[i] = (float) weight(activations.data(), g, i * positions, positions);
          }
        });
    return weights;
  }
}
