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
}
