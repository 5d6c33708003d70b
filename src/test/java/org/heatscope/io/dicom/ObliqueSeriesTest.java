// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real oblique series of 20 slices, 6.96 to 7.07 mm apart.
 *
 * <p>World positions and values are those that dcm2niix v1.0.20220720 wrote to NIfTI, printed by
 * reference/dicom/dicom_facts.py. It turns the rows round and takes the step between the first two
 * slices for all, so only the first slice is held against its affine; the others are held against
 * the positions in the files. The files declare 0 as their pixel padding value, so that 340357
 * voxels that are 0 in the NIfTI are NaN here.
 */
class ObliqueSeriesTest {
  private static final Path SERIES = Path.of("test-images", "dicom", "oblique");

  @TempDir Path folder;

  @Test
  void valuesAreThoseOfTheNifti() throws IOException {
    ImageFacts.of(SERIES, SampleType.FLOAT32)
        .shape(256, 256, 20)
        .orientation("LPS")
        .statistics(1, 1059, 226.3007977427004)
        .voxel(379, 100, 60, 0)
        .voxel(407, 128, 128, 10)
        .check(ImageReaders.read(SERIES));
  }

  @Test
  void paddingIsNaN() throws IOException {
    float[] values = (float[]) Samples.of(ImageReaders.read(SERIES), 0, 0).array();
    assertEquals(
        340357, IntStream.range(0, values.length).filter(i -> Float.isNaN(values[i])).count());
  }

  @Test
  void framesReadWhenLookedAtHoldTheSameValues() throws IOException {
    Volume whole = ImageReaders.read(SERIES);
    Volume lazy = DicomSeries.ofFolder(SERIES, ReadOptions.standard()).readLazily();
    assertEquals(whole.geometry(), lazy.geometry());
    assertArrayEquals(
        (float[]) Samples.of(whole, 0, 0).array(), (float[]) Samples.of(lazy, 0, 0).array());
  }

  @Test
  void firstSliceLiesWhereTheNiftiHasIt() throws IOException {
    Volume v = ImageReaders.read(SERIES);
    assertWorld(v, 0, 0, 0, 1e-3, 110.5, 78.3063, -72.7575);
    assertWorld(v, 255, 0, 0, 1e-3, -108.6406, 78.3063, -72.7575);
    assertWorld(v, 0, 255, 0, 1e-3, 110.5, -138.8533, -43.358);
    assertWorld(v, 100, 60, 0, 1e-3, 24.5625, 27.2099, -65.84);
  }

  @Test
  void furtherSlicesLieWhereTheFilesSay() throws IOException {
    Volume v = ImageReaders.read(SERIES);
    assertWorld(v, 0, 0, 9, 0.1, 110.5, 86.8063, -10.2575);
    assertWorld(v, 0, 0, 19, 1e-9, 110.5, 96.2063, 59.0425);
  }

  @Test
  void unevenStepsAreWarnedOf() throws IOException {
    List<String> warnings = ImageReaders.read(SERIES).warnings();
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("6.96 to 7.07 mm apart"), warnings.get(0));
  }

  @Test
  void windowOfWidthZeroIsDropped() throws IOException {
    assertTrue(ImageReaders.read(SERIES).windows().isEmpty());
  }

  @Test
  void anyFileGivesTheWholeSeriesWhateverTheNames() throws IOException {
    Volume expected = ImageReaders.read(SERIES);
    List<Path> copies = copyShuffled();
    for (Path start : List.of(copies.get(0), copies.get(7), folder)) {
      Volume v = ImageReaders.read(start);
      assertEquals(expected.geometry(), v.geometry());
      assertArrayEquals(
          (float[]) Samples.of(expected, 0, 0).array(), (float[]) Samples.of(v, 0, 0).array());
    }
  }

  @Test
  void aSliceTakenAwayIsMissed() throws IOException {
    List<Path> copies = copyShuffled();
    Files.delete(
        copies.stream()
            .filter(p -> p.getFileName().toString().endsWith("from_brain_013.dcm"))
            .findFirst()
            .orElseThrow());
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(folder));
    assertTrue(
        e.getMessage().startsWith("a slice is missing between z=3.54 and z=17.44:"),
        e.getMessage());
  }

  private List<Path> copyShuffled() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(SERIES)) {
      files = all.sorted().collect(Collectors.toCollection(ArrayList::new));
    }
    Collections.shuffle(files, new Random(5));
    List<Path> copies = new ArrayList<>();
    for (Path file : files) {
      String name = String.format("%02d_from_%s", copies.size(), file.getFileName());
      copies.add(Files.copy(file, folder.resolve(name)));
    }
    Files.writeString(folder.resolve("notes.txt"), "not an image");
    return copies;
  }

  private static void assertWorld(
      Volume v, int i, int j, int k, double tolerance, double... expected) {
    assertArrayEquals(expected, v.geometry().affine().apply(i, j, k), tolerance);
  }
}
