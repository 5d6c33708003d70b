// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Workers;

/** The sum that most activation maps end in: L(p) = Σ_c w_c A_c(p), for each image of a batch. */
public final class WeightedChannelSum {
  private WeightedChannelSum() {}

  /**
   * The weighted sums.
   *
   * @param weights [image, channel]
   * @return maps on the activations' grid
   * @throws IllegalArgumentException if there is not one weight for each channel of each image
   */
  public static CamMaps of(Features activations, float[] weights, Workers workers) {
    int channels = activations.channels();
    if (weights.length != activations.images() * channels) {
      throw new IllegalArgumentException(
          weights.length + " weights for activations of " + activations.shape());
    }
    CamMaps maps = CamMaps.zeros(activations.images(), activations.grid());
    int positions = maps.positions();
    workers.run(
        maps.images(),
        1,
        (from, to) -> {
          BlockedSum sum = new BlockedSum(positions);
          for (int n = from; n < to; n++) {
            for (int c = 0; c < channels; c++) {
              add(activations.data(), activations.offset(n, c), weights[n * channels + c], sum);
            }
            sum.take(maps.data(), n * positions);
          }
        });
    return maps;
  }

  private static void add(float[] a, int at, float weight, BlockedSum sum) {
    float[] block = sum.block;
    for (int p = 0; p < block.length; p++) {
      block[p] += weight * a[at + p];
    }
    sum.added();
  }
}
