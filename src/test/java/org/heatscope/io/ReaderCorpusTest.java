// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that the fuzzer began with or once found something with. */
class ReaderCorpusTest {
  private static final Path CORPUS = Path.of("src", "test", "fuzz", "corpus");

  @TempDir Path folder;

  static List<Path> inputs() throws IOException {
    try (Stream<Path> all = Files.walk(CORPUS)) {
      return all.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void givesAnImageOrAFaultAndTakesLittleMemory(Path input) throws IOException {
    String format = input.getParent().getFileName().toString();
    ReaderFuzz.check(format, Files.readAllBytes(input), folder);
  }

  @Test
  void everyFolderOfTheCorpusIsAFormat() throws IOException {
    assertFalse(inputs().isEmpty());
    for (Path input : inputs()) {
      String format = input.getParent().getFileName().toString();
      assertTrue(ReaderFuzz.formats().contains(format), format);
    }
  }
}
