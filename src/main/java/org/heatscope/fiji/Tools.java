// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import java.util.List;

/** All tools, in the order of the menu. */
final class Tools {
  private static final List<Tool> ALL =
      List.of(
          new OverlayTool(),
          new IntensityTool(),
          new ActivationTool(),
          new DensityTool(),
          new HotspotsTool(),
          new DevicesTool());

  private Tools() {}

  static List<Tool> list() {
    return ALL;
  }

  /** The tool of a name in the menu. */
  static Tool get(String name) {
    return ALL.stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no tool '" + name + "'"));
  }
}
