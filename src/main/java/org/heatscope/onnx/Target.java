// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

/** Which class of each image is explained. */
@FunctionalInterface
public interface Target {
  /** The class with the highest score. */
  Target TOP =
      (image, scores) -> {
        int top = 0;
        for (int i = 1; i < scores.length; i++) {
          // A NaN never wins.
          top = scores[i] > scores[top] || Float.isNaN(scores[top]) ? i : top;
        }
        return top;
      };

  /**
   * The class of an image.
   *
   * @param image its number in the batch
   * @param scores of its classes
   * @throws IllegalArgumentException if the network has no such class
   */
  int of(int image, float[] scores);

  /** Given classes: one for all images, or one for each. */
  static Target classes(int... classes) {
    return (image, scores) -> {
      int target = classes[classes.length == 1 ? 0 : image];
      if (target >= scores.length) {
        throw new IllegalArgumentException(
            "no class " + target + ": the network has " + scores.length + " classes, from 0");
      }
      return target;
    };
  }
}
