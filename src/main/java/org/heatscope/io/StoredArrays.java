// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Chooses among the arrays of a file. */
final class StoredArrays {
  /** A refusal names no more arrays than this. */
  private static final int NAMED = 20;

  private StoredArrays() {}

  /**
   * The array that is wanted by its name or, where none has that name, by its number from 1; the
   * only one if nothing is said.
   */
  static StoredArray choose(Path file, List<StoredArray> arrays, Optional<String> wanted)
      throws ImageFormatException {
    if (wanted.isEmpty()) {
      if (arrays.size() == 1) {
        return arrays.get(0);
      }
      throw new ImageFormatException(
          file, "holds " + arrays.size() + " arrays; say which one: " + list(arrays));
    }
    String name = wanted.get();
    for (StoredArray a : arrays) {
      if (a.name().equals(name)) {
        return a;
      }
    }
    if (name.matches("[1-9]\\d{0,8}") && Integer.parseInt(name) <= arrays.size()) {
      return arrays.get(Integer.parseInt(name) - 1);
    }
    throw new ImageFormatException(file, "has no array '" + name + "', but " + list(arrays));
  }

  private static String list(List<StoredArray> arrays) {
    String named =
        IntStream.range(0, Math.min(NAMED, arrays.size()))
            .mapToObj(i -> (i + 1) + " " + arrays.get(i).name())
            .collect(Collectors.joining(", "));
    return arrays.size() > NAMED ? named + " and " + (arrays.size() - NAMED) + " more" : named;
  }
}
