// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import org.heatscope.cam.Features;

/** A network, as far as it is asked for scores: y_k(x). */
@FunctionalInterface
public interface Scorer {
  /**
   * The score of one class for each image of a batch.
   *
   * @param images what the network takes, or a layer's activations where the scorer is the rest of
   *     a network
   * @param target the class
   */
  double[] scores(Features images, int target) throws IOException;
}
