// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.heatscope.io.Faults;

/** The tools in ImageJ 1.x: {@code plugins.config} lists them, the argument says which. */
public final class HeatscopePlugIn implements PlugIn {
  @Override
  public void run(String name) {
    Tool tool = Tools.get(name);
    ImagePlus image = WindowManager.getCurrentImage();
    if (tool.needsImage() && image == null) {
      StatusBar.fail(name, "There are no images open.");
      return;
    }
    try {
      Optional<Settings> settings = settings(tool, image);
      if (settings.isPresent()) {
        StatusBar status = new StatusBar(name, () -> false);
        tool.run(new Tool.Job(image, settings.get(), status)).show(name.replace("...", ""));
      }
    } catch (StatusBar.Cancelled e) {
      IJ.showStatus(name + " was cancelled");
    } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
      StatusBar.fail(name, Faults.message(e));
    }
  }

  /** What the macro says, else the user; empty: the user has cancelled. */
  private static Optional<Settings> settings(Tool tool, ImagePlus image) {
    String options = Macro.getOptions();
    boolean asks = options == null && !GraphicsEnvironment.isHeadless();
    Optional<Settings> settings =
        asks && !tool.parameters().isEmpty()
            ? new ToolDialog(tool, image).ask()
            : Optional.of(Settings.ofMacro(tool.parameters(), options == null ? "" : options));
    settings.ifPresent(s -> record(s.texts()));
    return settings;
  }

  /** Every value, so that a macro does the same where defaults have changed. */
  private static void record(Map<String, String> texts) {
    if (Recorder.record) {
      texts.forEach((key, text) -> Recorder.recordOption(key, quoted(Recorder.fixString(text))));
    }
  }

  /** The recorder puts what holds a blank into brackets; so must be what begins as if it were. */
  private static String quoted(String text) {
    boolean misleads = text.isEmpty() || text.charAt(0) == '[' || text.charAt(0) == '\'';
    return misleads && text.indexOf(' ') < 0 ? "[" + text + "]" : text;
  }
}
