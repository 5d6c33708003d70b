// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomTimeTest {
  private static final int ACQUISITION_NUMBER = 0x00200012;
  private static final int ACQUISITION_TIME = 0x00080032;
  private static final int INSTANCE_NUMBER = 0x00200013;
  private static final int SOP_INSTANCE_UID = 0x00080018;

  @TempDir Path folder;

  @Test
  void repeatedPositionsAreTimePoints() throws IOException {
    for (int t = 0; t < 3; t++) {
      for (int k = 0; k < 2; k++) {
        slice(k, 10 * t + 100 * k)
            .text(ACQUISITION_NUMBER, "IS", "" + (t + 8))
            .text(ACQUISITION_TIME, "TM", "1159" + (58 - 30 + 2 * t) + ".5")
            .text(INSTANCE_NUMBER, "IS", "" + (9 - t - k))
            .write(folder, "f" + (7 * t + 5 * k) % 11);
      }
    }
    Volume v = ImageReaders.read(folder);
    assertEquals(new TimeAxis(3, 2, "s"), v.time());
    assertEquals(2, v.geometry().nz());
    for (int t = 0; t < 3; t++) {
      assertEquals(10 * t, v.value(0, 0, 0, t, 0));
      assertEquals(10 * t + 100, v.value(0, 0, 1, t, 0));
    }
  }

  @Test
  void timesCountAcrossTheHour() throws IOException {
    slice(0, 1).text(ACQUISITION_TIME, "TM", "115959").write(folder, "a");
    slice(0, 2).text(ACQUISITION_TIME, "TM", "120001").write(folder, "b");
    assertEquals(new TimeAxis(2, 2, "s"), ImageReaders.read(folder).time());
  }

  @Test
  void aStepThatVariesIsUnknown() throws IOException {
    slice(0, 1).text(ACQUISITION_TIME, "TM", "100000").write(folder, "a");
    slice(0, 2).text(ACQUISITION_TIME, "TM", "100010").write(folder, "b");
    slice(0, 3).text(ACQUISITION_TIME, "TM", "100040").write(folder, "c");
    Volume v = ImageReaders.read(folder);
    assertEquals(new TimeAxis(3, 0, "s"), v.time());
    assertEquals(3, v.value(0, 0, 0, 2, 0));
  }

  @Test
  void aTimePointWithTooFewSlicesIsRefused() throws IOException {
    slice(0, 1).text(ACQUISITION_NUMBER, "IS", "1").write(folder, "a");
    slice(0, 2).text(ACQUISITION_NUMBER, "IS", "2").write(folder, "b");
    slice(1, 3).text(ACQUISITION_NUMBER, "IS", "1").write(folder, "c");
    assertRefused("2 files hold the slice at z=0.00, 1 the one at z=5.00");
  }

  @Test
  void filesThatNothingTellsApartAreRefused() throws IOException {
    slice(0, 1).text(SOP_INSTANCE_UID, "UI", "1.1").write(folder, "a");
    slice(0, 2).text(SOP_INSTANCE_UID, "UI", "1.2").write(folder, "b");
    assertRefused("a and b hold the same slice, and nothing tells them apart");
  }

  @Test
  void aCopyOfASliceIsLeftOut() throws IOException {
    slice(0, 1).write(folder, "a");
    slice(1, 2).write(folder, "b");
    slice(1, 2).write(folder, "b (copy)");
    Volume v = ImageReaders.read(folder);
    assertEquals(1, v.time().frames());
    assertEquals(2, v.geometry().nz());
    assertTrue(v.warnings().get(0).startsWith("One slice of the series is there again"));
  }

  private void assertRefused(String fault) {
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(folder));
    assertTrue(e.getMessage().contains(fault), e.getMessage());
  }

  private static DicomWriter slice(int k, int value) {
    return DicomWriter.slice(new double[] {1, 0, 0, 0, 1, 0}, 0, 0, 5 * k)
        .text(SOP_INSTANCE_UID, "UI", "1.7." + value)
        .pixels(value);
  }
}
