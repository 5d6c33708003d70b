// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows where a network looked. */
@Plugin(type = Command.class, menuPath = "Plugins>Heatscope>Activation Map...")
public final class ActivationMap extends ToolCommand {
  /** For SciJava. */
  public ActivationMap() {
    super(new ActivationTool());
  }
}
