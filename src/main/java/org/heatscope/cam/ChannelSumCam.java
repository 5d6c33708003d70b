// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Workers;

/** A method whose map is a sum of one term for each channel: L(p) = Σ_c T_c(p). */
abstract class ChannelSumCam implements CamMethod {
  private final String name;
  private final boolean needsGradients;

  ChannelSumCam(String name, boolean needsGradients) {
    this.name = name;
    this.needsGradients = needsGradients;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean needsGradients() {
    return needsGradients;
  }

  /**
   * The term of one channel of one image: T_c at every position.
   *
   * @param a activations
   * @param g gradients, or null
   * @param at where the channel begins in both
   * @param term receives the values; its length is the number of positions
   */
  abstract void term(float[] a, float[] g, int at, float[] term);

  @Override
  public CamMaps map(Features activations, Features gradients, Workers workers) {
    float[] g = check(activations, gradients);
    CamMaps maps = CamMaps.zeros(activations.images(), activations.grid());
    int positions = maps.positions();
    workers.run(
        maps.images(),
        1,
        (from, to) -> {
          BlockedSum sum = new BlockedSum(positions);
          float[] term = new float[positions];
          for (int n = from; n < to; n++) {
            for (int c = 0; c < activations.channels(); c++) {
              term(activations.data(), g, activations.offset(n, c), term);
              add(term, sum.block);
              sum.added(1);
            }
            sum.take(maps.data(), n * positions);
          }
        });
    return maps;
  }

  private static void add(float[] term, float[] sum) {
    for (int p = 0; p < sum.length; p++) {
      sum[p] += term[p];
    }
  }

  /** The gradients' numbers, or null where the method needs none. */
  final float[] check(Features activations, Features gradients) {
    if (!needsGradients) {
      return null;
    }
    if (gradients == null) {
      throw new IllegalArgumentException("the method " + name + " needs gradients");
    }
    activations.requireSameShape(gradients);
    return gradients.data();
  }
}
