// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values, windows and units; expected numbers worked by hand from PS3.3 and PS3.5. */
class DicomValuesTest {
  private static final int PHOTOMETRIC = 0x00280004;
  private static final int SAMPLES_PER_PIXEL = 0x00280002;
  private static final int PLANAR = 0x00280006;
  private static final int HIGH_BIT = 0x00280102;
  private static final int PADDING = 0x00280120;
  private static final int CENTER = 0x00281050;
  private static final int WIDTH = 0x00281051;
  private static final int INTERCEPT = 0x00281052;
  private static final int SLOPE = 0x00281053;
  private static final int RESCALE_TYPE = 0x00281054;
  private static final int VOI_FUNCTION = 0x00281056;
  private static final int MODALITY = 0x00080060;
  private static final int SOP_CLASS = 0x00080016;

  @TempDir Path folder;

  @Test
  void twelveSignedBitsTakeTheirSignFromTheHighBit() throws IOException {
    int[] raw = {0x7fff, 0xf800, 0x07ff, 0x1001};
    assertPixels(picture().pixels(2, 2, 16, 12, true, raw), SampleType.INT16, -1, -2048, 2047, 1);
  }

  @Test
  void unusedUpperBitsAreCleared() throws IOException {
    int[] raw = {0xf123, 0x1fff, 0x0000, 0x8001};
    assertPixels(picture().pixels(2, 2, 16, 12, false, raw), SampleType.UINT16, 0x123, 0xfff, 0, 1);
  }

  @Test
  void bitsBelowTheStoredOnesAreShiftedOut() throws IOException {
    int[] raw = {0xfff0, 0x001f, 0x8000, 0x7ff0};
    assertPixels(
        picture().pixels(2, 2, 16, 12, true, raw).unsigned(HIGH_BIT, 15),
        SampleType.INT16,
        -1,
        1,
        -2048,
        2047);
  }

  @Test
  void bytesAndWordsOfAllKinds() throws IOException {
    int[] raw = {0, 127, 128, 255};
    assertPixels(picture().pixels(2, 2, 8, 8, false, raw), SampleType.UINT8, 0, 127, 128, 255);
    assertPixels(picture().pixels(2, 2, 8, 8, true, raw), SampleType.INT8, 0, 127, -128, -1);
    assertPixels(picture().pixels(2, 2, 8, 7, true, raw), SampleType.INT8, 0, -1, 0, -1);
    int[] words = {0x8000, 0xffff, 0x7fff, 1};
    assertPixels(
        picture().pixels(2, 2, 16, 16, false, words), SampleType.UINT16, 32768, 65535, 32767, 1);
    assertPixels(
        picture().pixels(2, 2, 16, 16, true, words), SampleType.INT16, -32768, -1, 32767, 1);
    int[] longs = {-1, Integer.MIN_VALUE, 5, 0x7fffffff};
    assertPixels(
        picture().pixels(2, 2, 32, 32, false, longs),
        SampleType.UINT32,
        4294967295.0,
        2147483648.0,
        5,
        2147483647);
    assertPixels(
        picture().pixels(2, 2, 32, 32, true, longs),
        SampleType.INT32,
        -1,
        -2147483648.0,
        5,
        2147483647);
  }

  @Test
  void anOddNumberOfBytesIsPadded() throws IOException {
    Volume v = read(picture().pixels(3, 1, 8, 8, false, 1, 2, 3, 0).unsigned(0x00280010, 1));
    assertEquals(3, v.value(2, 0, 0, 0, 0));
  }

  @Test
  void rgbPixelByPixelAndPlaneByPlane() throws IOException {
    DicomWriter pixelByPixel = picture().pixels(2, 1, 8, 8, false, 1, 2, 3, 4, 5, 6);
    DicomWriter planes = picture().pixels(2, 1, 8, 8, false, 1, 4, 2, 5, 3, 6).unsigned(PLANAR, 1);
    for (DicomWriter w : List.of(pixelByPixel, planes)) {
      Volume v = read(w.unsigned(SAMPLES_PER_PIXEL, 3).text(PHOTOMETRIC, "CS", "RGB"));
      assertEquals(3, v.channels());
      for (int c = 0; c < 3; c++) {
        assertEquals(1 + c, v.value(0, 0, 0, 0, c));
        assertEquals(4 + c, v.value(1, 0, 0, 0, c));
      }
    }
  }

