// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small text files: tables, lists of names, matrices. */
final class TextFile {
  private TextFile() {}

  /**
   * The text of a file in UTF-8, else Latin-1, without a byte order mark.
   *
   * @throws ImageFormatException if it is larger than that
   */
  static String read(Path file, long mostBytes) throws IOException {
    if (Files.size(file) > mostBytes) {
      throw new ImageFormatException(
          file, "too large: a text of at most " + (mostBytes >> 20) + " MiB is read here");
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
