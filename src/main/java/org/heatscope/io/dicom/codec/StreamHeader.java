// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;
import java.util.Locale;

/** Compares what a stream says of itself with what the file's header says, before it is decoded. */
final class StreamHeader {
  private StreamHeader() {}

  static void check(int rows, int columns, int components, FrameShape shape) throws IOException {
    if (rows != shape.rows() || columns != shape.columns() || components != shape.channels()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the stream holds %d x %d x %d samples where %d x %d x %d are declared",
              columns,
              rows,
              components,
              shape.columns(),
              shape.rows(),
              shape.channels()));
    }
  }

  /**
   * The frame header of a JPEG stream.
   *
   * @param kind the number of its SOF marker, 0 to 15
   * @param bits of a sample
   * @param sharesColour whether its first component is sampled more finely than another
   */
  record Jpeg(int kind, int bits, boolean sharesColour) {}

  /** Reads a JPEG stream up to its frame header and checks its size. */
  static Jpeg jpeg(byte[] code, FrameShape shape) throws IOException {
    int at = 2;
    if (code.length < 4 || number(code, 0, 2) != 0xffd8) {
      throw new IOException("not a JPEG stream");
    }
    while (true) {
      int marker = number(code, at, 2);
      if (marker >>> 8 != 0xff) {
        throw new IOException("damaged: no marker where one should be");
      } else if (marker == 0xffff) {
        at++;
        continue;
      }
      int kind = marker & 0xff;
      if (kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc) {
        int components = number(code, at + 9, 1);
        check(number(code, at + 5, 2), number(code, at + 7, 2), components, shape);
        boolean shared = false;
        for (int c = 1; c < components; c++) {
          shared |= number(code, at + 11 + 3 * c, 1) != number(code, at + 11, 1);
        }
        return new Jpeg(kind - 0xc0, number(code, at + 4, 1), shared);
      } else if (kind == 0xda || kind == 0xd9 || kind == 0xf7) {
        throw new IOException("a stream without a JPEG frame");
      }
      at += 2 + number(code, at + 2, 2);
    }
  }

  /**
   * Finds the codestream of JPEG 2000, bare or in the boxes of a JP2 file, and checks its size.
   *
   * @return where it begins
   */
  static int jpeg2000(byte[] code, FrameShape shape) throws IOException {
    int start = 0;
    while (number(code, start, 4) != 0xff4fff51) {
      int length = number(code, start, 4);
      boolean codestream = number(code, start + 4, 4) == 0x6a703263;
      if (codestream && length != 1) {
        start += 8;
      } else if (length < 8) {
        throw new IOException("not a JPEG 2000 stream");
      } else {
        start = Math.addExact(start, length);
      }
    }
    int x = number(code, start + 8, 4) - number(code, start + 16, 4);
    int y = number(code, start + 12, 4) - number(code, start + 20, 4);
    check(y, x, number(code, start + 40, 2), shape);
    int tileX = number(code, start + 24, 4);
    int tileY = number(code, start + 28, 4);
    if (tileX < 1 || tileY < 1 || (x / (double) tileX) * (y / (double) tileY) > 65535) {
      throw new IOException("damaged: tiles of " + tileX + " x " + tileY);
    }
    return start;
  }

  private static int number(byte[] code, int from, int bytes) throws IOException {
    if (from < 0 || from + bytes > code.length) {
      throw new IOException("truncated: the stream ends in its header");
    }
    int n = 0;
    for (int i = from; i < from + bytes; i++) {
      n = n << 8 | code[i] & 0xff;
    }
    return n;
  }
}
