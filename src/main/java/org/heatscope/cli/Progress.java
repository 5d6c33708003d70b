// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.PrintWriter;

/** A progress bar on a terminal, for work that takes more than a second. */
final class Progress {
  private static final int WIDTH = 40;
  private static final long PATIENCE = 1_000_000_000L;

  private final PrintWriter err;
  private final String what;
  private final long total;
  private final long start = System.nanoTime();
  private int drawn = -1;

  Progress(PrintWriter err, String what, long total) {
    this.err = err;
    this.what = what;
    this.total = total;
  }

  /** Notes how much is done. */
  void at(long done) {
    int filled = (int) (WIDTH * done / total);
    if (System.console() == null || filled == drawn || System.nanoTime() - start < PATIENCE) {
      return;
    }
    drawn = filled;
    err.print("\r" + what + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]");
    err.flush();
  }

  /** Removes the bar. */
  void done() {
    if (drawn >= 0) {
      err.print("\r" + " ".repeat(what.length() + WIDTH + 3) + "\r");
      err.flush();
    }
  }
}
