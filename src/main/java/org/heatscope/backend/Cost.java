// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.Map;

/**
 * How long a backend takes in a process that has just started.
 *
 * @param startMillis once: loading, a device's start, and what is slow until it is compiled
 * @param nanosPerPixel for each pixel of an overlay, copies to and from the device among it
 * @param operations what calls of the other operations take, by {@code "gaussianBlur"}; empty where
 *     that was not measured
 */
public record Cost(double startMillis, double nanosPerPixel, Map<String, Rate> operations) {
  /** Of overlays alone. */
  public Cost(double startMillis, double nanosPerPixel) {
    this(startMillis, nanosPerPixel, Map.of());
  }

  /**
   * What an operation takes.
   *
   * @param startMillis once more for this operation: what is slow until it is compiled
   * @param nanosPerCall however small the images are
   * @param nanosPerSample for each sample read or written, copies to and from the device among it
   */
  public record Rate(double startMillis, double nanosPerCall, double nanosPerSample) {}

  /**
   * For a load.
   *
   * @param unknown what an operation costs that was not measured
   */
  double millis(Load load, double unknown) {
    double millis = startMillis + load.pixels * nanosPerPixel * 1e-6;
    for (Map.Entry<String, Load.Calls> entry : load.operations.entrySet()) {
      Load.Calls c = entry.getValue();
      Rate r = operations.getOrDefault(entry.getKey(), new Rate(unknown, 0, 0));
      millis +=
          r.startMillis + (c.calls() * r.nanosPerCall + c.samples() * r.nanosPerSample) * 1e-6;
    }
    return millis;
  }
}
