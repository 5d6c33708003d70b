// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import java.util.Arrays;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.WeightedChannelSum;

/**
 * Ablation-CAM: L = Σ_c w_c A_c with w_c = (y - y_c) / y, where y_c is the score with channel c of
 * the layer set to zero. (Desai and Ramaswamy, WACV 2020.) A score of zero makes infinities or NaN.
 */
public final class AblationCam {
  private AblationCam() {}

  /**
   * The raw maps on the layer's grid, before ReLU.
   *
   * @param activations of the layer
   * @param targets the class of each image
   * @param head scores activations: the network behind the layer
   */
  public static CamMaps map(Features activations, int[] targets, Variants head) throws IOException {
    return WeightedChannelSum.of(activations, weights(activations, targets, head), head.workers());
  }

  /** The weights [image, channel]. */
  static float[] weights(Features activations, int[] targets, Variants head) throws IOException {
    int channels = activations.channels();
    int n = activations.positions();
    float[] weights = new float[activations.images() * channels];
    for (int i = 0; i < activations.images(); i++) {
      double whole = head.score(activations, i, targets[i]);
      double[] without =
          head.scores(
              activations,
              i,
              targets[i],
              channels,
              (c, data, at) -> Arrays.fill(data, at + c * n, at + (c + 1) * n, 0));
      for (int c = 0; c < channels; c++) {
        weights[i * channels + c] = (float) ((whole - without[c]) / whole);
      }
    }
    return weights;
  }
}
