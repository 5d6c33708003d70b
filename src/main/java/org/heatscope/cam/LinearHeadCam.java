// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;

/**
 * CAM: L(p) = Σ_c w_c A_c(p), where w is the row of the target class in the linear layer that
 * follows global average pooling. Both signs have a meaning: no ReLU follows.
 *
 * <p>Zhou et al. 2016, "Learning deep features for discriminative localization", arXiv:1512.04150.
 */
public final class LinearHeadCam implements CamMethod {
  private final float[] weights;

  /**
   * CAM with the given weights.
   *
   * @param weights one for each channel, the same for every image
   */
  public LinearHeadCam(float[] weights) {
    this.weights = weights.clone();
  }

  @Override
  public String name() {
    return "cam";
  }

  @Override
  public boolean needsGradients() {
    return false;
  }

  @Override
  public boolean rectified() {
    return false;
  }

  @Override
  public boolean sumsOnBackend() {
    return true;
  }

  @Override
  public CamMaps map(Features activations, Features gradients, Workers workers) {
    return WeightedChannelSum.of(activations, forEachImage(activations), workers);
  }

  @Override
  public CamMaps map(Features activations, Features gradients, Workers workers, Session session) {
    return WeightedChannelSum.of(activations, forEachImage(activations), session);
  }

  private float[] forEachImage(Features activations) {
    int channels = activations.channels();
    if (weights.length != channels) {
      throw new IllegalArgumentException(
          weights.length + " weights for the channels of " + activations.shape());
    }
    float[] all = new float[activations.images() * channels];
    for (int n = 0; n < activations.images(); n++) {
      System.arraycopy(weights, 0, all, n * channels, channels);
    }
    return all;
  }
}
