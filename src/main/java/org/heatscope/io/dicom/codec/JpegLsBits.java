// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;

/** The bits of a JPEG-LS scan: a byte after 0xff has seven, a marker ends them (T.87 A.1). */
final class JpegLsBits {
  private final byte[] code;
  private int at;
  private long window;
  private int held;

  JpegLsBits(byte[] code, int start) {
    this.code = code;
    at = start;
  }

  private void fill() {
    while (held <= 48 && at < code.length) {
      int b = code[at] & 0xff;
      if (b == 0xff && (at + 1 >= code.length || (code[at + 1] & 0x80) != 0)) {
        return;
      }
      int n = code[at - 1] == -1 ? 7 : 8;
      window = window << n | b;
      held += n;
      at++;
    }
  }

  int bit() throws IOException {
    return bits(1);
  }

  /** The next bits, at most 32, most significant first. */
  int bits(int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    need(count);
    held -= count;
    return (int) (window >>> held & (1L << count) - 1);
  }

  private void need(int count) throws IOException {
    if (held < count) {
      fill();
      if (held < count) {
        throw new IOException("truncated: the scan ends before its image");
      }
    }
  }

  /**
   * The number of 0 bits before the next 1, which is passed too.
   *
   * @throws IOException if there are more than a number allows
   */
  int zeros(int most) throws IOException {
    for (int n = 0; n <= most; ) {
      need(1);
      int run = Math.min(held, Long.numberOfLeadingZeros(window << 64 - held));
      n += run;
      held -= run;
      if (held > 0) {
        held--;
        if (n <= most) {
          return n;
        }
      }
    }
    throw new IOException("damaged: a code is longer than any can be");
  }

  /** Where the bytes end that may have been read. */
  int end() {
    return at;
  }
}
