// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small TIFF files written by hand, by the layout of TIFF 6.0, sections 2 and 8. */
class TiffValuesTest {
  private static final int JPEG = 7;
  private static final int DEFLATE = 8;

  @TempDir Path folder;

  private static byte[] bytes(int... values) {
    byte[] b = new byte[values.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = (byte) values[i];
    }
    return b;
  }

  private static byte[] deflated(byte[] data) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream zip = new DeflaterOutputStream(packed)) {
      zip.write(data);
    }
    return packed.toByteArray();
  }

  private Volume read(TiffWriter tiff) throws IOException {
    return ImageReaders.read(file(tiff));
  }

  private Path file(TiffWriter tiff) throws IOException {
    return Files.write(folder.resolve("image"), tiff.bytes());
  }

  private void assertFault(String fault, TiffWriter tiff) throws IOException {
    Path file = file(tiff);
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertEquals(fault, e.getMessage());
  }

  private static double[] row(Volume v, int y, int z, int channel) {
    double[] row = new double[v.geometry().nx()];
    for (int x = 0; x < row.length; x++) {
      row[x] = v.value(x, y, z, 0, channel);
    }
    return row;
  }

  private static TiffWriter writer() {
    return new TiffWriter(ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 1, UINT8, 1, 255", "8, 2, INT8, 1, -1", "16, 1, UINT16, 257, 65535",
    "16, 2, INT16, 257, -1", "32, 1, UINT32, 16843009, 4294967295", "32, 2, INT32, 16843009, -1"
  })
  void wholeNumbersTakeTheirSignFromTheSampleFormat(
      int bits, int format, SampleType type, double first, double second) throws IOException {
    byte[] data = new byte[bits / 4];
    Arrays.fill(data, 0, bits / 8, (byte) 1);
    Arrays.fill(data, bits / 8, bits / 4, (byte) 0xff);
    Volume v = read(writer().page(2, 1, 1, 1, data, 258, bits, 339, format));
    assertEquals(type, v.type());
    assertArrayEquals(new double[] {first, second}, row(v, 0, 0, 0));
  }

  /** Predictor 2 (TIFF 6.0, section 14): each sample is stored less the one to its left. */
  @Test
  void differencesOf64BitsAreSummedUp() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(1L << 40).putLong(-3).putLong(5).putLong(7).putLong(1).putLong(-9);
    Volume v = read(writer().page(3, 2, 1, 1, data.array(), 258, 64, 339, 2, 317, 2));
    assertEquals(SampleType.INT64, v.type());
    double first = 1L << 40;
    assertArrayEquals(new double[] {first, first - 3, first + 2}, row(v, 0, 0, 0));
    assertArrayEquals(new double[] {7, 8, -1}, row(v, 1, 0, 0));
  }

  @Test
  void floatsAreKeptPastOneAndBelowNought() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer data = ByteBuffer.allocate(12).order(order);
      data.putFloat(-2.5f).putFloat(1000.25f).putFloat(Float.NaN);
      Volume v = read(new TiffWriter(order).page(3, 1, 1, 1, data.array(), 258, 32, 339, 3));
      assertEquals(SampleType.FLOAT32, v.type());
      assertArrayEquals(new double[] {-2.5, 1000.25, Double.NaN}, row(v, 0, 0, 0));
    }
  }

  @Test
  void whiteIsZeroIsNotTurnedRound() throws IOException {
    Volume v = read(writer().page(3, 1, 1, 0, bytes(0, 10, 250), 258, 8));
    assertArrayEquals(new double[] {0, 10, 250}, row(v, 0, 0, 0));
    assertTrue(v.warnings().get(0).contains("MinIsWhite"), v.warnings()::toString);
  }

  @Test
  void bitsAreTheNumbersNoughtAndOne() throws IOException {
    Volume v = read(writer().page(4, 2, 1, 1, bytes(0b0110_0000, 0b1000_0000), 258, 1));
    assertEquals(SampleType.UINT8, v.type());
    assertArrayEquals(new double[] {0, 1, 1, 0}, row(v, 0, 0, 0));
    assertArrayEquals(new double[] {1, 0, 0, 0}, row(v, 1, 0, 0));
  }

  @Test
  void interleavedAndPlanarColoursAreTheSameChannels() throws IOException {
    Volume interleaved = read(writer().page(2, 1, 3, 2, bytes(1, 2, 3, 4, 5, 6), 258, 8, 284, 1));
    Volume planar =
        read(writer().strips(2, 1, 3, 2, List.of(bytes(1, 4), bytes(2, 5), bytes(3, 6)), 284, 2));
    for (Volume v : List.of(interleaved, planar)) {
      assertEquals(3, v.channels());
      assertArrayEquals(new double[] {1, 4}, row(v, 0, 0, 0));
      assertArrayEquals(new double[] {2, 5}, row(v, 0, 0, 1));
      assertArrayEquals(new double[] {3, 6}, row(v, 0, 0, 2));
    }
  }

  @Test
  void alphaIsLeftOutWithAWarning() throws IOException {
    Volume v = read(writer().page(2, 1, 4, 2, bytes(1, 2, 3, 0, 4, 5, 6, 128), 258, 8, 338, 2));
    assertEquals(3, v.channels());
    assertArrayEquals(new double[] {3, 6}, row(v, 0, 0, 2));
    assertTrue(v.warnings().get(0).contains("transparency"), v.warnings()::toString);
  }

  @Test
  void alphaThatColoursAreMultipliedByIsLeftOutAsWell() throws IOException {
    Volume v = read(writer().page(2, 1, 4, 2, bytes(1, 2, 3, 4, 40, 50, 60, 128), 258, 8, 338, 1));
    assertArrayEquals(new double[] {1, 40}, row(v, 0, 0, 0));
  }

  @Test
  void pagesAreSlices() throws IOException {
    TiffWriter tiff = writer();
    tiff.page(2, 1, 1, 1, bytes(1, 2), 258, 8).page(2, 1, 1, 1, bytes(3, 4), 258, 8);
    Volume v = read(tiff.page(2, 1, 1, 1, bytes(5, 6), 258, 8));
    assertEquals(3, v.geometry().nz());
    assertArrayEquals(new double[] {1, 2}, row(v, 0, 0, 0));
    assertArrayEquals(new double[] {5, 6}, row(v, 0, 2, 0));
  }

  @Test
  void aSmallerVersionOfTheImageIsNoSlice() throws IOException {
    TiffWriter tiff = writer().page(2, 1, 1, 1, bytes(1, 2), 258, 8);
    tiff.page(1, 1, 1, 1, bytes(9), 258, 8, 254, 1);
    Volume v = read(tiff.page(2, 1, 1, 1, bytes(3, 4), 258, 8));
    assertEquals(2, v.geometry().nz());
    assertArrayEquals(new double[] {3, 4}, row(v, 0, 1, 0));
    assertEquals(1, v.warnings().size());
  }

  @Test
  void pagesOfDifferentSizesAreRefused() throws IOException {
    TiffWriter tiff = writer().page(2, 1, 1, 1, bytes(1, 2), 258, 8);
    assertFault(
        "the pages have different sizes: page 1 has 2 x 1 pixels, page 2 has 1 x 2",
        tiff.page(1, 2, 1, 1, bytes(3, 4), 258, 8));
  }

  @Test
  void framesOfImageJAreTimePoints() throws IOException {
    TiffWriter tiff = writer().description("ImageJ=1.54p\nimages=4\nslices=2\nframes=2\n");
    for (int i = 1; i <= 4; i++) {
      tiff.page(1, 1, 1, 1, bytes(i), 258, 8);
    }
    Volume v = read(tiff);
    assertEquals(2, v.geometry().nz());
    assertEquals(2, v.time().frames());
    assertEquals(2, v.value(0, 0, 1, 0, 0));
    assertEquals(3, v.value(0, 0, 0, 1, 0));
  }

  @Test
  void imagesThatImageJHidBehindOnePageAreNotOverlooked() throws IOException {
    assertFault(
        "an ImageJ stack of 9 images in 1 pages is not read",
        writer().description("ImageJ=1.54p\nimages=9\n").page(1, 1, 1, 1, bytes(1), 258, 8));
  }

  @ParameterizedTest
  @CsvSource({"5, 4, CMYK colours", "6, 3, YCbCr colours", "8, 3, LAB colours"})
  void coloursThatAreNotRgbAreRefusedByName(int photometric, int samples, String name)
      throws IOException {
    assertFault(
        "TIFF of " + name + " is not read, only grey, palette and RGB",
        writer().page(1, 1, samples, photometric, new byte[samples], 258, 8));
  }

  @Test
  void wideAndComplexSamplesAreRefused() throws IOException {
    assertFault(
        "TIFF of 48-bit samples is not read", writer().page(1, 1, 1, 1, new byte[8], 258, 48));
    assertFault(
        "TIFF of 64-bit complex samples is not read",
        writer().page(1, 1, 1, 1, new byte[8], 258, 64, 339, 6));
  }

  @Test
  void pixelsThatAreNotThereAreRefused() throws IOException {
    assertFault(
        "truncated: 10000000000 bytes of pixels declared, 4 bytes present",
        writer().page(100000, 100000, 1, 1, new byte[4], 258, 8));
    assertFault(
        "truncated: 10000000000 bytes of pixels declared, 4 bytes present",
        writer().page(100000, 100000, 1, 1, new byte[4], 258, 8, 259, DEFLATE));
  }

  @Test
  void deflatedPixelsAreRead() throws IOException {
    byte[] packed = deflated(bytes(1, 2, 3, 4));
    Volume v = read(writer().page(2, 2, 1, 1, packed, 258, 8, 259, DEFLATE));
    assertArrayEquals(new double[] {1, 2}, row(v, 0, 0, 0));
    assertArrayEquals(new double[] {3, 4}, row(v, 1, 0, 0));
  }

  @Test
  void compressedPixelsThatEndEarlyAreRefused() throws IOException {
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    byte[] packed = deflated(noise);
    byte[] half = Arrays.copyOf(packed, packed.length / 2);
    Path file = file(writer().page(64, 64, 1, 1, half, 258, 8, 259, DEFLATE));
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    byte[] less = deflated(Arrays.copyOf(noise, 2048));
    Path whole = file(writer().page(64, 64, 1, 1, less, 258, 8, 259, DEFLATE));
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(whole));
  }

  @Test
  void aStripOfJpegThatEndsEarlyIsRefused() throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    new Random(1).nextBytes(((DataBufferByte) noise.getRaster().getDataBuffer()).getData());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(noise, "jpg", out);
    byte[] jpeg = out.toByteArray();
    Volume v = read(writer().page(64, 64, 1, 1, jpeg, 258, 8, 259, JPEG));
    assertEquals(64, v.geometry().nx());
    byte[] half = Arrays.copyOf(jpeg, jpeg.length / 2);
    assertFault(
        "truncated: the TIFF lacks part of its pixels",
        writer().page(64, 64, 1, 1, half, 258, 8, 259, JPEG));
  }

  @Test
  void stripsThatAreMissingAreRefused() throws IOException {
    byte[] packed = deflated(new byte[64]);
    TiffWriter tiff = writer();
    Path file = file(tiff.page(64, 64, 1, 1, packed, 258, 8, 259, DEFLATE, 278, 1));
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
  }

  @Test
  void pagesInACircleAreRefused() throws IOException {
    byte[] tiff = writer().page(1, 1, 1, 1, bytes(1), 258, 8).bytes();
    ByteBuffer b = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int first = b.getInt(4);
    b.putInt(first + 2 + 12 * b.getShort(first), first);
    Path file = Files.write(folder.resolve("circle"), tiff);
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertEquals("the pages of the TIFF run in a circle", e.getMessage());
  }
}
