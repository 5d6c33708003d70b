// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses among things of a file that have names. */
public final class NamedChoice {
  private NamedChoice() {}

  /**
   * The index of the thing that is wanted by its name or, where none has that name, by its number
   * from 1; of the only one if nothing is said.
   *
   * @param things what they are, for messages: "arrays"
   * @param names one at least
   * @throws AmbiguousImageException with a list if none or several are meant
   */
  public static int of(Path file, String things, List<String> names, Optional<String> wanted)
      throws AmbiguousImageException {
    if (wanted.isEmpty() && names.size() == 1) {
      return 0;
    }
    int named = wanted.map(names::indexOf).orElse(-1);
    if (named >= 0) {
      return named;
    }
    String text = wanted.orElse("");
    if (text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) <= names.size()) {
      return Integer.parseInt(text) - 1;
    }
    throw new AmbiguousImageException(
        file,
        wanted.isEmpty()
            ? names.size() + " " + things + " here"
            : "there is no \"" + text + "\" among the " + names.size() + " " + things,
        IntStream.range(0, names.size()).mapToObj(i -> (i + 1) + ": " + names.get(i)).toList(),
        "choose one by its name or number");
  }

  /** The refusal of a choice where there is one image. */
  public static AmbiguousImageException none(Path file, String format, String wanted) {
    return new AmbiguousImageException(
        file, "there is no series \"" + wanted + "\": the file holds one image (" + format + ")");
  }
}
