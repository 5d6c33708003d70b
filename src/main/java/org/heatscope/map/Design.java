// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.heatscope.io.Table;

/**
 * The matrix of a general linear model with its columns' names: a row for each image.
 *
 * @param columns names
 * @param rows values, row by row
 */
public record Design(List<String> columns, double[][] rows) {
  /** The name of the column of ones. */
  public static final String INTERCEPT = "intercept";

  /**
   * A design from a table. A column of numbers is a covariate as it stands; one of text becomes a
   * column of 0 and 1 for each of its values but the first in alphabetical order, named {@code
   * column:value}. A column of ones named "intercept" is added unless it is there or not wanted.
   *
   * @param used the columns that are taken; empty for all
   */
  public static Design of(Table table, List<String> used, boolean intercept) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    int n = table.rows().size();
    if (intercept && !table.columns().contains(INTERCEPT)) {
      double[] ones = new double[n];
      Arrays.fill(ones, 1);
      columns.put(INTERCEPT, ones);
    }
    for (String name : used.isEmpty() ? table.columns() : used) {
      if (isText(table, name)) {
        addLevels(table, name, columns);
      } else {
        columns.put(name, table.numbers(name));
      }
    }
    double[][] rows = new double[n][columns.size()];
    int c = 0;
    for (double[] column : columns.values()) {
      for (int r = 0; r < n; r++) {
        rows[r][c] = column[r];
      }
      c++;
    }
    return new Design(List.copyOf(columns.keySet()), rows);
  }

  /** Whether no cell of the column is a number. */
  private static boolean isText(Table table, String name) {
    int c = table.column(name);
    return table.rows().stream()
        .noneMatch(row -> String.valueOf(row.get(c)).matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?"));
  }

  private static void addLevels(Table table, String name, Map<String, double[]> columns) {
    int c = table.column(name);
    TreeSet<String> levels = new TreeSet<>();
    table.rows().forEach(row -> levels.add(String.valueOf(row.get(c))));
    levels.pollFirst();
    for (String level : levels) {
      columns.put(
          name + ":" + level,
          table.rows().stream().mapToDouble(r -> level.equals(r.get(c)) ? 1 : 0).toArray());
    }
  }

  /**
   * The weights of a contrast: a column's name, or a sum of names with signs and factors, such as
   * {@code group:patient} or {@code 0.5*a + 0.5*b - c}.
   *
   * @throws InvalidOption if it names no column
   */
  public double[] contrast(String text) {
    double[] weights = new double[columns.size()];
    List<String> longestFirst = new ArrayList<>(columns);
    longestFirst.sort((a, b) -> b.length() - a.length());
    String rest = text.strip();
    while (!rest.isEmpty()) {
      double factor = 1;
      var sign =
          java.util.regex.Pattern.compile("^([-+])?\\s*(?:([0-9.]+)\\s*\\*\\s*)?").matcher(rest);
      if (sign.find()) {
        factor = "-".equals(sign.group(1)) ? -1 : 1;
        factor *= sign.group(2) == null ? 1 : Double.parseDouble(sign.group(2));
        rest = rest.substring(sign.end());
      }
      String after = rest;
      String name =
          longestFirst.stream()
              .filter(c -> after.startsWith(c) && endsName(after.substring(c.length())))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidOption(
                          "the contrast '"
                              + text
                              + "' names no column at '"
                              + after
                              + "'; the design has "
                              + String.join(", ", columns)));
      weights[columns.indexOf(name)] += factor;
      rest = rest.substring(name.length()).strip();
    }
    if (Arrays.stream(weights).allMatch(w -> w == 0)) {
      throw new InvalidOption("the contrast '" + text + "' is zero");
    }
    return weights;
  }

  private static boolean endsName(String rest) {
    return rest.isEmpty() || rest.matches("(?s)\\s*[-+].*");
  }

  /**
   * The same model with orthonormal columns.
   *
   * @param rows of the orthonormal columns
   * @param toNew the matrix R of X = Q R
   */
  record Orthonormal(double[][] rows, double[][] toNew) {
    /** The weights that give the same contrast of the new coefficients: w with w R = c. */
    double[] contrast(double[] c) {
      double[] w = new double[c.length];
      for (int j = 0; j < c.length; j++) {
        double s = c[j];
        for (int i = 0; i < j; i++) {
          s -= w[i] * toNew[i][j];
        }
        w[j] = s / toNew[j][j];
      }
      return w;
    }
  }

  /**
   * Makes the columns orthonormal.
   *
   * @throws IllegalArgumentException if one is a sum of the others
   */
  Orthonormal orthonormal() {
    int n = rows.length;
    int p = columns.size();
    if (n <= p) {
      throw new IllegalArgumentException(
          n + " images do not suffice for " + p + " columns of the design");
    }
    RealMatrix x = new Array2DRowRealMatrix(rows);
    QRDecomposition qr = new QRDecomposition(x);
    RealMatrix r = qr.getR();
    for (int c = 0; c < p; c++) {
      if (!(Math.abs(r.getEntry(c, c)) > 1e-9 * x.getColumnVector(c).getNorm())) {
        throw new IllegalArgumentException(
            "the design's column '" + columns.get(c) + "' is a sum of those before it");
      }
    }
    RealMatrix q = qr.getQ().getSubMatrix(0, n - 1, 0, p - 1);
    return new Orthonormal(q.getData(), r.getSubMatrix(0, p - 1, 0, p - 1).getData());
  }
}
