// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Optional;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.dicom.codec.FrameShape;

/**
 * How samples are packed into the pixel data of one file (DICOM PS3.3 C.7.6.3, PS3.5 section 8).
 *
 * @param rows pixels down
 * @param columns pixels across
 * @param frames pictures in the file
 * @param photometric what the samples stand for
 * @param planar whether a frame holds all red samples, then all green, then all blue
 * @param type of a stored sample; bits are read into bytes
 * @param bitsAllocated bits that a sample takes
 * @param bitsStored bits of a sample that carry its value; the others may hold anything
 * @param highBit the topmost of those bits
 */
record PixelFormat(
    int rows,
    int columns,
    int frames,
    Photometric photometric,
    boolean planar,
    SampleType type,
    int bitsAllocated,
    int bitsStored,
    int highBit) {

  /** Compressed pixel data may take this many times their bytes once decoded, ... */
  private static final long MOST_EXPANDED = 1032;

  /** ... or this many bytes, if that is more. */
  private static final long FREE_BYTES = 128L << 20;

  /**
   * The pixel format of a file.
   *
   * @throws ImageFormatException if it is one that is not read, contradicts itself or asks for more
   *     than the file holds or the options allow
   */
  static PixelFormat of(DicomFile file, ReadOptions options) throws ImageFormatException {
    DicomDataset d = file.dataset();
    Optional<TransferSyntax> syntax = TransferSyntax.of(file.syntax());
    if (syntax.isEmpty() || !syntax.get().isNative() && syntax.get().decoder().isEmpty()) {
      throw file.fault(TransferSyntax.describe(file.syntax()) + " is not read");
    }
    String name = d.label(Tag.PHOTOMETRIC_INTERPRETATION);
    Photometric photometric =
        Photometric.of(name)
            .orElseThrow(() -> file.fault("photometric interpretation " + name + " is not read"));
    long samples = d.unsigned(Tag.SAMPLES_PER_PIXEL, photometric.samples());
    if (samples != photometric.samples()) {
      throw file.fault(samples + " samples per pixel do not fit " + photometric);
    }
    int allocated = (int) d.unsigned(Tag.BITS_ALLOCATED, 0);
    boolean whole = file.pixels().tag() == Tag.PIXEL_DATA;
    int stored = whole ? (int) d.unsigned(Tag.BITS_STORED, allocated) : allocated;
    int high = whole ? (int) d.unsigned(Tag.HIGH_BIT, stored - 1L) : allocated - 1;
    if (stored < 1 || stored > high + 1 || high >= allocated) {
      throw file.fault(
          stored + " bits up to bit " + high + " do not fit samples of " + allocated + " bits");
    }
    PixelFormat format =
        new PixelFormat(
            size(file, Tag.ROWS),
            size(file, Tag.COLUMNS),
            frames(file),
            photometric,
            d.unsigned(Tag.PLANAR_CONFIGURATION, 0) == 1,
            type(file, allocated),
            allocated,
            stored,
            high);
    format.check(file, options);
    return format;
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

  private static SampleType type(DicomFile file, int bits) throws ImageFormatException {
    boolean signed = file.dataset().unsigned(Tag.PIXEL_REPRESENTATION, 0) == 1;
    Tag tag = file.pixels().tag();
    if (tag == Tag.FLOAT_PIXEL_DATA && bits == 32) {
      return SampleType.FLOAT32;
    } else if (tag == Tag.DOUBLE_FLOAT_PIXEL_DATA && bits == 64) {
      return SampleType.FLOAT64;
    } else if (tag != Tag.PIXEL_DATA) {
      throw file.fault(tag + " with samples of " + bits + " bits");
    }
    switch (bits) {
      case 1:
        return SampleType.UINT8;
      case 8:
        return signed ? SampleType.INT8 : SampleType.UINT8;
      case 16:
        return signed ? SampleType.INT16 : SampleType.UINT16;
      case 32:
        return signed ? SampleType.INT32 : SampleType.UINT32;
      default:
        throw file.fault("samples of " + bits + " bits are not read");
    }
  }

  private void check(DicomFile file, ReadOptions options) throws ImageFormatException {
    if (photometric.isYbr() && type != SampleType.UINT8) {
      throw file.fault(photometric + " with samples of " + bitsAllocated + " bits is not read");
    } else if (bitsAllocated == 1 && !photometric.isGrey()) {
      throw file.fault(photometric + " with samples of 1 bit is not read");
    } else if (halved(file) && columns % 2 == 1) {
      throw file.fault("YBR_FULL_422 with an odd number of columns");
    }
    double needed = ((double) frameBits(file) * frames + 7) / 8;
    long there = file.size() - file.pixels().offset();
    long declared = file.pixels().length();
    if (isEncapsulated(file)) {
      if (needed > Math.max(FREE_BYTES, (double) MOST_EXPANDED * there)) {
        throw file.fault(
            String.format(
                "%.0f bytes of pixels declared, %d compressed ones present", needed, there));
      }
    } else if (declared < 0) {
      throw file.fault("pixel data of undefined length in an uncompressed file");
    } else if (Math.floor(needed) > Math.min(declared, there)) {
      throw file.fault(
          String.format(
              "truncated: %.0f bytes of pixels declared, %d present",
              Math.floor(needed), Math.min(declared, there)));
    }
    if (frameSamples() * type.bytes() > Integer.MAX_VALUE - 8) {
      throw file.fault("a frame of " + columns + " x " + rows + " is larger than can be read");
    }
    double decoded = (double) frameSamples() * type.bytes() * frames;
    if (decoded > options.maxBytes()) {
      throw file.fault(aboveLimit(decoded, options.maxBytes()));
    }
  }

  static String aboveLimit(double bytes, long limit) {
    return String.format("%.0f bytes of samples, more than the limit of %d", bytes, limit);
  }

  static boolean isEncapsulated(DicomFile file) {
    return !TransferSyntax.of(file.syntax()).orElseThrow().isNative();
  }

  /** Whether two pixels of an uncompressed frame share their colour: Y, Y, Cb, Cr. */
  boolean halved(DicomFile file) {
    return photometric == Photometric.YBR_FULL_422 && !isEncapsulated(file);
  }

  /** The bits of one frame, uncompressed. */
  long frameBits(DicomFile file) {
    return bitsAllocated * (halved(file) ? 2L * framePixels() : frameSamples());
  }

  /** What a decoder must give. */
  FrameShape shape() {
    return new FrameShape(rows, columns, photometric.samples(), bitsAllocated);
  }

  /** The number of pixels in one frame. */
  int framePixels() {
    return rows * columns;
  }

  /** The number of samples in one frame, all channels. */
  long frameSamples() {
    return (long) rows * columns * photometric.samples();
  }

  /** Whether small values are meant to be shown bright. */
  boolean inverted() {
    return photometric == Photometric.MONOCHROME1;
  }

  /** Whether frames of both formats can share an array; the number of frames may differ. */
  boolean fits(PixelFormat o) {
    return rows == o.rows && columns == o.columns && photometric == o.photometric && type == o.type;
  }

  /** "256 x 256, uint16", for people: columns, rows, type. */
  String describe() {
    return columns
        + " x "
        + rows
        + ", "
        + type.dtype()
        + (photometric == Photometric.MONOCHROME2 ? "" : " " + photometric);
  }

  /**
   * Replaces samples as they lie in the file by their values: shifted down to bit 0, unused bits
   * cleared or, for signed samples, filled with the sign.
   *
   * <p>Where a writer carries the sign through the unused bits itself, its words are left as they
   * are, so that one beyond the declared bits does not turn round.
   */
  void unpack(Object array, int from, int count) {
    int bits = 8 * type.bytes();
    if (bitsStored == bits || bitsAllocated == 1 || !type.isInteger()) {
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
      if (signed && highBit == bitsStored - 1 && carriesSign(s, from, count)) {
        return;
      }
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

  private boolean carriesSign(short[] s, int from, int count) {
    int least = 0;
    int most = 0;
    for (int i = from; i < from + count; i++) {
      least = Math.min(least, s[i]);
      most = Math.max(most, s[i]);
    }
    return least < 0 && least >= -1 << bitsStored - 1 && most < 1 << bitsStored;
  }
}
