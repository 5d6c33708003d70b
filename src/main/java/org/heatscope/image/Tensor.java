// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Arrays;

/**
 * A bare array of numbers, such as the activations of a layer: no place, no unit.
 *
 * @param name the array's name in its file
 * @param shape sizes of the axes; empty for a single number
 * @param data the elements in C order: the last axis is the fastest
 */
public record Tensor(String name, int[] shape, float[] data) {
  /** Checks that the shape and the number of elements fit. */
  public Tensor {
    long count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    if (count != data.length) {
      throw new IllegalArgumentException(
          data.length + " elements for the shape " + Arrays.toString(shape));
    }
  }
}
