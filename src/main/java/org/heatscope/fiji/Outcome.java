// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Optional;

/**
 * What a tool made.
 *
 * @param picture a new image, or the source where it was laid over that
 * @param table of results
 * @param regions for the ROI Manager
 */
record Outcome(Optional<ImagePlus> picture, Optional<ResultsTable> table, List<Roi> regions) {
  static Outcome of(ImagePlus picture) {
    return new Outcome(Optional.of(picture), Optional.empty(), List.of());
  }

  static Outcome of(ResultsTable table) {
    return new Outcome(Optional.empty(), Optional.of(table), List.of());
  }

  /**
   * Shows everything where ImageJ shows things: windows, or in a macro without them, its list of
   * images. Tables and the ROI Manager are windows; without them a script has what the command
   * returns.
   *
   * @param title of the table
   */
  void show(String title) {
    boolean windows = !GraphicsEnvironment.isHeadless();
    if (windows) {
      table.ifPresent(t -> t.show(title));
    }
    if (windows && !regions.isEmpty()) {
      RoiManager manager = RoiManager.getRoiManager();
      regions.forEach(manager::addRoi);
    }
    if (windows || IJ.isMacro() || Interpreter.isBatchMode()) {
      picture.filter(p -> WindowManager.getImage(p.getID()) == null).ifPresent(ImagePlus::show);
    }
    picture.ifPresent(ImagePlus::updateAndDraw);
  }
}
