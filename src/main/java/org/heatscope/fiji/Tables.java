// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.measure.ResultsTable;
import java.util.List;
import org.heatscope.io.Table;

/** Tables as ImageJ has them. */
final class Tables {
  private Tables() {}

  /** A table of results; an empty cell is empty there too. */
  static ResultsTable toImageJ(Table table) {
    ResultsTable results = new ResultsTable();
    results.setNaNEmptyCells(true);
    for (List<Object> row : table.rows()) {
      results.incrementCounter();
      for (int c = 0; c < row.size(); c++) {
        String column = table.columns().get(c);
        Object cell = row.get(c);
        if (cell instanceof Number n) {
          results.addValue(column, n.doubleValue());
        } else {
          results.addValue(column, cell == null ? "" : cell.toString());
        }
      }
    }
    return results;
  }
}
