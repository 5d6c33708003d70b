// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.analyze;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heatscope.image.Rescale;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReferenceVolumes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The format is a pair of files, so that the shared contract of readers is tested here in parts.
 */
class AnalyzeReaderTest {
  @TempDir Path folder;

  static List<ImageFacts> facts() {
    return ReferenceVolumes.of("analyze");
  }

  @ParameterizedTest
  @MethodSource("facts")
  void givesTheValuesThatNibabelReadFromEitherFile(ImageFacts facts) throws IOException {
    facts.check(ImageReaders.read(facts.file()));
    Path header = header(facts.file());
    facts.check(ImageReaders.read(header));
    assertTrue(new AnalyzeReaderProvider().recognises(FileHead.of(header)));
    assertEquals(List.of(header, facts.file()), ImageReaders.open(facts.file()).files());
  }

  private static Path header(Path data) {
    return data.resolveSibling(data.getFileName().toString().replace(".img", ".hdr"));
  }

  /** One more than dim[1..3] counts; the header is 348 bytes in the order of its first number. */
  private Path pair(ByteOrder order, ByteBuffer header) throws IOException {
    header.order(order).putInt(0, 348).putShort(40, (short) 3);
    for (int a = 0; a < 3; a++) {
      header.putShort(42 + 2 * a, (short) (a + 2)).putFloat(80 + 4 * a, a + 1);
    }
    header.putShort(70, (short) 2);
    Files.write(folder.resolve("a.img"), new byte[24]);
    return Files.write(folder.resolve("a.hdr"), header.array());
  }

  @Test
  void theMiddleIsAtZeroAndXRunsLeftWithAWarning() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      Volume v = ImageReaders.read(pair(order, ByteBuffer.allocate(348)));
      assertArrayEquals(
          new double[] {-1, 0, 0, 0.5, 0, 2, 0, -2, 0, 0, 3, -4.5}, v.geometry().affine().rows());
      assertTrue(v.warnings().get(0).contains("left"), v.warnings().toString());
    }
  }

  @Test
  void spmsOriginCountsFromOneWhereItIsNearTheImage() throws IOException {
    ByteBuffer b = ByteBuffer.allocate(348);
    b.order(ByteOrder.LITTLE_ENDIAN).putShort(253, (short) 1).putShort(255, (short) 3);
    assertArrayEquals(
        new double[] {-1, 0, 0, 0, 0, 2, 0, -4, 0, 0, 3, 3},
        ImageReaders.read(pair(ByteOrder.LITTLE_ENDIAN, b)).geometry().affine().rows());
    b.putShort(253, (short) 4);
    assertArrayEquals(
        new double[] {-1, 0, 0, 0.5, 0, 2, 0, -2, 0, 0, 3, -4.5},
        ImageReaders.read(pair(ByteOrder.LITTLE_ENDIAN, b)).geometry().affine().rows());
  }

  @Test
  void spmsFactorScalesTheSamples() throws IOException {
    ByteBuffer b = ByteBuffer.allocate(348).order(ByteOrder.LITTLE_ENDIAN);
    b.putFloat(112, 0.5f).putFloat(116, 3);
    assertEquals(
        new Rescale(0.5, 3), ImageReaders.read(pair(ByteOrder.LITTLE_ENDIAN, b)).rescale());
  }

  @Test
  void missingOrShortVoxelsAreRefused() throws IOException {
    Path header = pair(ByteOrder.LITTLE_ENDIAN, ByteBuffer.allocate(348));
    Files.write(folder.resolve("a.img"), new byte[23]);
    assertFault(header, "24 bytes of voxels declared, 23 present");
    Files.delete(folder.resolve("a.img"));
    assertFault(header, ".img");
  }

  private static void assertFault(Path file, String part) {
    String fault =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file)).getMessage();
    assertTrue(fault.contains(part), fault);
  }

  @Test
  void randomHeaderBytesGiveAVolumeOrAFault() throws IOException {
    Path header = pair(ByteOrder.LITTLE_ENDIAN, ByteBuffer.allocate(348));
    byte[] whole = Files.readAllBytes(header);
    Random random = new Random(3);
    int faults = 0;
    for (int n = 0; n < 500; n++) {
      byte[] changed = Arrays.copyOf(whole, whole.length);
      for (int k = random.nextInt(3); k >= 0; k--) {
        changed[random.nextInt(348)] = (byte) random.nextInt();
      }
      Files.write(header, changed);
      try {
        ImageReaders.read(header);
      } catch (ImageFormatException e) {
        faults++;
        assertFalse(e.getMessage().contains("\n"));
      }
    }
    assertTrue(faults > 0);
  }
}