  @Test
  void slopeAndInterceptStayBesideTheSamples() throws IOException {
    Volume v = read(picture().pixels(3).numbers(SLOPE, 2).numbers(INTERCEPT, -1024));
    assertEquals(new Rescale(2, -1024), v.rescale());
    assertEquals(SampleType.UINT16, v.type());
    assertEquals(2 * 3 - 1024, v.value(0, 0, 0, 0, 0));
  }

  @Test
  void slopesThatDifferFromSliceToSliceGiveFloats() throws IOException {
    slice(0, 3).numbers(SLOPE, 0.5).unsigned(PADDING, 4).write(folder, "a");
    slice(1, 3).numbers(SLOPE, 2).numbers(INTERCEPT, 10).write(folder, "b");
    Volume v = ImageReaders.read(folder);
    assertEquals(SampleType.FLOAT32, v.type());
    assertEquals(Rescale.IDENTITY, v.rescale());
    assertEquals(1.5, v.value(0, 0, 0, 0, 0));
    assertEquals(Double.NaN, v.value(1, 0, 0, 0, 0), "the padding value");
    assertEquals(16, v.value(0, 0, 1, 0, 0));
    assertEquals(18, v.value(1, 0, 1, 0, 0));
  }

  @Test
  void windowsOfEachKind() throws IOException {
    DicomWriter w = picture().pixels(1).numbers(CENTER, 40, 300).numbers(WIDTH, 400, 1500);
    assertEquals(List.of(Window.linear(40, 400), Window.linear(300, 1500)), read(w).windows());
    w.text(VOI_FUNCTION, "CS", "LINEAR_EXACT");
    assertEquals(
        List.of(Window.linearExact(40, 400), Window.linearExact(300, 1500)), read(w).windows());
    w.text(VOI_FUNCTION, "CS", "SIGMOID");
    assertEquals(List.of(Window.sigmoid(40, 400), Window.sigmoid(300, 1500)), read(w).windows());
  }

  @Test
  void windowsWithoutAWidthAreDropped() throws IOException {
    DicomWriter w = picture().pixels(1).numbers(CENTER, 0, 50).numbers(WIDTH, 0, 20);
    assertEquals(List.of(Window.linear(50, 20)), read(w).windows());
    w.text(WIDTH, "DS", "wide");
    assertEquals(List.of(), read(w).windows());
  }

  @Test
  void onlyRescaledCtIsInHounsfieldUnits() throws IOException {
    DicomWriter ct = picture().pixels(1).text(MODALITY, "CS", "CT");
    assertEquals("", read(ct).unit(), "no rescale slope");
    assertEquals("HU", read(ct.numbers(SLOPE, 1)).unit());
    assertEquals("HU", read(ct.text(RESCALE_TYPE, "LO", "HU")).unit());
    assertEquals("", read(ct.text(RESCALE_TYPE, "LO", "US")).unit());
    ct.remove(RESCALE_TYPE).text(SOP_CLASS, "UI", "1.2.840.10008.5.1.4.1.1.7");
    assertEquals("", read(ct).unit(), "a picture of a screen");
  }

  @Test
  void unitsOfPet() throws IOException {
    DicomWriter pet = picture().pixels(1).text(MODALITY, "CS", "PT");
    assertEquals("Bq/ml", read(pet.text(0x00541001, "CS", "BQML")).unit());
    assertEquals("counts", read(pet.text(0x00541001, "CS", "CNTS")).unit());
  }

  @Test
  void windowsOfInvertedGreyShowSmallValuesBright() throws IOException {
    DicomWriter w = picture().pixels(1).text(PHOTOMETRIC, "CS", "MONOCHROME1");
    Window all = read(w).windows().get(0);
    assertEquals(1, all.apply(0));
    assertEquals(0, all.apply(65535));
    Window own =
        read(w.numbers(CENTER, 8).numbers(WIDTH, 32).text(VOI_FUNCTION, "CS", "LINEAR_EXACT"))
            .windows()
            .get(0);
    assertArrayEquals(
        new double[] {1, 1, .75, .5, 0, 0},
        new double[] {
          own.apply(-99), own.apply(-8), own.apply(0), own.apply(8), own.apply(24), own.apply(40)
        });
  }

