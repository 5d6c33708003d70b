// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

/** One thing that is done to an image before a network sees it. */
@FunctionalInterface
interface Step {
  /**
   * Does it, to the voxels' place and to the values of whatever channels there are.
   *
   * @throws IllegalArgumentException with a sentence if the image does not allow it
   */
  Stage apply(Stage image);
}
