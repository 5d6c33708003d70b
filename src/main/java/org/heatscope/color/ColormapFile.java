// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** The file formats of {@link Colormaps#read}. */
final class ColormapFile {
  /** Far more than any table of colours. */
  private static final int LARGEST = 1 << 20;

  private final List<double[]> rows = new ArrayList<>();
  private boolean headingAllowed = true;
  private boolean point;
  private double largest;

  private ColormapFile() {}

  static Colormap read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(Files.exists(file) ? "not a file" : "no such file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw new IOException("too large for a table of colours");
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return parse(dot > 0 ? name.substring(0, dot) : name, bytes);
  }

  static Colormap parse(String name, byte[] bytes) throws IOException {
    if (!isText(bytes)) {
      if (bytes.length != 3 * Colormap.SIZE) {
        throw new IOException(
            "neither text nor the 768 bytes of a lookup table, but " + bytes.length + " bytes");
      }
      return new Colormap(name, interleaved(bytes));
    }
    ColormapFile table = new ColormapFile();
    String text = new String(bytes, StandardCharsets.UTF_8);
    // A byte order mark is what spreadsheets put before a csv.
    table.parse(text.startsWith("\ufeff") ? text.substring(1) : text);
    return new Colormap(name, table.stretched());
  }

  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static byte[] interleaved(byte[] planes) {
    byte[] rgb = new byte[planes.length];
    for (int k = 0; k < Colormap.SIZE; k++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * k + c] = planes[c * Colormap.SIZE + k];
      }
    }
    return rgb;
  }

  private void parse(String text) throws IOException {
    int number = 1;
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String line = text.substring(start, end);
      int comment = line.indexOf('#');
      row(number++, comment < 0 ? line : line.substring(0, comment));
      start = end + 1;
    }
    if (rows.size() < 2) {
      throw new IOException(
          "a colormap needs 2 rows of red, green, blue or more, not " + rows.size());
    }
  }

  private void row(int line, String text) throws IOException {
    StringTokenizer tokens = new StringTokenizer(text, ",; \t\r");
    List<String> words = new ArrayList<>();
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    // MRIcron's mark of a row.
    words.remove("S");
    if (words.isEmpty()) {
      return;
    }
    boolean heading = headingAllowed && !isNumber(words.get(0));
    headingAllowed = false;
    if (heading) {
      return;
    }
    if (words.size() == 4 && words.get(0).equals(Integer.toString(rows.size()))) {
      words.remove(0);
    }
    if (words.size() != 3) {
      throw new IOException(
          "line " + line + ": " + words.size() + " numbers where red, green, blue are expected");
    }
    double[] row = new double[3];
    for (int c = 0; c < 3; c++) {
      row[c] = channel(line, words.get(c));
    }
    rows.add(row);
  }

  private double channel(int line, String word) throws IOException {
    if (!isNumber(word)) {
      throw new IOException("line " + line + ": '" + word + "' is not a number");
    }
    double v = Double.parseDouble(word);
    if (!(v >= 0 && v <= 255)) {
      throw new IOException("line " + line + ": " + word + " is not in 0..255");
    }
    point |= word.indexOf('.') >= 0 || word.indexOf('e') >= 0;
    largest = Math.max(largest, v);
    return v;
  }

  private static boolean isNumber(String word) {
    try {
      Double.parseDouble(word);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private byte[] stretched() {
    double scale = point && largest <= 1 ? 255 : 1;
    int last = rows.size() - 1;
    byte[] rgb = new byte[3 * Colormap.SIZE];
    for (int k = 0; k < Colormap.SIZE; k++) {
      // k * last / 255 is a whole number where there are 256 rows, so that they stay as they are.
      double at = (double) k * last / (Colormap.SIZE - 1);
      int i = Math.min((int) at, last - 1);
      for (int c = 0; c < 3; c++) {
        double from = rows.get(i)[c];
        double v = from + (at - i) * (rows.get(i + 1)[c] - from);
        rgb[3 * k + c] = (byte) Math.floor(scale * v + 0.5);
      }
    }
    return rgb;
  }
}