  @Test
  void invertedGreyIsWarnedOf() throws IOException {
    Volume v = read(picture().pixels(1).text(PHOTOMETRIC, "CS", "MONOCHROME1"));
    assertTrue(v.warnings().toString().contains("MONOCHROME1"));
    assertEquals(1, v.value(0, 0, 0, 0, 0));
  }

  private static byte[] words(int... words) {
    byte[] bytes = new byte[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[2 * i] = (byte) words[i];
      bytes[2 * i + 1] = (byte) (words[i] >> 8);
    }
    return bytes;
  }

  private static DicomWriter table(int count, int first, int bits, int... entries) {
    return new DicomWriter()
        .raw(0x00283002, "US", words(count, first, bits))
        .raw(0x00283006, "OW", words(entries));
  }

  @Test
  void voiTableIsTheFirstWindow() throws IOException {
    byte[] item = table(3, 5, 8, 0, 51, 255).dataset();
    Volume v =
        read(
            picture()
                .pixels(1)
                .raw(0x00283010, "SQ", DicomWriter.item(item, true), 0xffffffffL)
                .numbers(CENTER, 40)
                .numbers(WIDTH, 80));
    assertEquals(
        List.of(Window.table(5, new double[] {0, 0.2, 1}), Window.linear(40, 80)), v.windows());
  }

  @Test
  void modalityTableGivesTheValues() throws IOException {
    byte[] item = table(3, -1, 16, 1000, 60000, 7).dataset();
    Volume v =
        read(
            picture()
                .pixels(2, 2, 16, 16, true, -2, -1, 0, 9)
                .raw(0x00283000, "SQ", DicomWriter.item(item, false)));
    assertEquals(SampleType.FLOAT32, v.type());
    assertArrayEquals(new float[] {1000, 1000, 60000, 7}, (float[]) Samples.of(v, 0, 0).array());
  }

  @Test
  void paddingAndItsRangeBecomeNaN() throws IOException {
    Volume v =
        read(
            picture()
                .pixels(2, 2, 16, 16, true, -2000, -1990, -1000, 0)
                .numbers(SLOPE, 2)
                .raw(0x00280120, "SS", words(-2000))
                .raw(0x00280121, "SS", words(-1990)));
    assertArrayEquals(
        new float[] {Float.NaN, Float.NaN, -2000, 0}, (float[]) Samples.of(v, 0, 0).array());
  }

  @Test
  void paddingThatDoesNotOccurLeavesTheStoredType() throws IOException {
    Volume v = read(picture().pixels(1).raw(0x00280120, "US", words(9)));
    assertEquals(SampleType.UINT16, v.type());
  }

  @Test
  void bitsRunOnFromFrameToFrame() throws IOException {
    // 3 x 1 pixels, 3 frames: bits 0..8 of the words, lowest first: 101 110 011
    Volume v =
        read(
            picture()
                .pixels(3, 1, 16, 16, false, 0b110011101)
                .text(0x00280008, "IS", "3")
                .unsigned(0x00280100, 1)
                .unsigned(0x00280101, 1)
                .unsigned(HIGH_BIT, 0));
    assertArrayEquals(new byte[] {1, 0, 1, 1, 1, 0, 0, 1, 1}, (byte[]) Samples.of(v, 0, 0).array());
  }

  @Test
  void paletteColoursBecomeRgb() throws IOException {
    DicomWriter w =
        picture().pixels(2, 2, 8, 8, false, 0, 1, 2, 255).text(PHOTOMETRIC, "CS", "PALETTE COLOR");
    for (int c = 0; c < 3; c++) {
      w.raw(0x00281101 + c, "US", words(3, 0, 8));
    }
    w.raw(0x00281201, "OW", words(10, 20, 30)).raw(0x00281202, "OW", words(40, 50, 60));
    Volume v = read(w.raw(0x00281203, "OW", words(70, 80, 90)));
    assertArrayEquals(
        new byte[] {10, 20, 30, 30, 40, 50, 60, 60, 70, 80, 90, 90},
        (byte[]) Samples.of(v, 0, 0).array());
  }

