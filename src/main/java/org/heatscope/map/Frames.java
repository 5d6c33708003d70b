// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

/**
 * An interval of a series.
 *
 * @param from the first frame, from 0
 * @param to the frame after the last
 */
public record Frames(int from, int to) {
  /** Checks that there is a frame in it. */
  public Frames {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "frames " + from + "," + to + " are none: FROM is the first, from 0, TO the one after");
    }
  }

  static Frames parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length == 2) {
      try {
        return new Frames(Integer.parseInt(parts[0].trim()), Integer.parseInt(parts[1].trim()));
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not of the form FROM,TO");
  }

  /** The number of frames. */
  public int count() {
    return to - from;
  }

  /** Checks that a series of so many frames has them all. */
  Frames within(int frames) {
    if (to > frames) {
      throw new IllegalArgumentException(
          "the frames " + this + " are asked for, the series has " + frames);
    }
    return this;
  }

  @Override
  public String toString() {
    return from + "," + to;
  }
}
