// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever option reads a file: no output is written over it. */
class KeptInputsTest {
  private static final Path SCAN = Path.of("test-images/nifti/anatomical.nii");

  @TempDir Path folder;

  private Path kept;
  private String err;

  @BeforeEach
  void copy() throws IOException {
    kept = Files.copy(SCAN, folder.resolve("kept.nii"));
  }

  private int run(String line) {
    String[] words = line.replace("SCAN", SCAN.toString()).split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("DIR", folder.toString());
    }
    PrintStream old = System.err;
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(words);
    } finally {
      System.setErr(old);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map smooth DIR/kept.nii --fwhm 4 -o DIR/kept.nii",
        "map smooth SCAN --mask DIR/kept.nii --fwhm 4 -o DIR/kept.nii",
        "map smooth SCAN --mask=DIR/kept.nii --fwhm 4 --output=DIR/kept.nii",
        "map smooth SCAN --mask DIR/./kept.nii --fwhm 4 -oDIR/kept.nii",
        "map t SCAN SCAN --mask DIR/kept.nii -o DIR/t.nii --coverage DIR/kept.nii",
        "map threshold SCAN --value 3 --atlas DIR/kept.nii -o DIR/kept.nii",
        "map threshold SCAN --value 3 --atlas DIR/kept.nii?series=1 -o DIR/kept.nii",
        "map normalize SCAN --reference DIR/kept.nii --method histogram -o DIR/kept.nii",
        "overlay SCAN --map smooth:SCAN?fwhm=4&mask=DIR/kept.nii --layout stack -o DIR/link.npy",
        "overlay SCAN --map smooth:DIR/kept.nii?fwhm=4 --layout stack -o DIR/link.npy",
        "overlay SCAN --map SCAN --mask DIR/kept.nii --layout stack -o DIR/link.npy"
      })
  void anOutputThatIsReadIsRefused(String line) throws IOException {
    Files.createSymbolicLink(folder.resolve("link.npy"), kept);
    assertEquals(2, run(line), err);
    assertTrue(err.contains("is one of the inputs"), err);
    assertArrayEquals(Files.readAllBytes(SCAN), Files.readAllBytes(kept));
  }

  @Test
  void twoOutputsAreNotOneFile() {
    assertEquals(2, run("map t SCAN SCAN -o DIR/q.nii --coverage DIR/q.nii"));
    assertTrue(err.contains("are one file"), err);
    assertFalse(Files.exists(folder.resolve("q.nii")));
  }

  @Test
  void aFileOfTheSameNameElsewhereIsReplaced() throws IOException {
    assertEquals(0, run("map smooth SCAN --fwhm 4 -o DIR/kept.nii"), err);
    assertEquals(0, run("map smooth SCAN --fwhm 4 -o DIR/anatomical.nii"), err);
    assertTrue(Files.exists(folder.resolve("anatomical.nii")));
  }
}
