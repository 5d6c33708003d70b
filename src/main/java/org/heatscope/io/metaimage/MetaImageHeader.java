// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.metaimage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heatscope.io.ImageFormatException;

/**
 * The lines "key = value" of a MetaImage header, up to ElementDataFile, which is the last.
 *
 * <p>Source: the documentation of the MetaIO library.
 *
 * @param file the header's
 * @param fields what they say
 * @param list the lines after "ElementDataFile = LIST"
 * @param end where the header ends and samples in the same file begin
 */
record MetaImageHeader(Path file, Map<String, String> fields, List<String> list, long end) {
  static final String DATA_FILE = "ElementDataFile";

  private static final int LONGEST = 1 << 20;

  static MetaImageHeader read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST);
    }
    Map<String, String> fields = new HashMap<>();
    List<String> list = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int next = at;
      while (next < bytes.length && bytes[next] != '\n') {
        next++;
      }
      String line = new String(bytes, at, next - at, StandardCharsets.UTF_8).strip();
      at = Math.min(next + 1, bytes.length);
      if (fields.containsKey(DATA_FILE)) {
        list.add(line);
        continue;
      }
      int equals = line.indexOf('=');
      if (equals > 0) {
        fields.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
      if (fields.containsKey(DATA_FILE) && !fields.get(DATA_FILE).startsWith("LIST")) {
        return new MetaImageHeader(file, fields, list, at);
      }
    }
    if (!fields.containsKey(DATA_FILE)) {
      throw new ImageFormatException(file, "truncated: the MetaImage header has no " + DATA_FILE);
    }
    list.removeIf(String::isEmpty);
    return new MetaImageHeader(file, fields, list, bytes.length);
  }

  /** What the first of the fields says that is there; empty if none is. */
  String text(String... names) {
    for (String name : names) {
      if (fields.containsKey(name)) {
        return fields.get(name);
      }
    }
    return "";
  }

  /** Whether a field says yes: "True", "true", "1". */
  boolean flag(String... names) {
    String text = text(names);
    return !text.isEmpty() && "Tt1Yy".indexOf(text.charAt(0)) >= 0;
  }

  /**
   * The numbers of the first of the fields that is there; null if none is.
   *
   * @throws ImageFormatException if there are fewer than {@code count}, or one is none
   */
  double[] numbers(int count, String... names) throws ImageFormatException {
    String text = text(names);
    if (text.isEmpty()) {
      return null;
    }
    String[] words = text.split("\\s+");
    double[] numbers = new double[count];
    try {
      for (int i = 0; i < count; i++) {
        numbers[i] = Double.parseDouble(words[i]);
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new ImageFormatException(
          file, names[0] + " of the MetaImage header is not " + count + " numbers");
    }
    return numbers;
  }

  /** A whole number of up to nine digits. */
  int whole(int otherwise, String name) throws ImageFormatException {
    String text = text(name);
    if (!text.isEmpty() && !text.matches("-?\\d{1,9}")) {
      throw new ImageFormatException(file, name + " of the MetaImage header is no whole number");
    }
    return text.isEmpty() ? otherwise : Integer.parseInt(text);
  }
}
