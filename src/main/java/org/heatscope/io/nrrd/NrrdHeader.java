// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heatscope.io.ImageFormatException;

/**
 * The fields of a NRRD header as text, by their names in lower case without spaces: "spaceorigin".
 * Comments and key/value pairs are left out.
 *
 * <p>Source: "Definition of NRRD File Format", the Teem library's documentation.
 *
 * @param file the header's
 * @param fields what they say
 * @param list the names after "data file: LIST", a line each
 * @param end where the header ends and samples in the same file begin
 */
record NrrdHeader(Path file, Map<String, String> fields, List<String> list, long end) {
  static final String MAGIC = "NRRD00";

  private static final int LONGEST = 1 << 20;
  private static final String DATA_FILE = "datafile";

  /** Reads the lines up to the first empty one, or to the end of a header without samples. */
  static NrrdHeader read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST);
    }
    Map<String, String> fields = new HashMap<>();
    List<String> list = new ArrayList<>();
    int at = 0;
    for (boolean first = true; at < bytes.length; first = false) {
      int next = at;
      while (next < bytes.length && bytes[next] != '\n') {
        next++;
      }
      String line = new String(bytes, at, next - at, StandardCharsets.UTF_8).strip();
      boolean whole = next < bytes.length;
      at = Math.min(next + 1, bytes.length);
      if (line.isEmpty() && whole) {
        return new NrrdHeader(file, fields, list, at);
      }
      if (isList(fields)) {
        list.add(line);
      } else if (!first && !line.startsWith("#")) {
        field(line, fields);
      }
    }
    if (!fields.containsKey(DATA_FILE)) {
      throw new ImageFormatException(file, "truncated: the NRRD header has no end");
    }
    return new NrrdHeader(file, fields, list, bytes.length);
  }

  private static boolean isList(Map<String, String> fields) {
    return fields.getOrDefault(DATA_FILE, "").startsWith("LIST");
  }

  private static void field(String line, Map<String, String> fields) {
    int colon = line.indexOf(": ");
    boolean pair = line.contains(":=") && (colon < 0 || line.indexOf(":=") < colon);
    if (colon > 0 && !pair) {
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT).replace(" ", "");
      fields.put(name, line.substring(colon + 2).strip());
    }
  }

  /** What a field says; empty if it is missing. */
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  /**
   * What a field says that must be there.
   *
   * @throws ImageFormatException if it is missing
   */
  String required(String name) throws ImageFormatException {
    if (text(name).isEmpty()) {
      throw new ImageFormatException(file, "the NRRD header has no field '" + name + "'");
    }
    return text(name);
  }

  /** The words of a field; none if it is missing. */
  String[] words(String name) {
    String text = text(name);
    return text.isEmpty() ? new String[0] : text.split("\\s+");
  }

  /** The texts of a field that stand in quotes. */
  List<String> quoted(String name) {
    List<String> all = new ArrayList<>();
    String[] parts = text(name).split("\"", -1);
    for (int i = 1; i < parts.length; i += 2) {
      all.add(parts[i]);
    }
    return all;
  }

  /** A whole number; 0 if the field is missing. */
  long number(String name) throws ImageFormatException {
    return text(name).isEmpty() ? 0 : whole(name, text(name));
  }

  /** The whole numbers of a field, of which there must be some. */
  long[] numbers(String name) throws ImageFormatException {
    String[] words = required(name).split("\\s+");
    long[] numbers = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = whole(name, words[i]);
    }
    return numbers;
  }

  private long whole(String name, String text) throws ImageFormatException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ImageFormatException(file, "no whole number in the NRRD field '" + name + "'");
    }
  }

  /** A real number, NaN where the text is none. */
  static double real(String text) {
    try {
      return Double.parseDouble(text.equalsIgnoreCase("nan") ? "NaN" : text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * The vectors of a field, "(x,y,z)" each; null for "none".
   *
   * @throws ImageFormatException if a number in them is none
   */
  List<double[]> vectors(String name) throws ImageFormatException {
    List<double[]> vectors = new ArrayList<>();
    String text = text(name).replaceAll("\\s*,\\s*", ",").replaceAll("\\(\\s+", "(");
    for (String word : text.replaceAll("\\s+\\)", ")").replace(")(", ") (").split("\\s+")) {
      if (word.startsWith("(") && word.endsWith(")") && word.length() > 2) {
        String[] parts = word.substring(1, word.length() - 1).split(",");
        double[] v = new double[parts.length];
        for (int i = 0; i < v.length; i++) {
          v[i] = real(parts[i]);
          if (!Double.isFinite(v[i])) {
            throw new ImageFormatException(file, "no number in the NRRD field '" + name + "'");
          }
        }
        vectors.add(v);
      } else if (word.equals("none")) {
        vectors.add(null);
      } else if (!word.isEmpty()) {
        throw new ImageFormatException(file, "no vector in the NRRD field '" + name + "'");
      }
    }
    return vectors;
  }
}
