// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;

/**
 * A way to make activation maps from a layer's activations and the gradients of a score.
 *
 * <p>In the formulas A_c(p) is the activation of channel c at position p, g_c(p) the gradient of
 * the score with respect to it, C the number of channels and P that of positions.
 */
public interface CamMethod {
  /** The name that users give: "gradcam". */
  String name();

  /** Whether gradients are used; without them {@link #map} takes null in their place. */
  boolean needsGradients();

  /** Whether only the positive part of the map has a meaning: a ReLU usually follows. */
  default boolean rectified() {
    return true;
  }

  /**
   * The raw maps on the layer's own grid: both signs, no ReLU, no scaling.
   *
   * <p>NaN among an image's activations or gradients makes NaN of what depends on it.
   *
   * @param activations of a batch
   * @param gradients of the same shape, or null where they are not needed
   * @param workers share out the images
   * @throws IllegalArgumentException with both shapes if they differ
   */
  CamMaps map(Features activations, Features gradients, Workers workers);

  /** Whether the method ends in a sum over weighted channels, which backends do. */
  default boolean sumsOnBackend() {
    return false;
  }

  /**
   * The same with the sum over weighted channels on a session's backend; methods that do not {@link
   * #sumsOnBackend end in one}, and the weights, are worked out on the CPU.
   */
  default CamMaps map(Features activations, Features gradients, Workers workers, Session session) {
    return map(activations, gradients, workers);
  }
}
