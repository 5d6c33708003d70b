// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Lists what can compute. */
@Plugin(type = Command.class, menuPath = "Plugins>Heatscope>Devices")
public final class Devices extends ToolCommand {
  /** For SciJava. */
  public Devices() {
    super(new DevicesTool());
  }
}
