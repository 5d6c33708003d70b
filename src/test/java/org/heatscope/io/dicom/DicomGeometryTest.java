// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.ReadOptions.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where slices come to lie; affines worked by hand from PS3.3 C.7.6.2 with x and y negated. Pixels
 * are 3 mm wide and 2 mm high (pixel spacing 2\3).
 */
class DicomGeometryTest {
  private static final double[] AXIAL = {1, 0, 0, 0, 1, 0};
  private static final double[] SAGITTAL = {0, 1, 0, 0, 0, -1};
  private static final double[] CORONAL = {1, 0, 0, 0, 0, -1};

  @TempDir Path folder;

  @Test
  void axialSeries() throws IOException {
    writeAxial(10, 0, 5);
    Volume v = ImageReaders.read(folder);
    assertAffine(v, -3, 0, 0, 10, 0, -2, 0, 20, 0, 0, 5, 0);
    assertEquals("LPS", v.geometry().orientation());
    assertEquals(Geometry.Frame.ANATOMICAL, v.geometry().frame());
    for (int k = 0; k < 3; k++) {
      assertEquals(5 * k, v.value(0, 0, k, 0, 0), "slices in the order of z");
      assertEquals(5 * k + 3, v.value(1, 1, k, 0, 0));
    }
  }

  @Test
  void sagittalSeriesRunsAlongRowCrossColumn() throws IOException {
    // row x column = (0,1,0) x (0,0,-1) = (-1,0,0): to the patient's right.
    for (int k = 0; k < 3; k++) {
      DicomWriter.slice(SAGITTAL, 4 - 4 * k, -20, 30).pixels(10 * k).write(folder, 9 - k + ".dcm");
    }
    Volume v = ImageReaders.read(folder);
    assertAffine(v, 0, 0, 4, -4, -3, 0, 0, 20, 0, -2, 0, 30);
    assertEquals("PIR", v.geometry().orientation());
    assertEquals(20, v.value(0, 0, 2, 0, 0));
  }

  @Test
  void coronalSeries() throws IOException {
    for (int k = 0; k < 3; k++) {
      DicomWriter.slice(CORONAL, -10, 5 * k, 30).pixels(10 * k).write(folder, "b" + k);
    }
    Volume v = ImageReaders.read(folder);
    assertAffine(v, -3, 0, 0, 10, 0, 0, -5, 0, 0, -2, 0, 30);
    assertEquals("LIP", v.geometry().orientation());
    assertEquals(20, v.value(0, 0, 2, 0, 0));
  }

  @Test
  void obliqueSeries() throws IOException {
    // Turned by 30 degrees about x; slices 4 mm apart along the normal (0, -1/2, cos 30).
    double c = Math.sqrt(3) / 2;
    for (int k = 0; k < 4; k++) {
      DicomWriter.slice(new double[] {1, 0, 0, 0, c, 0.5}, 0, -2 * k, 4 * c * k)
          .pixels(10 * k)
          .write(folder, "s" + (k * 3 % 4));
    }
    Volume v = ImageReaders.read(folder);
    assertAffine(v, -3, 0, 0, 0, 0, -2 * c, 2, 0, 0, 1, 4 * c, 0);
    assertEquals(10, v.value(0, 0, 1, 0, 0));
  }

  @Test
  void instanceNumbersDoNotMatter() throws IOException {
    for (int k = 0; k < 4; k++) {
      axial(5 * k).text(0x00200013, "IS", "" + (k * 7 % 4)).write(folder, "i" + k);
    }
    Volume v = ImageReaders.read(folder);
    for (int k = 0; k < 4; k++) {
      assertEquals(5 * k, v.value(0, 0, k, 0, 0));
    }
  }

  @Test
  void aSingleSliceIsAsThickAsItSays() throws IOException {
    Volume v = ImageReaders.read(axial(7).write(folder, "one"));
    assertAffine(v, -3, 0, 0, 10, 0, -2, 0, 20, 0, 0, 4, 7);
  }

  @Test
  void aMissingSliceIsNamed() throws IOException {
    writeAxial(0, 5, 15, 20);
    assertRefused(
        "a slice is missing between z=5.00 and z=15.00: step 10.00 mm where 5.00 mm is usual");
  }

  @Test
  void aMissingSliceIsFoundAmongThree() throws IOException {
    writeAxial(0, 5, 15);
    assertRefused("a slice is missing between z=5.00 and z=15.00");
  }

