// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

/** Which part of a text stands at its anchor, along the direction of reading. */
public enum Align {
  /** The text starts at the anchor. */
  LEFT(0),
  /** The middle of the text is at the anchor. */
  CENTER(0.5),
  /** The text ends at the anchor. */
  RIGHT(1);

  /** The part of the text's width that lies before the anchor. */
  final double before;

  Align(double before) {
    this.before = before;
  }
}
