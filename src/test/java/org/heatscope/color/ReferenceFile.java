// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rows of a file in reference/color. */
final class ReferenceFile {
  private ReferenceFile() {}

  static List<String[]> rows(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ReferenceFile.class.getResourceAsStream("/reference/color/" + name),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(l -> !l.startsWith("#")).map(l -> l.split(",")).toList();
    }
  }
}
