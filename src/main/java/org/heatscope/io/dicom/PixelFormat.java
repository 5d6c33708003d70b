// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;

/**
 * How samples are packed into the pixel data of one file (DICOM PS3.3 C.7.6.3, PS3.5 section 8).
 *
 * @param rows pixels down
 * @param columns pixels across
 * @param frames pictures in the file
 * @param channels 1 for grey, 3 for red, green, blue
 * @param planar whether a frame holds all red samples, then all green, then all blue
 * @param type of a stored sample
 * @param bitsStored bits of a sample that carry its value; the others may hold anything
 * @param highBit the topmost of those bits
 * @param inverted whether small values are meant to be shown bright (MONOCHROME1)
 */
record PixelFormat(
    int rows,
    int columns,
    int frames,
    int channels,
    boolean planar,
    SampleType type,
    int bitsStored,
    int highBit,
    boolean inverted) {

  /**
   * The pixel format of a file.
   *
   * @throws ImageFormatException if it is one that is not read, contradicts itself or asks for more
   *     than the file holds
   */
  static PixelFormat of(DicomFile file) throws ImageFormatException {
    DicomDataset d = file.dataset();
    refuseUnread(file);
    String photometric = d.label(Tag.PHOTOMETRIC_INTERPRETATION);
    int channels = (int) d.unsigned(Tag.SAMPLES_PER_PIXEL, 1);
    boolean grey = photometric.isEmpty() || photometric.startsWith("MONOCHROME");
    if (!grey && !photometric.equals("RGB")) {
      throw file.fault("photometric interpretation " + photometric + " is not read yet");
    } else if (channels != (grey ? 1 : 3)) {
      throw file.fault(
          channels + " samples per pixel do not fit " + (grey ? "a grey picture" : photometric));
    }
    int allocated = (int) d.unsigned(Tag.BITS_ALLOCATED, 0);
    int stored = (int) d.unsigned(Tag.BITS_STORED, allocated);
    int high = (int) d.unsigned(Tag.HIGH_BIT, stored - 1L);
    boolean signed = d.unsigned(Tag.PIXEL_REPRESENTATION, 0) == 1;
    if (allocated != 8 && allocated != 16 && allocated != 32) {
      throw file.fault("samples of " + allocated + " bits are not read yet");
    } else if (stored < 1 || stored > high + 1 || high >= allocated) {
      throw file.fault(
          stored + " bits up to bit " + high + " do not fit samples of " + allocated + " bits");
    }
    PixelFormat format =
        new PixelFormat(
            size(file, Tag.ROWS),
            size(file, Tag.COLUMNS),
            frames(file),
            channels,
            d.unsigned(Tag.PLANAR_CONFIGURATION, 0) == 1,
            type(allocated, signed),
            stored,
            high,
            photometric.equals("MONOCHROME1"));
    format.checkLength(file);
    return format;
  }

  private static void refuseUnread(DicomFile file) throws ImageFormatException {
    DicomDataset d = file.dataset();
    String syntax = file.syntax();
    if (!syntax.equals(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid())
        && !syntax.equals(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())) {
      throw file.fault(TransferSyntax.describe(syntax) + " is not read yet");
    } else if (file.pixels().tag() != Tag.PIXEL_DATA) {
      throw file.fault(file.pixels().tag() + " is not read yet");
    } else if (d.has(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE)
        || d.has(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE)) {
      throw file.fault("enhanced multi-frame images are not read yet");
    } else if (d.has(Tag.MODALITY_LUT_SEQUENCE)) {
      throw file.fault("values given by a modality LUT are not read yet");
    }
  }

  private static int size(DicomFile file, Tag tag) throws ImageFormatException {
    long size = file.dataset().unsigned(tag, 0);
    if (size < 1 || size > 0xffff) {
      throw file.fault(tag + " is " + size);
    }
    return (int) size;
  }

  private static int frames(DicomFile file) throws ImageFormatException {
    double frames = file.dataset().decimal(Tag.NUMBER_OF_FRAMES, 1);
    if (frames < 0 || frames > Integer.MAX_VALUE || frames != Math.rint(frames)) {
      throw file.fault(Tag.NUMBER_OF_FRAMES + " is " + frames);
    }
    return Math.max(1, (int) frames);
  }

  private static SampleType type(int bits, boolean signed) {
    switch (bits) {
      case 8:
        return signed ? SampleType.INT8 : SampleType.UINT8;
      case 16:
        return signed ? SampleType.INT16 : SampleType.UINT16;
      default:
        return signed ? SampleType.INT32 : SampleType.UINT32;
    }
  }

  private void checkLength(DicomFile file) throws ImageFormatException {
    long declared = file.pixels().length();
    long there = file.size() - file.pixels().offset();
    if (declared < 0) {
      throw file.fault("pixel data of undefined length in an uncompressed file");
    }
    double needed = (double) frameSamples() * type.bytes() * frames;
    if (needed > Math.min(declared, there)) {
      throw file.fault(
          String.format(
              "truncated: %.0f bytes of pixels declared, %d present",
              needed, Math.min(declared, there)));
    }
    if (frameSamples() * type.bytes() > Integer.MAX_VALUE - 8) {
      throw file.fault("a frame of " + columns + " x " + rows + " is larger than can be read");
    }
  }

  /** The number of samples in one frame, all channels. */
  long frameSamples() {
    return (long) rows * columns * channels;
  }

  /** Whether frames of both formats can share an array; the number of frames may differ. */
  boolean fits(PixelFormat o) {
    return rows == o.rows
        && columns == o.columns
        && channels == o.channels
        && type == o.type
        && inverted == o.inverted;
  }

  /** "256 x 256, uint16", for people: columns, rows, type. */
  String describe() {
    return columns
        + " x "
        + rows
        + ", "
        + type.dtype()
        + (channels == 3 ? " RGB" : inverted ? " inverted" : "");
  }

  /**
   * Replaces samples as they lie in the file by their values: shifted down to bit 0, unused bits
   * cleared or, for signed samples, filled with the sign.
   */
  void unpack(Object array, int from, int count) {
    int bits = 8 * type.bytes();
    if (bitsStored == bits) {
      return;
    }
    int up = 31 - highBit;
    int down = 32 - bitsStored;
    boolean signed = type.isSigned();
    if (array instanceof byte[] b) {
      for (int i = from; i < from + count; i++) {
        b[i] = (byte) (signed ? b[i] << up >> down : b[i] << up >>> down);
      }
    } else if (array instanceof short[] s) {
      for (int i = from; i < from + count; i++) {
        s[i] = (short) (signed ? s[i] << up >> down : s[i] << up >>> down);
      }
    } else {
      int[] v = (int[]) array;
      for (int i = from; i < from + count; i++) {
        v[i] = signed ? v[i] << up >> down : v[i] << up >>> down;
      }
    }
  }

  /**
   * The stored samples that stand for no data (PS3.3 C.7.5.1.1.2).
   *
   * @return the least and the greatest of them; NaN where there are none
   */
  double[] padding(DicomDataset d) throws ImageFormatException {
    if (!d.has(Tag.PIXEL_PADDING_VALUE)) {
      return new double[] {Double.NaN, Double.NaN};
    }
    long value = d.unsigned(Tag.PIXEL_PADDING_VALUE, 0);
    double a = sample(value);
    double b = sample(d.unsigned(Tag.PIXEL_PADDING_RANGE_LIMIT, value));
    return new double[] {Math.min(a, b), Math.max(a, b)};
  }

  /** A value attribute of the header as a sample: its sign is that of the pixels. */
  private double sample(long bits) {
    return type.isSigned() ? (short) bits : bits;
  }
}
