// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * The sum over channels of class activation maps: {@code out(p, n) = sum over k of w(k, n) A(p, k,
 * n)}.
 *
 * <p><b>Agreement.</b> Within 1e-5 of {@code sum of |w A|}.
 */
public interface WeightedChannelSum extends Operation {
  /**
   * Sums.
   *
   * @param activations x: positions, y: channels, z: images of a batch
   * @param weights x: channels, y: images
   * @param out x: positions, y: images
   */
  void weightedChannelSum(Samples activations, Samples weights, Samples out);

  /** Checks that the sizes belong together. */
  static void check(Samples activations, Samples weights, Samples out) {
    if (weights.nx() != activations.ny()
        || weights.ny() != activations.nz()
        || out.nx() != activations.nx()
        || out.ny() != activations.nz()
        || weights.nz() != 1
        || out.nz() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "weighted channel sum: activations of %d x %d x %d, weights of %d x %d x %d and"
                  + " output of %d x %d x %d do not belong together",
              activations.nx(),
              activations.ny(),
              activations.nz(),
              weights.nx(),
              weights.ny(),
              weights.nz(),
              out.nx(),
              out.ny(),
              out.nz()));
    }
  }
}
