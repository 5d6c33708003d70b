// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

/**
 * How long a backend takes for an overlay in a process that has just started.
 *
 * @param startMillis once: loading, a device's start, and what is slow until it is compiled
 * @param nanosPerPixel for each pixel, copies to and from the device among it
 */
public record Cost(double startMillis, double nanosPerPixel) {
  /** For so many pixels. */
  public double millis(long pixels) {
    return startMillis + pixels * nanosPerPixel * 1e-6;
  }
}
