// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFilesTest {
  private static final Path HEADER = Path.of("scans", "a.mhd");

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret.raw", "/etc/passwd", "sub/../../secret", "..", ".", "", " ", "a\0b"})
  void namesThatLeadOutOfTheFolderAreRefused(String name) {
    assertThrows(ImageFormatException.class, () -> DataFiles.named(HEADER, name));
  }

  @Test
  void namesInTheFolderOrUnderItAreTaken() throws IOException {
    assertEquals(Path.of("scans", "a.raw"), DataFiles.named(HEADER, "a.raw"));
    assertEquals(Path.of("scans", "raw", "a"), DataFiles.named(HEADER, "raw/x/../a"));
    assertEquals(Path.of("a.raw"), DataFiles.named(Path.of("a.mhd"), "./a.raw"));
  }

  @Test
  void aPatternIsFilledWithTheNumbers() throws IOException {
    assertEquals(
        List.of(Path.of("scans", "s008.raw"), Path.of("scans", "s010.raw")),
        DataFiles.numbered(HEADER, "s%03d.raw", 8, 11, 2));
    assertEquals(
        List.of(Path.of("scans", "s2"), Path.of("scans", "s1")),
        DataFiles.numbered(HEADER, "s%d", 2, 1, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.raw", "s%n", "s%s", "%d%d", "%99999999d", "../%d", "%x%d"})
  void otherPatternsAreRefused(String pattern) {
    assertThrows(
        ImageFormatException.class, () -> DataFiles.numbered(HEADER, pattern, 1, 2, 1), pattern);
  }

  @Test
  void numbersWithoutEndAreRefused() {
    for (int step : new int[] {0, -1, 1}) {
      String fault =
          assertThrows(
                  ImageFormatException.class,
                  () -> DataFiles.numbered(HEADER, "s%d", 1, 999_999_999, step))
              .getMessage();
      assertTrue(fault.contains("numbered"), fault);
    }
  }
}
