// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heatscope.color.Window;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that each say where they lie and what their samples mean. */
class EnhancedFramesTest {
  private static final int SHARED = 0x52009229;
  private static final int PER_FRAME = 0x52009230;

  @TempDir Path folder;

  private record Frame(double z, int time, double slope, String type) {}

  private static byte[] sequence(DicomWriter item) throws IOException {
    return DicomWriter.item(item.dataset(), true);
  }

  private static DicomWriter group(DicomWriter to, int tag, DicomWriter item) throws IOException {
    return to.raw(tag, "SQ", sequence(item), 0xffffffffL);
  }

  /** One pixel a frame: 10, 11, 12, ... */
  private static DicomWriter file(List<Frame> frames) throws IOException {
    DicomWriter shared = new DicomWriter();
    group(shared, 0x00209116, new DicomWriter().numbers(0x00200037, 1, 0, 0, 0, 1, 0));
    group(shared, 0x00289110, new DicomWriter().numbers(0x00280030, 2, 3).numbers(0x00180050, 4));
    group(shared, 0x00289132, new DicomWriter().numbers(0x00281050, 40).numbers(0x00281051, 400));
    ByteArrayOutputStream each = new ByteArrayOutputStream();
    int[] pixels = new int[frames.size()];
    for (int i = 0; i < frames.size(); i++) {
      Frame f = frames.get(i);
      DicomWriter own = new DicomWriter();
      group(
          own,
          0x00189226,
          new DicomWriter().text(0x00089007, "CS", "ORIGINAL\\PRIMARY\\" + f.type));
      group(
          own,
          0x00209111,
          new DicomWriter().raw(0x00209128, "UL", new byte[] {(byte) f.time, 0, 0, 0}));
      group(own, 0x00209113, new DicomWriter().numbers(0x00200032, -10, -20, f.z));
      group(own, 0x00289145, new DicomWriter().numbers(0x00281052, 0).numbers(0x00281053, f.slope));
      each.write(DicomWriter.item(own.dataset(), false));
      pixels[i] = 10 + i;
    }
    return DicomWriter.picture()
        .pixels(1, 1, 16, 16, false, pixels)
        .text(0x00280008, "IS", Integer.toString(frames.size()))
        .raw(SHARED, "SQ", sequence(shared), 0xffffffffL)
        .raw(PER_FRAME, "SQ", each.toByteArray());
  }

  private Path write(List<Frame> frames) throws IOException {
    return file(frames).write(folder, "enhanced");
  }

  @Test
  void framesAreOrderedByPlaceThenTime() throws IOException {
    Volume v =
        ImageReaders.read(
            write(
                List.of(
                    new Frame(5, 2, 1, "M"),
                    new Frame(0, 1, 1, "M"),
                    new Frame(0, 2, 1, "M"),
                    new Frame(5, 1, 1, "M"))));
    assertEquals(2, v.geometry().nz());
    assertEquals(2, v.time().frames());
    assertEquals(SampleType.UINT16, v.type());
    assertArrayEquals(
        new double[] {-3, 0, 0, 10, 0, -2, 0, 20, 0, 0, 5, 0}, v.geometry().affine().rows(), 1e-9);
    double[] found = {
      v.value(0, 0, 0, 0, 0), v.value(0, 0, 1, 0, 0), v.value(0, 0, 0, 1, 0), v.value(0, 0, 1, 1, 0)
    };
    assertArrayEquals(new double[] {11, 13, 12, 10}, found);
    assertEquals(List.of(Window.linear(40, 400)), v.windows());
  }

  @Test
  void eachFrameHasItsOwnSlope() throws IOException {
    Volume v = ImageReaders.read(write(List.of(new Frame(0, 1, 2, "M"), new Frame(5, 1, 3, "M"))));
    assertEquals(SampleType.FLOAT32, v.type());
    assertEquals(20, v.value(0, 0, 0, 0, 0));
    assertEquals(33, v.value(0, 0, 1, 0, 0));
  }

  @Test
  void framesOfTwoTypesAtOnePlaceAreTwoImages() throws IOException {
    Path file =
        write(
            List.of(
                new Frame(0, 1, 1, "M"),
                new Frame(5, 1, 1, "M"),
                new Frame(0, 1, 2, "PHASE"),
                new Frame(5, 1, 2, "PHASE")));
    AmbiguousImageException e =
        assertThrows(AmbiguousImageException.class, () -> ImageReaders.open(file));
    assertTrue(
        e.getMessage().contains("2: \"OT\" (2 slices of 1 x 1, ORIGINAL PRIMARY PHASE)"),
        e.getMessage());
    ReadOptions second = new ReadOptions(Optional.of("2"), Set.of(), ReadOptions.MAX_BYTES);
    Volume v = ImageReaders.open(file, second).read();
    assertEquals(2, v.rescale().slope());
    assertEquals(26, v.value(0, 0, 1, 0, 0));
  }
}
