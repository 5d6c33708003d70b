// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

/** Which height of a text stands at its anchor, across the direction of reading. */
public enum VAlign {
  /** The top of capitals and digits. */
  TOP(1),
  /** Half the height of capitals and digits. */
  MIDDLE(0.5),
  /** The line that letters stand on. */
  BASELINE(0);

  /** From the anchor down to the baseline, in heights of a capital. */
  final double capsAbove;

  VAlign(double capsAbove) {
    this.capsAbove = capsAbove;
  }
}
