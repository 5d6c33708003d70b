// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.function.BooleanSupplier;

/** ImageJ's status bar: shows how far the work is, and stops it when the user presses Escape. */
final class StatusBar {
  /** The user has stopped the work. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cancelled() {
      super("cancelled");
    }
  }

  private final String name;
  private final BooleanSupplier cancelled;

  /**
   * A status bar.
   *
   * @param name of the tool
   * @param cancelled whether someone else than ImageJ's Escape key has stopped the work
   */
  StatusBar(String name, BooleanSupplier cancelled) {
    this.name = name;
    this.cancelled = cancelled;
    IJ.resetEscape();
    IJ.showStatus(name + "...");
  }

  /**
   * So many of so many steps are done.
   *
   * @throws Cancelled if the user has stopped the work
   */
  void at(long done, long total) {
    if (IJ.escapePressed() || cancelled.getAsBoolean()) {
      end();
      throw new Cancelled();
    }
    IJ.showProgress((double) done / Math.max(1, total));
  }

  /** What a careful reader should know. */
  void note(String sentence) {
    IJ.log(name + ": " + sentence);
  }

  /**
   * Says why a tool did nothing, and ends a macro that called it. ImageJ does both in a dialog,
   * which needs a screen.
   */
  static void fail(String name, String message) {
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(name + ": " + message);
      Interpreter.abort();
    } else {
      IJ.error(name, message);
    }
  }

  /** The work is over. */
  void end() {
    IJ.showProgress(1.0);
    IJ.showStatus("");
  }
}
