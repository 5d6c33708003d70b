// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

/** Does the arithmetic of operations on some kind of processor. */
public interface Backend {
  /** "opencl", "simd" or "scalar". */
  String name();

  /** The processor and what is used of it, for people: "AVX-512, 16 lanes of 32 bits". */
  String description();

  /**
   * Opens a session that owns whatever the operations keep on the device.
   *
   * @param threads worker threads for what runs on the CPU, at least 1
   */
  Session open(int threads);
}
