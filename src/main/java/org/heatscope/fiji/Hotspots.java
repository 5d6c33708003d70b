// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Finds the clusters of a map above a height. */
@Plugin(type = Command.class, menuPath = "Plugins>Heatscope>Hotspots...")
public final class Hotspots extends ToolCommand {
  /** For SciJava. */
  public Hotspots() {
    super(new HotspotsTool());
  }
}