  @Test
  void segmentedPaletteIsExpanded() throws IOException {
    DicomWriter w =
        picture().pixels(2, 2, 8, 8, false, 0, 1, 3, 5).text(PHOTOMETRIC, "CS", "PALETTE COLOR");
    for (int c = 0; c < 3; c++) {
      // One entry 100, four even steps to 500, then the first segment again.
      w.raw(0x00281101 + c, "US", words(6, 0, 16));
      w.raw(0x00281221 + c, "OW", words(0, 1, 100, 1, 4, 500, 2, 1, 0, 0));
    }
    short[] array = (short[]) Samples.of(read(w), 0, 0).array();
    assertArrayEquals(new short[] {100, 200, 400, 100}, Arrays.copyOf(array, 4));
  }

  @Test
  void luminanceAndColourDifferencesBecomeRgb() throws IOException {
    // PS3.3 C.7.6.3.1.2 with Y 100, Cb 148, Cr 78: R 100-70.1, G 100-6.88+35.71, B 100+35.44
    Volume v =
        read(
            picture()
                .pixels(2, 1, 8, 8, false, 100, 148, 78, 50, 128, 128)
                .unsigned(0x00280002, 3)
                .text(PHOTOMETRIC, "CS", "YBR_FULL"));
    assertArrayEquals(
        new byte[] {30, 50, (byte) 129, 50, (byte) 135, 50}, (byte[]) Samples.of(v, 0, 0).array());
  }

  @Test
  void colourFramesReadWhenLookedAtHoldTheSameSamples() throws IOException {
    Path file =
        picture()
            .pixels(2, 1, 8, 8, false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
            .text(0x00280008, "IS", "2")
            .unsigned(0x00280002, 3)
            .text(PHOTOMETRIC, "CS", "RGB")
            .write(folder, "cine");
    Volume v = DicomSeries.ofFile(file, ReadOptions.standard()).readLazily();
    for (int i = 0; i < 12; i++) {
      assertEquals(i + 1, v.value(i / 3 % 2, 0, i / 6, 0, i % 3));
    }
  }

  @Test
  void pixelsThatShareTheirColourAreSpread() throws IOException {
    Volume v =
        read(
            picture()
                .pixels(2, 1, 8, 8, false, 10, 20, 128, 128)
                .unsigned(0x00280002, 3)
                .text(PHOTOMETRIC, "CS", "YBR_FULL_422"));
    assertArrayEquals(new byte[] {10, 20, 10, 20, 10, 20}, (byte[]) Samples.of(v, 0, 0).array());
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    assertRefused(
        picture().pixels(1).text(PHOTOMETRIC, "CS", "CMYK"),
        "photometric interpretation CMYK is not read");
    assertRefused(
        picture().pixels(1).syntax("1.2.840.10008.1.2.4.203"),
        "high-throughput JPEG 2000 (1.2.840.10008.1.2.4.203) is not read");
    assertRefused(
        picture().pixels(1).syntax("1.2.3.4"), "the transfer syntax (1.2.3.4) is not read");
    assertRefused(
        picture()
            .pixels(1)
            .unsigned(0x00280100, 12)
            .unsigned(0x00280101, 12)
            .unsigned(HIGH_BIT, 11),
        "samples of 12 bits are not read");
    assertRefused(picture().pixels(1).numbers(SLOPE, 0), "rescale slope (0028,1053) is 0");
  }

  private void assertRefused(DicomWriter w, String fault) throws IOException {
    Path file = w.write(folder, "refused");
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
    assertEquals(fault, e.getMessage());
  }

  private void assertPixels(DicomWriter w, SampleType type, double... expected) throws IOException {
    Volume v = read(w);
    assertEquals(type, v.type());
    double[] found = {
      v.value(0, 0, 0, 0, 0), v.value(1, 0, 0, 0, 0), v.value(0, 1, 0, 0, 0), v.value(1, 1, 0, 0, 0)
    };
    assertArrayEquals(expected, found);
  }

  private Volume read(DicomWriter w) throws IOException {
    return ImageReaders.read(w.write(folder, "picture"));
  }

  private static DicomWriter picture() {
    return DicomWriter.picture();
  }

  private static DicomWriter slice(int k, int value) {
    return DicomWriter.slice(new double[] {1, 0, 0, 0, 1, 0}, 0, 0, 5 * k).pixels(value);
  }
}
