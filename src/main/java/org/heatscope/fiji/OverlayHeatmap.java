// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Lays a map over an image. */
@Plugin(type = Command.class, menuPath = "Plugins>Heatscope>Overlay Heatmap...")
public final class OverlayHeatmap extends ToolCommand {
  /** For SciJava. */
  public OverlayHeatmap() {
    super(new OverlayTool());
  }
}
