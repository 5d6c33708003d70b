// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import org.heatscope.io.ImageFormatException;

/**
 * The stored samples that stand for no data (PS3.3 C.7.5.1.1.2).
 *
 * @param least the least of them; NaN where there are none
 * @param most the greatest of them; NaN where there are none
 */
record Padding(double least, double most) {
  static final Padding NONE = new Padding(Double.NaN, Double.NaN);

  static Padding of(DicomDataset d, PixelFormat format) throws ImageFormatException {
    switch (format.type()) {
      case FLOAT32:
        return of(
            d.real(Tag.FLOAT_PIXEL_PADDING_VALUE), d.real(Tag.FLOAT_PIXEL_PADDING_RANGE_LIMIT));
      case FLOAT64:
        return of(
            d.real(Tag.DOUBLE_FLOAT_PIXEL_PADDING_VALUE),
            d.real(Tag.DOUBLE_FLOAT_PIXEL_PADDING_RANGE_LIMIT));
      default:
        boolean signed = format.type().isSigned();
        return of(
            sample(d, Tag.PIXEL_PADDING_VALUE, signed),
            sample(d, Tag.PIXEL_PADDING_RANGE_LIMIT, signed));
    }
  }

  private static Padding of(double value, double limit) {
    double other = Double.isNaN(limit) ? value : limit;
    return new Padding(Math.min(value, other), Math.max(value, other));
  }

  /** An attribute of the header as a sample: its sign is that of the pixels. */
  private static double sample(DicomDataset d, Tag tag, boolean signed)
      throws ImageFormatException {
    if (!d.has(tag)) {
      return Double.NaN;
    }
    long bits = d.unsigned(tag, 0);
    return signed ? d.bytes(tag).length == 4 ? (int) bits : (short) bits : bits;
  }

  boolean holds(double stored) {
    return stored >= least && stored <= most;
  }

  boolean isNone() {
    return Double.isNaN(least);
  }
}
