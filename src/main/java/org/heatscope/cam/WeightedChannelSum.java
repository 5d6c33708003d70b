// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/**
 * The sum that most activation maps end in: L(p) = Σ_c w_c A_c(p), for each image of a batch; on
 * the CPU, or as {@link org.heatscope.op.WeightedChannelSum} on a backend. The CPU's own loop reads
 * the activations once, as fast as memory gives them: no transfer to a device pays for a single
 * sum.
 */
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
    requireWeights(activations, weights);
    int channels = activations.channels();
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

  /**
   * The same on a session's backend.
   *
   * @throws IllegalArgumentException if there is not one weight for each channel of each image
   */
  public static CamMaps of(Features activations, float[] weights, Session session) {
    requireWeights(activations, weights);
    int images = activations.images();
    int channels = activations.channels();
    int positions = activations.positions();
    CamMaps maps = CamMaps.zeros(images, activations.grid());
    session
        .weightedChannelSum()
        .weightedChannelSum(
            Samples.of(activations.data(), positions, channels, images),
            Samples.of(weights, channels, images, 1),
            Samples.of(maps.data(), positions, images, 1));
    return maps;
  }

  private static void requireWeights(Features activations, float[] weights) {
    if (weights.length != activations.images() * activations.channels()) {
      throw new IllegalArgumentException(
          weights.length + " weights for activations of " + activations.shape());
    }
  }

  private static void add(float[] a, int at, float weight, BlockedSum sum) {
    float[] block = sum.block;
    for (int p = 0; p < block.length; p++) {
      block[p] += weight * a[at + p];
    }
    sum.added();
  }
}
