// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;

/**
 * What a page of a TIFF file holds.
 *
 * @param path its file
 * @param index of the page among all directories of the file
 * @param width columns
 * @param height rows
 * @param channels 1 for grey, 3 for red, green, blue
 * @param alpha whether one more sample a pixel follows the channels
 * @param type of a sample; one of fewer bits than its type has keeps its number
 * @param photometric PhotometricInterpretation
 * @param directory its tags
 */
record TiffPage(
    Path path,
    int index,
    int width,
    int height,
    int channels,
    boolean alpha,
    SampleType type,
    int photometric,
    TiffDirectory directory) {
  static final int MIN_IS_WHITE = 0;
  static final int MIN_IS_BLACK = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;

  static final long UNCOMPRESSED = 1;

  /** LZW cannot shrink data further: 3838 codes of 9 to 12 bits for strings of 1 to 3838 bytes. */
  private static final long MOST_PACKED = 1400;

  /**
   * Checks a directory.
   *
   * @throws ImageFormatException if it is not an image that is read, or its file is too short
   */
  static TiffPage of(Path path, int index, TiffDirectory d) throws IOException {
    long width = d.first(TiffDirectory.IMAGE_WIDTH, 0);
    long height = d.first(TiffDirectory.IMAGE_LENGTH, 0);
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new ImageFormatException(path, "a TIFF page of " + width + " x " + height + " pixels");
    }
    long samples = d.first(TiffDirectory.SAMPLES_PER_PIXEL, 1);
    int photometric =
        (int) d.first(TiffDirectory.PHOTOMETRIC_INTERPRETATION, samples < 3 ? MIN_IS_BLACK : RGB);
    if (photometric < MIN_IS_WHITE || photometric > PALETTE) {
      throw new ImageFormatException(
          path, "TIFF of " + colors(photometric) + " is not read, only grey, palette and RGB");
    }
    int channels = photometric == RGB ? 3 : 1;
    if (samples != channels && samples != channels + 1) {
      throw new ImageFormatException(
          path, "TIFF of " + samples + " samples a pixel is not read, only grey, palette and RGB");
    }
    long[] bits = d.all(TiffDirectory.BITS_PER_SAMPLE);
    SampleType type = type(path, d, bits);
    requireData(path, d, (width * samples * (bits.length == 0 ? 1 : bits[0]) + 7) / 8 * height);
    boolean alpha = samples > channels;
    return new TiffPage(
        path, index, (int) width, (int) height, channels, alpha, type, photometric, d);
  }

  /** Numbers stored for a pixel: its channels, and its transparency. */
  int samples() {
    return channels + (alpha ? 1 : 0);
  }

  /** Bits of a sample in the file. */
  long bits() {
    return directory.first(TiffDirectory.BITS_PER_SAMPLE, 1);
  }

  boolean isPlain() {
    return directory.first(TiffDirectory.COMPRESSION, UNCOMPRESSED) == UNCOMPRESSED;
  }

  private static String colors(int photometric) {
    return switch (photometric) {
      case 4 -> "a transparency mask";
      case 5 -> "CMYK colours";
      case 6 -> "YCbCr colours";
      case 8, 9, 10 -> "LAB colours";
      case 32803 -> "raw camera colours (CFA)";
      case 32844, 32845 -> "LogLuv colours";
      default -> "the photometric interpretation " + photometric;
    };
  }

  private static SampleType type(Path path, TiffDirectory d, long[] allBits)
      throws ImageFormatException {
    long bits = allBits.length == 0 ? 1 : allBits[0];
    long[] formats = d.all(TiffDirectory.SAMPLE_FORMAT);
    long format = formats.length == 0 ? 1 : formats[0];
    if (Arrays.stream(allBits).anyMatch(b -> b != bits)
        || Arrays.stream(formats).anyMatch(f -> f != format)) {
      throw new ImageFormatException(path, "the channels of the TIFF have different types");
    }
    SampleType type =
        switch ((int) format) {
          case 1, 4 -> unsigned(bits);
          case 2 ->
              bits == 8
                  ? SampleType.INT8
                  : bits == 16
                      ? SampleType.INT16
                      : bits == 32 ? SampleType.INT32 : bits == 64 ? SampleType.INT64 : null;
          case 3 ->
              bits == 16 || bits == 24 || bits == 32
                  ? SampleType.FLOAT32
                  : bits == 64 ? SampleType.FLOAT64 : null;
          default -> null;
        };
    if (type == null) {
      String kind = format == 2 ? "signed" : format == 3 ? "float" : format < 5 ? "" : "complex";
      throw new ImageFormatException(
          path, ("TIFF of " + bits + "-bit " + kind).strip() + " samples is not read");
    }
    return type;
  }

  private static SampleType unsigned(long bits) {
    if (bits == 64) {
      return SampleType.UINT64;
    } else if (bits < 1 || bits > 32) {
      return null;
    }
    return bits <= 8 ? SampleType.UINT8 : bits <= 16 ? SampleType.UINT16 : SampleType.UINT32;
  }

  /** Holds the strips or tiles to the file, and the samples to what these can unpack to. */
  private static void requireData(Path path, TiffDirectory d, long unpacked) throws IOException {
    long[] offsets = d.blockOffsets();
    long[] counts = d.blockByteCounts();
    if (offsets.length == 0 || offsets.length != counts.length) {
      throw new ImageFormatException(path, "the TIFF does not say where its pixels lie");
    }
    long size = Files.size(path);
    double packed = 0;
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] < 0 || counts[i] < 0 || offsets[i] > size - counts[i]) {
        throw new ImageFormatException(path, "truncated: pixels of the TIFF lie beyond its end");
      }
      packed += counts[i];
    }
    long compression = d.first(TiffDirectory.COMPRESSION, UNCOMPRESSED);
    boolean fax = compression >= 2 && compression <= 4;
    double most = packed * (compression == UNCOMPRESSED ? 1 : MOST_PACKED);
    if (unpacked > most && !fax) {
      throw new ImageFormatException(
          path,
          String.format(
              "truncated: %d bytes of pixels declared, %.0f bytes present", unpacked, packed));
    }
  }
}
