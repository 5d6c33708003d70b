// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** No output takes the place of what it is made from. */
final class KeptInputs {
  private KeptInputs() {}

  /** Wrong usage where an output is one of the inputs, under that name or another. */
  static void check(CommandLine command, Collection<Path> outputs, Collection<Path> inputs)
      throws IOException {
    for (Path out : outputs) {
      for (Path in : inputs) {
        if (isSame(out, in)) {
          throw new ParameterException(command, "the output " + out + " is one of the inputs");
        }
      }
    }
  }

  /** Wrong usage where two outputs are one file. */
  static void checkApart(CommandLine command, Path first, Path second) throws IOException {
    if (first.toAbsolutePath().normalize().equals(second.toAbsolutePath().normalize())
        || isSame(first, second)) {
      throw new ParameterException(
          command, "the outputs " + first + " and " + second + " are one file");
    }
  }

  private static boolean isSame(Path a, Path b) throws IOException {
    return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
  }
}