  @Test
  void theGapOfASagittalSeriesIsNamedInRas() throws IOException {
    for (double x : new double[] {12, 8, 0, -4}) {
      DicomWriter.slice(SAGITTAL, x, 0, 0).pixels(1).write(folder, "x" + x);
    }
    assertRefused("a slice is missing between x=-8.00 and x=0.00");
  }

  @Test
  void aSliceBetweenTwoOthersIsTooMany() throws IOException {
    writeAxial(0, 5, 6, 10, 15, 20, 25);
    assertRefused("too many slices between z=5.00 and z=6.00: step 1.00 mm where 5.00 mm is usual");
  }

  @Test
  void slightlyUnevenStepsAreWarnedOf() throws IOException {
    writeAxial(0, 5, 10.08, 15);
    Volume v = ImageReaders.read(folder);
    assertEquals(5, v.geometry().spacing(2), 1e-12);
    assertEquals(
        "[The slices are 4.92 to 5.08 mm apart; they are laid out evenly, at most 0.08 mm from"
            + " their places.]",
        v.warnings().toString());
  }

  @Test
  void stepsWithinOnePercentAreEven() throws IOException {
    writeAxial(0, 5, 10.03, 15);
    assertTrue(ImageReaders.read(folder).warnings().isEmpty());
  }

  @Test
  void stepsThatMoveASliceOutOfItsVoxelAreRefused() throws IOException {
    // No step is 1.5 medians, but at an even 6 mm the slice at 20 mm would be shown at 24.
    writeAxial(0, 5, 10, 15, 20, 27, 34, 41, 48);
    assertRefused("the slices are unevenly spaced, 5.00 to 7.00 mm apart");
  }

  @Test
  void aTiltedGantryIsRefusedWithItsAngle() throws IOException {
    // atan(2 / 5) = 21.8 degrees.
    for (int k = 0; k < 3; k++) {
      DicomWriter.slice(AXIAL, 0, 2 * k, 5 * k).pixels(1).write(folder, "t" + k);
    }
    assertRefused("they shift by 2.00 mm a step, a gantry tilt of 21.8 degrees");
  }

  @Test
  void mixedOrientationsOfAFolderAreRefused() throws IOException {
    writeAxial(0, 5);
    DicomWriter.slice(CORONAL, 0, 0, 10).pixels(1).write(folder, "turned");
    assertSeveral("2 images in one series: 1: \"MR\" (1 slice of 2 x 2)");
    Volume v = ImageReaders.open(folder, accepting(Fault.MIXED)).read();
    assertEquals(2, v.geometry().nz());
    assertTrue(v.warnings().get(0).contains("mixed orientation"), v.warnings()::toString);
  }

  @Test
  void aFileBringsOnlyItsOwnOrientation() throws IOException {
    writeAxial(0, 5);
    DicomWriter.slice(CORONAL, 0, 0, 10).pixels(1).write(folder, "turned");
    Volume v = ImageReaders.read(folder.resolve("z0"));
    assertEquals(2, v.geometry().nz());
    assertTrue(v.warnings().get(0).startsWith("One other slice of the series has another"));
  }

  @Test
  void mixedSizesAndTypesAreRefused() throws IOException {
    writeAxial(0, 5);
    DicomWriter.slice(AXIAL, -10, -20, 10)
        .pixels(2, 2, 8, 8, false, 1, 2, 3, 4)
        .write(folder, "eight");
    assertRefused("this one is 2 x 2, uint8, z0 of the same series 2 x 2, uint16");
  }

