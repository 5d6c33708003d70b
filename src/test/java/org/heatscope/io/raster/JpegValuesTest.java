// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of a JPEG against Pillow's (reference/raster/retina_grid.py). T.81 leaves the rounding of
 * the transform and of the colours open: two levels are allowed.
 */
class JpegValuesTest {
  private static final Path RETINA = Path.of("test-images", "raster", "retina.jpg");
  private static final double LEVELS = 2;

  @TempDir Path folder;

  private static void assertGrid(Volume v) throws IOException {
    Path grid = Path.of("src/test/resources/reference/raster/retina_grid.csv");
    List<String> lines = Files.readAllLines(grid);
    for (String line : lines.subList(1, lines.size())) {
      int[] n = Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray();
      for (int c = 0; c < 3; c++) {
        assertEquals(n[2 + c], v.value(n[0], n[1], 0, 0, c), LEVELS, line + " channel " + c);
      }
    }
  }

  @Test
  void pixelsAreThoseOfPillow() throws IOException {
    assertGrid(ImageReaders.read(RETINA));
  }

  @Test
  void aColourProfileIsNotApplied() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.write("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1));
    segment.write(profile);
    assertGrid(ImageReaders.read(withSegment(0xe2, segment.toByteArray())));
  }

  @Test
  void anEndMarkerWithinAThumbnailIsNotTheEnd() throws IOException {
    byte[] thumbnail = {'x', 0, (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};
    Path whole = withSegment(0xe5, thumbnail);
    assertGrid(ImageReaders.read(whole));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(bytes, bytes.length / 2));
    assertFault("truncated: the JPEG ends before its end marker", cut);
  }

  @Test
  void pixelsThatAreMissingBeforeTheEndMarkerAreAFault() throws IOException {
    byte[] bytes = Files.readAllBytes(RETINA);
    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
    half[half.length - 2] = (byte) 0xff;
    half[half.length - 1] = (byte) 0xd9;
    assertFault(
        "truncated: the JPEG lacks part of its pixels",
        Files.write(folder.resolve("half.jpg"), half));
  }

  @Test
  void inksAreRefused() throws IOException {
    byte[] cmyk = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xc0,
      0,
      20,
      8,
      0,
      16,
      0,
      16,
      4,
      1,
      17,
      0,
      2,
      17,
      0,
      3,
      17,
      0,
      4,
      17,
      0,
      (byte) 0xff,
      (byte) 0xd9
    };
    assertFault(
        "CMYK JPEG is not read: its colours mean inks; convert it to RGB",
        Files.write(folder.resolve("cmyk.jpg"), cmyk));
  }

  @Test
  void aSizeThatTheFileCannotHoldIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(RETINA);
    int frame = indexOfFrame(bytes);
    Arrays.fill(bytes, frame + 5, frame + 9, (byte) 0x3f);
    Path file = Files.write(folder.resolve("large.jpg"), bytes);
    assertFault("16191 x 16191 pixels declared, more than 269564 bytes can hold", file);
  }

  private static int indexOfFrame(byte[] bytes) {
    int at = 2;
    while ((bytes[at + 1] & 0xff) != 0xc0) {
      at += 2 + ((bytes[at + 2] & 0xff) << 8) + (bytes[at + 3] & 0xff);
    }
    return at;
  }

  private Path withSegment(int marker, byte[] content) throws IOException {
    byte[] bytes = Files.readAllBytes(RETINA);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, 2);
    int length = content.length + 2;
    out.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    out.writeBytes(content);
    out.write(bytes, 2, bytes.length - 2);
    return Files.write(folder.resolve("segment.jpg"), out.toByteArray());
  }

  private static void assertFault(String fault, Path file) {
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertEquals(fault, e.getMessage());
  }
}
