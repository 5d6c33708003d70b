// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be read beside those of a series. */
class DamagedSliceTest {
  private static final double[] AXIAL = {1, 0, 0, 0, 1, 0};

  @TempDir Path folder;

  @BeforeEach
  void threeSlices() throws IOException {
    for (int k = 1; k < 4; k++) {
      DicomWriter.slice(AXIAL, 0, 0, 5 * k).pixels(k).write(folder, "brain_00" + k);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 140, 200, 250, 300, 340})
  void aSliceThatIsCutIsNamed(int length) throws IOException {
    Path last = folder.resolve("brain_003");
    byte[] bytes = Files.readAllBytes(last);
    assertTrue(length < bytes.length);
    Files.write(last, Arrays.copyOf(bytes, length));
    for (Path from : List.of(folder, folder.resolve("brain_001"))) {
      Volume v = ImageReaders.read(from);
      assertEquals(2, v.geometry().nz());
      List<String> warnings = v.warnings();
      assertTrue(
          warnings.stream().anyMatch(w -> w.startsWith("brain_003 is damaged and left out: ")),
          warnings::toString);
    }
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(last));
  }

  @Test
  void aGapIsLaidToTheDamagedSlice() throws IOException {
    DicomWriter.slice(AXIAL, 0, 0, 20).pixels(4).write(folder, "brain_004");
    Files.write(folder.resolve("brain_002"), new byte[0]);
    String fault =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(folder)).getMessage();
    assertTrue(fault.endsWith("; brain_002 is damaged and left out: the file is empty"), fault);
  }

  @Test
  void anEmptyDcmFileIsDamagedAndOtherFilesAreNot() throws IOException {
    Files.write(folder.resolve("x.dcm"), new byte[0]);
    Files.write(folder.resolve("notes.txt"), new byte[0]);
    Files.write(folder.resolve("brain.txt"), new byte[300]);
    Volume v = ImageReaders.read(folder);
    assertEquals(3, v.geometry().nz());
    assertEquals(List.of("x.dcm is damaged and left out: the file is empty"), v.warnings());
  }
}
