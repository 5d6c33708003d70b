// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heatscope map} as a user meets it. */
class MapCommandTest {
  private static final String ANATOMICAL = "test-images/nifti/anatomical.nii";

  @TempDir Path folder;

  private String err;

  private int run(String... args) {
    PrintStream old = System.err;
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(args);
    } finally {
      System.setErr(old);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void writesTheMapOnTheGridOfTheInput() throws IOException {
    assertEquals(0, run("map", "normalize", ANATOMICAL, "-o", file("n.npy")), () -> err);
    Volume map = ImageReaders.read(folder.resolve("n.npy"));
    Volume image = ImageReaders.read(Path.of(ANATOMICAL));
    assertTrue(map.geometry().sameSize(image.geometry()));
    // min -610, max 30393 (nibabel 5.4.2)
    assertEquals((image.value(20, 20, 12, 0, 0) + 610) / 31003, map.value(20, 20, 12, 0, 0), 1e-6);
  }

  @Test
  void wrongUsageIsOneLineAndLeavesNoFile() {
    String[][] wrong = {
      {"map"},
      {"map", "normal", ANATOMICAL, "-o", file("x.npy")},
      {"map", "normalize", ANATOMICAL, ANATOMICAL, "-o", file("x.npy")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.png")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.npy"), "--method", "best"},
      {"map", "normalize", ANATOMICAL, "-o", file("x.npy"), "--report", file("x.txt")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.csv")}
    };
    for (String[] args : wrong) {
      assertEquals(2, run(args), String.join(" ", args));
      assertTrue(err.startsWith("heatscope: error: "), err);
      assertFalse(Files.exists(folder.resolve("x.npy")));
    }
  }

  @Test
  void anUnsuitableImageIsNamed() {
    assertEquals(
        1, run("map", "normalize", "test-images/nifti/functional.nii", "-o", file("x.npy")));
    assertEquals(
        "heatscope: error: test-images/nifti/functional.nii: a single image is needed, this one has"
            + " 20 frames\n",
        err);
  }
}
