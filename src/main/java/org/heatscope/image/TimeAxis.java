// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

/**
 * The fourth axis of a series.
 *
 * @param frames number of time points
 * @param step distance between time points in {@code unit}; 0 where the file does not say
 * @param unit "s" after conversion from whatever the file used; "Hz", "ppm" or "" otherwise
 */
public record TimeAxis(int frames, double step, String unit) {
  /** A single time point. */
  public static final TimeAxis NONE = new TimeAxis(1, 0, "");
}
