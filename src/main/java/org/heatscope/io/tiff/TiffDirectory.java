// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.nio.ByteOrder;
import java.util.Map;

/**
 * The tags of one page that its samples are read by.
 *
 * @param index of the directory in its chain, from 0
 * @param order of the file's bytes
 * @param big whether the file is BigTIFF
 * @param numbers the values of each tag of whole numbers
 * @param ratios the first value of each tag of fractions
 * @param entries the bytes of each tag that decoding takes, as they stand in the directory
 * @param description ImageDescription; empty if there is none
 */
record TiffDirectory(
    int index,
    ByteOrder order,
    boolean big,
    Map<Integer, long[]> numbers,
    Map<Integer, Double> ratios,
    Map<Integer, byte[]> entries,
    String description) {
  static final int NEW_SUBFILE_TYPE = 254;
  static final int IMAGE_WIDTH = 256;
  static final int IMAGE_LENGTH = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC_INTERPRETATION = 262;
  static final int FILL_ORDER = 266;
  static final int IMAGE_DESCRIPTION = 270;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int T4_OPTIONS = 292;
  static final int T6_OPTIONS = 293;
  static final int COLOR_MAP = 320;
  static final int INK_SET = 332;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;
  static final int JPEG_TABLES = 347;
  static final int ROWS_PER_STRIP = 278;
  static final int PLANAR_CONFIGURATION = 284;
  static final int PREDICTOR = 317;
  static final int TILE_WIDTH = 322;
  static final int TILE_LENGTH = 323;
  static final int X_RESOLUTION = 282;
  static final int Y_RESOLUTION = 283;
  static final int RESOLUTION_UNIT = 296;

  /** All values of a tag; none if it is absent. */
  long[] all(int tag) {
    return numbers.getOrDefault(tag, new long[0]);
  }

  /** The first fraction of a tag; NaN if it is absent. */
  double ratio(int tag) {
    return ratios.getOrDefault(tag, Double.NaN);
  }

  /** The first value of a tag. */
  long first(int tag, long otherwise) {
    long[] values = all(tag);
    return values.length == 0 ? otherwise : values[0];
  }

  boolean isTiled() {
    return numbers.containsKey(TILE_OFFSETS);
  }

  /** The tag that says where each strip or tile lies. */
  int offsetsTag() {
    return isTiled() ? TILE_OFFSETS : STRIP_OFFSETS;
  }

  /** The tag that says how many bytes each strip or tile has. */
  int byteCountsTag() {
    return isTiled() ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS;
  }

  /** Where each strip or tile lies. */
  long[] blockOffsets() {
    return all(offsetsTag());
  }

  /** How many bytes each strip or tile has. */
  long[] blockByteCounts() {
    return all(byteCountsTag());
  }
}
