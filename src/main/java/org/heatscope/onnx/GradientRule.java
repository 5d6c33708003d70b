// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

/** How a gradient passes backwards through an operator, said in ONNX nodes. */
@FunctionalInterface
interface GradientRule {
  /**
   * Adds the nodes for d s / d input, where s is the score and {@code at.g()} is d s / d output.
   *
   * @param at the node
   * @param input which of its inputs
   * @return the name of a tensor of the input's shape; null where the score does not depend on it
   */
  String gradient(Site at, int input);
}
