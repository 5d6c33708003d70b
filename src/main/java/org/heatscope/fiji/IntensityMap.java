// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Computes a map from an image. */
@Plugin(type = Command.class, menuPath = "Plugins>Heatscope>Intensity Map...")
public final class IntensityMap extends ToolCommand {
  /** For SciJava. */
  public IntensityMap() {
    super(new IntensityTool());
  }
}
