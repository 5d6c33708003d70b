// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * No output takes the place of what it is made from. What a command reads stands among its words,
 * whichever option it belongs to, so that an output that is named a second time, under that name or
 * another, is refused.
 */
final class KeptInputs {
  /** What stands before, behind and between names in a word. */
  private static final String SEPARATORS = "[=?&,:]";

  private KeptInputs() {}

  /** Wrong usage where an output is one of the inputs, or two outputs are one file. */
  static void check(CommandLine command, Collection<Path> outputs) throws IOException {
    List<Path> others = new ArrayList<>();
    for (Path out : outputs) {
      for (Path other : others) {
        if (isSame(out, other)) {
          throw new ParameterException(
              command, "the outputs " + other + " and " + out + " are one file");
        }
      }
      others.add(out);
    }
    List<Set<String>> words = words(command);
    for (Path out : outputs) {
      int named = 0;
      for (Set<String> names : words) {
        named += names.stream().anyMatch(name -> isNamed(out, name)) ? 1 : 0;
      }
      if (named > 1) {
        throw new ParameterException(command, "the output " + out + " is one of the inputs");
      }
    }
  }

  /** The words of the command line, each with the names that may stand in it. */
  private static List<Set<String>> words(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    List<Set<String>> words = new ArrayList<>();
    for (String word : root.getParseResult().originalArgs()) {
      Set<String> names = new LinkedHashSet<>(List.of(word));
      if (word.startsWith("-o")) {
        names.add(word.substring(2));
      }
      for (int i = 0; i < word.length(); i++) {
        if (SEPARATORS.indexOf(word.charAt(i)) > 0) {
          names.add(word.substring(i + 1));
          names.add(word.substring(0, i));
        }
      }
      names.addAll(List.of(word.split(SEPARATORS)));
      words.add(names);
    }
    return words;
  }

  private static boolean isNamed(Path out, String name) {
    try {
      return !name.isEmpty() && isSame(out, Path.of(name));
    } catch (InvalidPathException | IOException e) {
      return false;
    }
  }

  private static boolean isSame(Path a, Path b) throws IOException {
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
        || Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
  }
}
