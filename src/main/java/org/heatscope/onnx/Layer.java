// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.Optional;

/**
 * A tensor inside a network.
 *
 * @param name its name in the graph
 * @param operator that makes it
 * @param shape for one image, where it is known
 */
public record Layer(String name, String operator, Optional<long[]> shape) {}
