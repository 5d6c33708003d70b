// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** What a user should hear beside the result. */
final class Notes {
  private Notes() {}

  /** Prints a sentence on standard error. */
  static void print(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.println("heatscope: note: " + sentence);
    err.flush();
  }
}
