// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Sizes of a grid as users write them: H,W or D,H,W. */
final class Sizes {
  private Sizes() {}

  /**
   * Reads two or three whole numbers above zero.
   *
   * @param option how errors call it
   */
  static int[] parse(CommandLine command, String option, String text) {
    String[] parts = text.split(",", -1);
    int[] size = new int[parts.length];
    for (int i = 0; i < size.length; i++) {
      try {
        size[i] = Integer.parseInt(parts[i].trim());
      } catch (NumberFormatException e) {
        size[i] = 0;
      }
      if (size[i] < 1 || size.length < 2 || size.length > 3) {
        throw new ParameterException(
            command, option + " is H,W or D,H,W in whole numbers above 0, not '" + text + "'");
      }
    }
    double positions = Arrays.stream(size).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (positions > Integer.MAX_VALUE - 8) {
      throw new ParameterException(
          command, option + " " + text + " has more positions than one array holds");
    }
    return size;
  }
}
