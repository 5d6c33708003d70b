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
            add(activations, weights, n, sum);
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

  /** Four channels at a time, which halves the loads and stores of the sums. */
  private static void add(Features activations, float[] weights, int image, BlockedSum sum) {
    int channels = activations.channels();
    int c = 0;
    for (; c + 4 <= channels; c += 4) {
      int at = activations.offset(image, c);
      addFour(activations.data(), at, weights, image * channels + c, sum.block);
      sum.added(4);
    }
    for (; c < channels; c++) {
      float w = weights[image * channels + c];
      add(activations.data(), activations.offset(image, c), w, sum.block);
      sum.added(1);
    }
  }

  private static void addFour(float[] a, int at, float[] weights, int k, float[] block) {
    int n = block.length;
    float w0 = weights[k];
    float w1 = weights[k + 1];
    float w2 = weights[k + 2];
    float w3 = weights[k + 3];
    for (int p = 0; p < n; p++) {
      block[p] +=
          (w0 * a[at + p] + w1 * a[at + n + p]) + (w2 * a[at + 2 * n + p] + w3 * a[at + 3 * n + p]);
    }
  }

  private static void add(float[] a, int at, float weight, float[] block) {
    for (int p = 0; p < block.length; p++) {
      block[p] += weight * a[at + p];
    }
  }
}
