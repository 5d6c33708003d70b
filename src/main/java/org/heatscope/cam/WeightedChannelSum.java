// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Workers;

/** The sum that most activation maps end in: L(p) = Σ_c w_c A_c(p), for each image of a batch. */
public final class WeightedChannelSum {
  private static final int AT_ONCE = 8;

  private WeightedChannelSum() {}

  /**
   * The weighted sums.
   *
   * @param weights [image, channel]
   * @return maps on the activations' grid
   * @throws IllegalArgumentException if there is not one weight for each channel of each image
   */
  public static CamMaps of(Features activations, float[] weights, Workers workers) {
    if (weights.length != activations.images() * activations.channels()) {
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
            addImage(activations, n, weights, sum);
            sum.take(maps.data(), n * positions);
          }
        });
    return maps;
  }

  private static void addImage(Features a, int image, float[] weights, BlockedSum sum) {
    int w = image * a.channels();
    int c = 0;
    for (; c + AT_ONCE <= a.channels(); c += AT_ONCE) {
      addEight(a.data(), a.offset(image, c), weights, w + c, sum.block, sum.block.length);
      sum.added(AT_ONCE);
    }
    for (; c < a.channels(); c++) {
      addOne(a.data(), a.offset(image, c), weights[w + c], sum.block, sum.block.length);
      sum.added(1);
    }
  }

  /**
   * Adds eight channels at once, so that the sums are loaded and stored an eighth as often; a
   * method with nothing but the loop, which the compiler then turns into vector instructions.
   */
  private static void addEight(float[] a, int at, float[] w, int i, float[] sums, int n) {
    float w0 = w[i];
    float w1 = w[i + 1];
    float w2 = w[i + 2];
    float w3 = w[i + 3];
    float w4 = w[i + 4];
    float w5 = w[i + 5];
    float w6 = w[i + 6];
    float w7 = w[i + 7];
    int a1 = at + n;
    int a2 = a1 + n;
    int a3 = a2 + n;
    int a4 = a3 + n;
    int a5 = a4 + n;
    int a6 = a5 + n;
    int a7 = a6 + n;
    for (int p = 0; p < n; p++) {
      sums[p] +=
          ((w0 * a[at + p] + w1 * a[a1 + p]) + (w2 * a[a2 + p] + w3 * a[a3 + p]))
              + ((w4 * a[a4 + p] + w5 * a[a5 + p]) + (w6 * a[a6 + p] + w7 * a[a7 + p]));
    }
  }

  private static void addOne(float[] a, int at, float w, float[] sums, int n) {
    for (int p = 0; p < n; p++) {
      sums[p] += w * a[at + p];
    }
  }
}
