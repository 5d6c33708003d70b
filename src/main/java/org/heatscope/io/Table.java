// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A table with named columns, as CSV files hold it.
 *
 * @param columns their names, each once
 * @param rows as many cells as columns: text, numbers, or null for an empty cell
 */
public record Table(List<String> columns, List<List<Object>> rows) {
  private static final int MOST_BYTES = 256 << 20;

  /** Checks that every row is whole and every name is given once. */
  public Table {
    columns = List.copyOf(columns);
    Set<String> seen = new HashSet<>();
    for (String c : columns) {
      if (!seen.add(c)) {
        throw new IllegalArgumentException("the column '" + c + "' is there twice");
      }
    }
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row has " + row.size() + " cells, the table " + columns.size() + " columns");
      }
    }
  }

  /**
   * Reads a file whose first line names the columns: UTF-8, cells between commas, semicolons or
   * tabs, whichever the first line has most of; quotes as in RFC 4180. Every cell is text, without
   * the spaces around it.
   *
   * @throws ImageFormatException if the file is no such table
   */
  public static Table read(Path file) throws IOException {
    List<List<String>> lines = lines(file);
    if (lines.isEmpty()) {
      throw new ImageFormatException(file, "the table is empty: a line of column names is needed");
    }
    List<String> columns = lines.get(0);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).size() != columns.size()) {
        throw new ImageFormatException(
            file,
            String.format(
                "row %d has %d cells, the first line names %d columns",
                i, lines.get(i).size(), columns.size()));
      }
      rows.add(new ArrayList<>(lines.get(i)));
    }
    try {
      return new Table(columns, rows);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }

  /** The cells of a file line by line, empty lines left out; the first line has no special role. */
  public static List<List<String>> lines(Path file) throws IOException {
    String text = TextFile.read(file, MOST_BYTES);
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter(text))
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    List<List<String>> lines = new ArrayList<>();
    try (Reader in = new StringReader(text)) {
      for (CSVRecord r : format.parse(in)) {
        lines.add(r.toList());
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new ImageFormatException(file, "not a table: " + e.getMessage());
    }
    return lines;
  }

  private static char delimiter(String text) {
    String first = text.lines().findFirst().orElse("");
    char best = ',';
    for (char c : new char[] {';', '\t'}) {
      if (count(first, c) > count(first, best)) {
        best = c;
      }
    }
    return best;
  }

  private static long count(String s, char c) {
    return s.chars().filter(x -> x == c).count();
  }

  /** Writes the table as CSV (RFC 4180 but for the line ends, which are single). */
  public void writeCsv(Appendable out) throws IOException {
    CSVPrinter printer =
        new CSVPrinter(out, CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get());
    printer.printRecord(columns);
    for (List<Object> row : rows) {
      printer.printRecord(row);
    }
    printer.flush();
  }

  /**
   * The place of a column.
   *
   * @throws IllegalArgumentException with the names that there are, if it is not there
   */
  public int column(String name) {
    int c = columns.indexOf(name);
    if (c < 0) {
      throw new IllegalArgumentException(
          "there is no column '" + name + "'; the table has " + String.join(", ", columns));
    }
    return c;
  }

  /**
   * A column as numbers.
   *
   * @throws IllegalArgumentException if it is not there or a cell is not a finite number
   */
  public double[] numbers(String name) {
    int c = column(name);
    double[] v = new double[rows.size()];
    for (int i = 0; i < v.length; i++) {
      Object cell = rows.get(i).get(c);
      try {
        v[i] = cell instanceof Number n ? n.doubleValue() : Double.parseDouble((String) cell);
      } catch (NumberFormatException | NullPointerException e) {
        v[i] = Double.NaN;
      }
      if (!Double.isFinite(v[i])) {
        throw new IllegalArgumentException(
            "row " + (i + 1) + " of the column '" + name + "' is '" + cell + "', not a number");
      }
    }
    return v;
  }
}
