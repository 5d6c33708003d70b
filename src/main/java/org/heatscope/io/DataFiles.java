// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of samples that belong to a header in another file. No name leads out of its folder. */
public final class DataFiles {
  /** More slices than any stack has. */
  private static final int MOST = 100_000;

  private static final Pattern NUMBER = Pattern.compile("%(0?)(\\d{0,2})d");

  private DataFiles() {}

  /**
   * A file that a header names.
   *
   * @throws ImageFormatException if the name is none or leads out of the header's folder
   */
  public static Path named(Path header, String name) throws ImageFormatException {
    Path folder = header.toAbsolutePath().normalize().getParent();
    try {
      Path file = folder.resolve(name).normalize();
      if (!name.isBlank() && !file.equals(folder) && file.startsWith(folder)) {
        return header.resolveSibling(folder.relativize(file));
      }
    } catch (InvalidPathException e) {
      throw new ImageFormatException(header, "no file can have the name of its data file");
    }
    throw new ImageFormatException(
        header, "its data file is not taken from outside its folder: " + printable(name));
  }

  private static String printable(String name) {
    return name.length() > 200 ? name.substring(0, 200) + "..." : name;
  }

  /**
   * The files of a numbered series: {@code slice%03d.raw} with the numbers from {@code first} to
   * {@code last}.
   *
   * @param pattern a name with one %d, which may have a width: %3d, %03d
   * @throws ImageFormatException if the pattern or the numbers are none, or the files too many
   */
  public static List<Path> numbered(Path header, String pattern, int first, int last, int step)
      throws ImageFormatException {
    Matcher m = NUMBER.matcher(pattern);
    if (!m.find() || pattern.indexOf('%', m.end()) >= 0 || pattern.indexOf('%') < m.start()) {
      throw new ImageFormatException(
          header, "the pattern of its data files is not one number, as in slice%03d.raw");
    }
    long count = step == 0 ? 0 : ((long) last - first) / step + 1;
    if (count < 1 || count > MOST) {
      throw new ImageFormatException(
          header, String.format("its data files are numbered %d to %d by %d", first, last, step));
    }
    int width = m.group(2).isEmpty() ? 1 : Integer.parseInt(m.group(2));
    String format = "%" + (m.group(1).isEmpty() ? "" : "0") + width + "d";
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String number = String.format(Locale.ROOT, width == 0 ? "%d" : format, first + i * step);
      files.add(
          named(header, pattern.substring(0, m.start()) + number + pattern.substring(m.end())));
    }
    return files;
  }

  /**
   * The other file of a pair that differs in its extension, plain or gzipped.
   *
   * @param from the extension of the file given, in lower case, such as "hdr"
   * @param to the extension wanted
   * @return null if the file has another extension, or there is no other
   */
  public static Path beside(Path file, String from, String to) {
    String name = file.getFileName().toString();
    String stem =
        name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (!stem.toLowerCase(Locale.ROOT).endsWith("." + from)) {
      return null;
    }
    stem = stem.substring(0, stem.length() - from.length());
    for (String end : new String[] {to, to + ".gz", to.toUpperCase(Locale.ROOT)}) {
      Path other = file.resolveSibling(stem + end);
      if (Files.isRegularFile(other)) {
        return other;
      }
    }
    return null;
  }
}
