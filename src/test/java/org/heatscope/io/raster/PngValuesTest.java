// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small PNG files written by hand, by the chunk layout of ISO/IEC 15948, 11.2. */
class PngValuesTest {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  @TempDir Path folder;

  private final ByteArrayOutputStream png = new ByteArrayOutputStream();

  private void begin(int width, int height, int bits, int colorType) {
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put((byte) bits).put((byte) colorType).array());
  }

  private void chunk(String type, byte[] content) {
    byte[] body =
        ByteBuffer.allocate(4 + content.length)
            .put(type.getBytes(StandardCharsets.ISO_8859_1))
            .put(content)
            .array();
    CRC32 crc = new CRC32();
    crc.update(body);
    png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    png.writeBytes(body);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** The filtered rows: each begins with the number of its filter, 0 for none. */
  private void data(int... bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream zip = new DeflaterOutputStream(packed)) {
      zip.write(bytes(bytes));
    }
    chunk("IDAT", packed.toByteArray());
  }

  private static byte[] bytes(int... values) {
    byte[] b = new byte[values.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = (byte) values[i];
    }
    return b;
  }

  private Path end() throws IOException {
    chunk("IEND", new byte[0]);
    return Files.write(folder.resolve("picture"), png.toByteArray());
  }

  private static double[] row(Volume v, int y, int channel) {
    double[] row = new double[v.geometry().nx()];
    for (int x = 0; x < row.length; x++) {
      row[x] = v.value(x, y, 0, 0, channel);
    }
    return row;
  }

  private void assertFault(String fault) throws IOException {
    Path file = end();
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertEquals(fault, e.getMessage());
  }

  @Test
  void fewBitsOfGreyAreSpreadOver0To255() throws IOException {
    begin(4, 1, 2, GREY);
    data(0, 0b00_01_10_11);
    Volume v = ImageReaders.read(end());
    assertEquals(SampleType.UINT8, v.type());
    assertArrayEquals(new double[] {0, 85, 170, 255}, row(v, 0, 0));
  }

  @Test
  void aBitIsBlackOrWhite() throws IOException {
    begin(10, 2, 1, GREY);
    data(0, 0b10100000, 0b01000000, 0, 0, 0);
    Volume v = ImageReaders.read(end());
    assertArrayEquals(new double[] {255, 0, 255, 0, 0, 0, 0, 0, 0, 255}, row(v, 0, 0));
    assertArrayEquals(new double[10], row(v, 1, 0));
  }

  @Test
  void sixteenBitsStaySixteen() throws IOException {
    begin(2, 1, 16, GREY);
    data(0, 0x12, 0x34, 0xff, 0xfe);
    Volume v = ImageReaders.read(end());
    assertEquals(SampleType.UINT16, v.type());
    assertArrayEquals(new double[] {0x1234, 0xfffe}, row(v, 0, 0));
  }

  @Test
  void sixteenBitsOfColourStaySixteen() throws IOException {
    begin(1, 1, 16, RGB);
    data(0, 1, 2, 3, 4, 0xfe, 6);
    Volume v = ImageReaders.read(end());
    assertEquals(SampleType.UINT16, v.type());
    assertArrayEquals(new double[] {0x0102}, row(v, 0, 0));
    assertArrayEquals(new double[] {0x0304}, row(v, 0, 1));
    assertArrayEquals(new double[] {0xfe06}, row(v, 0, 2));
  }

  @Test
  void alphaIsLeftOutWithAWarning() throws IOException {
    begin(2, 1, 8, RGB_ALPHA);
    data(0, 10, 20, 30, 0, 40, 50, 60, 128);
    Volume v = ImageReaders.read(end());
    assertEquals(3, v.channels());
    assertArrayEquals(new double[] {10, 40}, row(v, 0, 0));
    assertArrayEquals(new double[] {20, 50}, row(v, 0, 1));
    assertArrayEquals(new double[] {30, 60}, row(v, 0, 2));
    assertEquals(
        List.of(
            "The transparency of this image is left out: its colours are those that are stored."),
        v.warnings());
  }

  @Test
  void greyWithAlphaIsOneChannel() throws IOException {
    begin(2, 1, 8, GREY_ALPHA);
    data(0, 10, 0, 40, 128);
    Volume v = ImageReaders.read(end());
    assertEquals(1, v.channels());
    assertArrayEquals(new double[] {10, 40}, row(v, 0, 0));
    assertEquals(1, v.warnings().size());
  }

  @Test
  void aTransparentPaletteKeepsItsColours() throws IOException {
    begin(4, 1, 2, PALETTE);
    chunk("PLTE", bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    chunk("tRNS", bytes(0, 128));
    data(0, 0b11_01_00_10);
    Volume v = ImageReaders.read(end());
    assertArrayEquals(new double[] {10, 4, 1, 7}, row(v, 0, 0));
    assertArrayEquals(new double[] {12, 6, 3, 9}, row(v, 0, 2));
    assertEquals(1, v.warnings().size());
  }

  @Test
  void gammaIsNotApplied() throws IOException {
    begin(2, 1, 8, GREY);
    chunk("gAMA", ByteBuffer.allocate(4).putInt(100000).array());
    data(0, 10, 200);
    assertArrayEquals(new double[] {10, 200}, row(ImageReaders.read(end()), 0, 0));
  }

  @Test
  void missingRowsAreAFault() throws IOException {
    begin(4, 4, 8, GREY);
    data(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    assertFault("the PNG is damaged: it cannot be decoded");
  }

  @Test
  void aChangedByteIsAFault() throws IOException {
    begin(2, 1, 8, GREY);
    data(0, 10, 20);
    byte[] b = Files.readAllBytes(end());
    b[b.length - 20]++;
    Path changed = Files.write(folder.resolve("changed"), b);
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(changed));
    assertEquals("the PNG is damaged: a checksum does not fit", e.getMessage());
  }

  @Test
  void moreThanCanUnzipIsRefusedBeforeDecoding() throws IOException {
    begin(20000, 20000, 8, GREY);
    data(0, 1, 2, 3);
    Path file = end();
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertTrue(
        e.getMessage().matches("20000 x 20000 pixels declared, more than \\d+ bytes can unzip to"),
        e.getMessage());
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() throws IOException {
    begin(60000, 60000, 8, RGB);
    data(0, 1, 2, 3);
    assertFault("10800000000 samples declared, more than the 2147483639 of one array");
  }
}
