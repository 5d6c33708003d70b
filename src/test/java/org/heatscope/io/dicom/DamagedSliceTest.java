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
import java.util.stream.IntStream;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that cannot be read beside those of a series. */
class DamagedSliceTest {
  private static final double[] AXIAL = {1, 0, 0, 0, 1, 0};

  private static final String MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4";

  @TempDir Path folder;

  @BeforeEach
  void threeSlices() throws IOException {
    for (int k = 1; k < 4; k++) {
      DicomWriter.slice(AXIAL, 0, 0, 5 * k)
          .text(0x00080016, "UI", MR_IMAGE)
          .pixels(k)
          .write(folder, "brain_00" + k);
    }
  }

  /** From nothing to the group length and the syntax of the meta data, and past the rows. */
  static IntStream lengths() {
    return IntStream.concat(IntStream.of(0, 20, 131, 140), IntStream.rangeClosed(170, 380));
  }

  @Test
  void aReportNamedLikeASliceIsNotDamaged() throws IOException {
    new DicomWriter()
        .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
        .text(0x00080060, "CS", "SR")
        .write(folder, "brain_009");
    assertEquals(List.of(), ImageReaders.read(folder).warnings());
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void aSliceThatIsCutBeforeItsPixelsIsNamed(int length) throws IOException {
    Path last = folder.resolve("brain_003");
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), length));
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
