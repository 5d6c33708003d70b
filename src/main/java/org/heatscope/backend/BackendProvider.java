// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.Optional;

/** Finds out whether a backend can be used here; found by {@code ServiceLoader}. */
public interface BackendProvider {
  /** "opencl", "simd" or "scalar". */
  String name();

  /**
   * Why the backend cannot be used, a sentence that names the cure; empty when it can. The answer
   * comes from trying it: a device is trusted after it has given the right numbers.
   */
  Optional<String> unusableBecause();

  /**
   * What such a backend usually costs, where it was not measured. Asked before {@link
   * #unusableBecause()}, so that a small figure does not wait for a GPU to start.
   */
  Cost usualCost();

  /**
   * What its speed depends on besides this machine and Java, such as a driver's version; one line.
   * Asked only of a usable backend: the answer may take a device's start.
   */
  default String version() {
    return "";
  }

  /** Opens the backend; call only when it is usable. */
  Backend open();
}
