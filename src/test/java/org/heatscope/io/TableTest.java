// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
  @TempDir Path folder;

  private Table read(String text) throws IOException {
    return Table.read(Files.writeString(folder.resolve("t.csv"), text));
  }

  @Test
  void readsCommasSemicolonsTabsQuotesAndAByteOrderMark() throws IOException {
    for (String text :
        List.of(
            "\ufeffname,age\n\"Smith, J\",41\nB,1e2\n",
            "name;age\r\n\"Smith, J\";41\r\n\r\nB;1e2",
            "name\tage\nSmith, J\t 41 \nB\t1e2\n")) {
      Table t = read(text);
      assertEquals(List.of("name", "age"), t.columns());
      assertEquals("Smith, J", t.rows().get(0).get(0));
      assertArrayEquals(new double[] {41, 100}, t.numbers("age"));
    }
  }

  @Test
  void faultsAreSaidInALine() {
    assertTrue(fault("").startsWith("the table is empty"));
    assertEquals("row 2 has 1 cells, the first line names 2 columns", fault("a,b\n1,2\n3\n"));
    assertEquals("the column 'a' is there twice", fault("a,a\n1,2\n"));
    assertTrue(fault("a,b\n\"1,2\n").startsWith("not a table"));
  }

  private String fault(String text) {
    return assertThrows(ImageFormatException.class, () -> read(text)).getMessage();
  }

  @Test
  void numbersNameTheCellThatIsNone() throws IOException {
    Table t = read("id,age\n1,41\n2,n/a\n");
    assertEquals(
        "row 2 of the column 'age' is 'n/a', not a number",
        assertThrows(IllegalArgumentException.class, () -> t.numbers("age")).getMessage());
    assertEquals(
        "there is no column 'weight'; the table has id, age",
        assertThrows(IllegalArgumentException.class, () -> t.column("weight")).getMessage());
  }

  @Test
  void writesWhatItReads() throws IOException {
    Table t =
        new Table(
            List.of("label", "mm"),
            List.of(Arrays.asList("a \"b\", c", 1.5), Arrays.asList(null, 2)));
    StringBuilder out = new StringBuilder();
    t.writeCsv(out);
    assertEquals("label,mm\n\"a \"\"b\"\", c\",1.5\n,2\n", out.toString());
    assertEquals("a \"b\", c", read(out.toString()).rows().get(0).get(0));
  }
}