  @Test
  void severalSeriesAreListed() throws IOException {
    writeAxial(0, 5);
    axial(10)
        .text(0x0020000e, "UI", "1.2.99")
        .text(0x0008103e, "LO", "T1 post")
        .write(folder, "zz");
    assertSeveral(
        "2 images here: 1: \"MR\" (2 slices of 2 x 2) 1.2.3, 2: \"T1 post\" (1 slice of 2 x 2) 1.2.99;"
            + " choose one with --series N or UID");
    assertEquals(2, ImageReaders.read(folder.resolve("z5")).geometry().nz());
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1", "1.2.3, 2", "1.2.99, 1"})
  void aSeriesIsChosenByNumberOrUid(String wanted, int slices) throws IOException {
    writeAxial(0, 5);
    axial(10).text(0x0020000e, "UI", "1.2.99").write(folder, "zz");
    ReadOptions options = new ReadOptions(Optional.of(wanted), Set.of(), ReadOptions.MAX_BYTES);
    assertEquals(slices, ImageReaders.open(folder, options).read().geometry().nz());
  }

  @Test
  void aSeriesThatIsNotThereIsRefusedWithTheList() throws IOException {
    writeAxial(0, 5);
    ReadOptions options = new ReadOptions(Optional.of("3"), Set.of(), ReadOptions.MAX_BYTES);
    AmbiguousImageException e =
        assertThrows(AmbiguousImageException.class, () -> ImageReaders.open(folder, options));
    assertTrue(e.getMessage().startsWith("there is no series \"3\" among the 1 images here: 1: "));
  }

  @Test
  void acceptedGapsTakeTheUsualStep() throws IOException {
    writeAxial(0, 5, 10, 20);
    Volume v = ImageReaders.open(folder, accepting(Fault.GAPS)).read();
    assertEquals(4, v.geometry().nz());
    assertEquals(5, v.geometry().spacing(2), 1e-9);
    assertTrue(v.warnings().get(0).startsWith("A slice is missing between z=10.00 and z=20.00"));
  }

  @Test
  void anAcceptedTiltShearsTheGrid() throws IOException {
    for (int k = 0; k < 3; k++) {
      DicomWriter.slice(AXIAL, 0, 2 * k, 5 * k).pixels(1).write(folder, "t" + k);
    }
    Volume v = ImageReaders.open(folder, accepting(Fault.TILT)).read();
    assertAffine(v, -3, 0, 0, 0, 0, -2, -2, 0, 0, 0, 5, 0);
    assertTrue(v.warnings().get(0).contains("a gantry tilt of 21.8 degrees"));
  }

  @Test
  void aFolderWithoutImagesIsRefused() throws IOException {
    assertRefused("no DICOM images in this folder");
    axial(0).remove(0x7fe00010).write(folder, "plan");
    assertRefused("no DICOM images in this folder");
  }

  @Test
  void doseGridFollowsItsFrameOffsets() throws IOException {
    Volume v =
        ImageReaders.read(
            DicomWriter.slice(AXIAL, -10, -20, 30)
                .text(0x00080060, "CS", "RTDOSE")
                .text(0x00280008, "IS", "3")
                .numbers(0x3004000c, 0, -3, -6)
                .text(0x30040002, "CS", "GY")
                .numbers(0x3004000e, 0.5)
                .pixels(1, 1, 32, 32, false, 10, 20, 30)
                .write(folder, "dose"));
    assertAffine(v, -3, 0, 0, 10, 0, -2, 0, 20, 0, 0, -3, 30);
    assertEquals(15, v.value(0, 0, 2, 0, 0));
    assertEquals("Gy", v.unit());
    assertTrue(v.warnings().isEmpty());
  }

  @Test
  void framesWithoutPlacesAreStackedWithAWarning() throws IOException {
    Volume v =
        ImageReaders.read(
            DicomWriter.picture()
                .text(0x00280008, "IS", "2")
                .numbers(0x00280030, 2, 3)
                .numbers(0x00180088, 6)
                .pixels(1, 2, 8, 8, false, 1, 2, 3, 4)
                .write(folder, "cine"));
    assertEquals(Geometry.picture(1, 2, 2, 3, 2, 6), v.geometry());
    assertEquals(3, v.value(0, 0, 1, 0, 0));
    assertEquals(2, v.warnings().size());
  }

  private DicomWriter axial(double z) {
    return DicomWriter.slice(AXIAL, -10, -20, z).pixels((int) z);
  }

  private void writeAxial(double... depths) throws IOException {
    for (double z : depths) {
      String name = z == Math.rint(z) ? "z" + (int) z : "z" + z;
      axial(z).write(folder, name);
    }
  }

  private static ReadOptions accepting(Fault fault) {
    return new ReadOptions(Optional.empty(), Set.of(fault), ReadOptions.MAX_BYTES);
  }

  private void assertSeveral(String list) {
    AmbiguousImageException e =
        assertThrows(AmbiguousImageException.class, () -> ImageReaders.open(folder));
    assertTrue(e.getMessage().startsWith(list), e.getMessage());
  }

  private void assertRefused(String fault) {
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(folder));
    assertTrue(e.getMessage().contains(fault), e.getMessage());
  }

  private static void assertAffine(Volume v, double... expected) {
    assertArrayEquals(expected, v.geometry().affine().rows(), 1e-8);
  }
}
