// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.heatscope.backend.BackendProvider;
import org.junit.jupiter.api.Test;

class SimdBackendTest {
  private static BackendProvider provider() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals("simd"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isUsableWithTheModule() {
    assertEquals(Optional.empty(), provider().unusableBecause());
  }

  @Test
  void describesItsLanes() {
    String text = provider().open().description();
    assertTrue(text.matches("(4|8|16) lanes of 32 bits \\((128|256|512)-bit vectors\\)"), text);
  }

  @Test
  void namesTheFlagWhereTheModuleIsAbsent() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WithoutModule.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), said);
    assertTrue(said.contains("--add-modules jdk.incubator.vector"), said);
    assertTrue(!said.contains("Exception") && !said.contains("Error"), said);
  }

  /** Run by a child process that has no incubator module. */
  static final class WithoutModule {
    public static void main(String[] args) {
      System.out.println(provider().unusableBecause().orElse("usable"));
    }
  }
}
