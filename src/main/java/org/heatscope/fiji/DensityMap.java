// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows how densely points lie. */
@Plugin(type = Command.class, menuPath = "Plugins>Heatscope>Density Map...")
public final class DensityMap extends ToolCommand {
  /** For SciJava. */
  public DensityMap() {
    super(new DensityTool());
  }
}
