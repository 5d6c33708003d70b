// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageMetadata;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import org.heatscope.io.ImageFormatException;

/**
 * What the tags of a TIFF page say (TIFF 6.0).
 *
 * @param width pixels in a row
 * @param height rows
 * @param bands samples in a pixel
 * @param bits of the first sample
 * @param sampleFormat 1 unsigned, 2 signed, 3 floating point
 * @param photometric 0 and 1 grey, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr
 * @param compression 1 none
 * @param reduced whether the page is a smaller copy of another
 */
record TiffPage(
    int width,
    int height,
    int bands,
    int bits,
    int sampleFormat,
    int photometric,
    int compression,
    boolean reduced) {

  static TiffPage of(ImageReader decoder, int page) throws IOException {
    TIFFImageMetadata m = (TIFFImageMetadata) decoder.getImageMetadata(page);
    return new TiffPage(
        tag(m, 256, 0),
        tag(m, 257, 0),
        tag(m, 277, 1),
        tag(m, 258, 1),
        tag(m, 339, 1),
        tag(m, 262, 1),
        tag(m, 259, 1),
        (tag(m, 254, 0) & 1) != 0);
  }

  /** The first value of a tag. */
  private static int tag(TIFFImageMetadata m, int number, int otherwise) {
    Entry entry = m.getTIFFField(number);
    Object value = entry == null ? null : entry.getValue();
    if (value != null && value.getClass().isArray()) {
      value = java.lang.reflect.Array.get(value, 0);
    }
    return value instanceof Number ? ((Number) value).intValue() : otherwise;
  }

  /**
   * How many channels the page gives: 1, or 3 in colour; a fourth sample is transparency.
   *
   * @throws ImageFormatException naming what is not supported
   */
  int channels(Path file) throws ImageFormatException {
    boolean colour = photometric == 2 || photometric == 6;
    if (photometric > 3 && photometric != 6) {
      throw new ImageFormatException(
          file,
          (photometric == 5 ? "CMYK" : "this kind of")
              + " colour (PhotometricInterpretation "
              + photometric
              + ") is not supported");
    }
    if (bands < (colour ? 3 : 1) || bands > (colour ? 4 : 2)) {
      throw new ImageFormatException(file, bands + " samples in a pixel are not supported");
    }
    return colour ? 3 : 1;
  }

  /** Whether the pages can lie on each other as a stack. */
  boolean matches(TiffPage other) {
    return width == other.width
        && height == other.height
        && bands == other.bands
        && bits == other.bits
        && sampleFormat == other.sampleFormat
        && photometric == other.photometric;
  }

  /** Bytes of the samples as they are stored. */
  long storedBytes() {
    return ((long) width * bands * bits + 7) / 8 * height;
  }
}
