// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.image.Suv;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers of scanners, with the factors of the test suite of calculate-suv (MIT). */
class DicomSuvTest {
  @TempDir Path folder;

  private static final int UNITS = 0x00541001;
  private static final int DECAY = 0x00541102;
  private static final int WEIGHT = 0x00101030;
  private static final int SERIES_TIME = 0x00080031;
  private static final int ACQUISITION_TIME = 0x00080032;

  private static DicomWriter pet(String seriesTime, String acquisitionTime, double weight)
      throws IOException {
    return DicomWriter.slice(new double[] {1, 0, 0, 0, 1, 0}, 0, 0, 0)
        .pixels(1)
        .text(0x00080060, "CS", "PT")
        .text(0x00080021, "DA", "20201217")
        .text(0x00080022, "DA", "20201217")
        .text(SERIES_TIME, "TM", seriesTime)
        .text(ACQUISITION_TIME, "TM", acquisitionTime)
        .numbers(WEIGHT, weight)
        .text(UNITS, "CS", "BQML")
        .text(DECAY, "CS", "START")
        .text(0x00280051, "CS", "NORM\\DTIM\\ATTN\\SCAT\\DECY");
  }

  private static DicomWriter dose(DicomWriter pet, double dose, double halfLife, String start)
      throws IOException {
    byte[] item =
        new DicomWriter()
            .text(start.length() > 13 ? 0x00181078 : 0x00181072, "TM", start)
            .numbers(0x00181074, dose)
            .numbers(0x00181075, halfLife)
            .dataset();
    return pet.raw(0x00540016, "SQ", DicomWriter.item(item, false));
  }

  private Suv suv(DicomWriter w) throws IOException {
    return ImageReaders.read(w.write(folder, "pet")).suv().orElseThrow();
  }

  private void assertFactor(double expected, DicomWriter w) throws IOException {
    assertEquals(expected, suv(w).factor().orElseThrow(), 1e-9 * expected);
  }

  private void assertUnknown(String reason, DicomWriter w) throws IOException {
    Suv suv = suv(w);
    assertTrue(suv.factor().isEmpty());
    assertEquals(reason, suv.reason());
  }

  @Test
  void seriesThatStartsWithItsAcquisition() throws IOException {
    assertFactor(
        0.0005367387681819742,
        dose(pet("095621", "095621", 52), 152022720, 6586.2001953125, "20201217084500.00"));
  }

  @Test
  void seriesTimeLaterThanTheAcquisitionGivesWayToIt() throws IOException {
    assertFactor(
        0.0004069156854009332,
        dose(pet("123515.000000", "123514.999995", 65), 225e6, 6586.2, "114100.000000"));
    assertFactor(
        0.00026503312764157046,
        dose(pet("134918.000000", "130348.234000", 69), 388e6, 6586.2, "120037.000000"));
  }

  @Test
  void countsOfPhilipsTakeItsPrivateFactor() throws IOException {
    DicomWriter counts =
        dose(pet("093556", "095439", 54), 238e6, 6588, "083000").text(UNITS, "CS", "CNTS");
    assertUnknown("the values are counts, and philips suv factor (7053,1000) is missing", counts);
    assertFactor(0.000551, counts.text(0x70531000, "DS", "0.000551"));
  }

  @Test
  void injectionBeforeMidnight() throws IOException {
    // 370 MBq, 70 kg, one hour: 253.314180 MBq are left.
    Suv suv = suv(dose(pet("003000", "003000", 70), 370e6, 6586.2, "233000"));
    assertEquals(70000 / 253.314180e6, suv.factor().orElseThrow(), 3e-9 * 2.7e-4);
  }

  @Test
  void doseCorrectedToTheInjectionDoesNotDecay() throws IOException {
    // calculate-suv's synthetic case: 75 kg, dose 100
    assertFactor(
        750, dose(pet("095417", "095417", 75), 100, 10, "080000").text(DECAY, "CS", "ADMIN"));
  }

  @Test
  void gramsPerMillilitreAreSuv() throws IOException {
    assertFactor(1, pet("095417", "095417", 75).text(UNITS, "CS", "GML"));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertUnknown(
        "radiopharmaceutical information sequence (0054,0016) is missing",
        pet("095417", "095417", 75));
    assertUnknown(
        "patient weight (0010,1030) is missing",
        dose(pet("095417", "095417", 75), 1e8, 6586.2, "080000").remove(WEIGHT));
    assertUnknown(
        "corrected image (0028,0051) does not name ATTN",
        dose(pet("095417", "095417", 75), 1e8, 6586.2, "080000").text(0x00280051, "CS", "DECY"));
    assertUnknown(
        "decay correction (0054,1102) is NONE, not START",
        dose(pet("095417", "095417", 75), 1e8, 6586.2, "080000").text(DECAY, "CS", "NONE"));
    assertUnknown(
        "units (0054,1001) is PROPCPS, not BQML",
        pet("095417", "095417", 75).text(UNITS, "CS", "PROPCPS"));
  }
}
