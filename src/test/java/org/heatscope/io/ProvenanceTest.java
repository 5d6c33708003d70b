// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final Path IMAGES = Path.of("test-images");
  private static final String TABLE = "PROVENANCE.md";

  @Test
  void everyTestImageIsListedWithItsChecksum() throws IOException {
    Map<String, String> present = new TreeMap<>();
    try (Stream<Path> files = Files.walk(IMAGES)) {
      for (Path f : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        String name = IMAGES.relativize(f).toString().replace('\\', '/');
        if (!name.equals(TABLE)) {
          present.put(name, sha256(f));
        }
      }
    }
    Map<String, String> listed = new TreeMap<>();
    rows().forEach(cells -> listed.put(cells[1].trim(), cells[4].trim()));
    assertEquals(listed, present);
  }

  @Test
  void everyRowNamesASourceALicenceAndHeaderValues() throws IOException {
    for (String[] cells : rows()) {
      for (int column : new int[] {2, 3, 5}) {
        assertFalse(cells[column].isBlank(), cells[1]);
      }
    }
  }

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(IMAGES.resolve(TABLE)).stream()
        .filter(line -> line.matches("\\|.*\\| *[0-9a-f]{64} *\\|.*"))
        .map(line -> line.split("\\|"))
        .collect(Collectors.toList());
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      StringBuilder hex = new StringBuilder();
      for (byte b : digest) {
        hex.append(String.format("%02x", b));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
