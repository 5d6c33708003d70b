// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A search for a kernel's file name finds the code that uses it. */
class KernelFilesTest {
  private static final Pattern NAMED = Pattern.compile("\"[^\"\\s]*?(\\w+\\.cl)\"");

  @Test
  void everyKernelFileIsNamedByALiteralAndEveryNamedOneExists() throws IOException {
    Set<String> files;
    try (Stream<Path> list = Files.list(Path.of("kernels"))) {
      files =
          list.map(p -> p.getFileName().toString())
              .filter(n -> n.endsWith(".cl"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertTrue(files.contains("composite.cl"), files.toString());
    assertEquals(files, named());
    for (String file : files) {
      assertNotNull(OpenClBackend.class.getResource(file), file + " is not on the class path");
    }
  }

  private static Set<String> named() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : (Iterable<Path>) sources.filter(Files::isRegularFile)::iterator) {
        Matcher m = NAMED.matcher(Files.readString(source));
        while (m.find()) {
          named.add(m.group(1));
        }
      }
    }
    return named;
  }
}
