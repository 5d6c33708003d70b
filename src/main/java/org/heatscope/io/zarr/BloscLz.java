// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.util.zip.DataFormatException;

/**
 * BloscLZ, an LZ77 code of bytes. A control byte below 32 is followed by that many literals and one
 * more. Any other begins a match: its upper 3 bits are the length less 2, 7 being continued by
 * bytes until one is not 255; its lower 5 bits and the next byte are the distance less 1. The
 * distance 8191 is continued by two bytes.
 */
final class BloscLz {
  private static final int FAR = 8191;

  private final byte[] in;
  private final int end;
  private int at;

  private BloscLz(byte[] in, int from, int length) {
    this.in = in;
    at = from;
    end = from + length;
  }

  static byte[] decode(byte[] in, int from, int length, int size) throws DataFormatException {
    return new BloscLz(in, from, length).decode(size);
  }

  private byte[] decode(int size) throws DataFormatException {
    byte[] out = new byte[size];
    int n = 0;
    int control = next() & 31;
    while (true) {
      if (control < 32) {
        int literals = control + 1;
        require(literals <= size - n && literals <= end - at);
        System.arraycopy(in, at, out, n, literals);
        at += literals;
        n += literals;
      } else {
        long length = length(control);
        int from = n - distance(control);
        require(from >= 0 && length <= size - n);
        for (int last = n + (int) length; n < last; n++) {
          out[n] = out[from++];
        }
      }
      if (at == end) {
        require(n == size);
        return out;
      }
      control = next();
    }
  }

  private long length(int control) throws DataFormatException {
    long length = (control >> 5) + 2;
    if (control >> 5 == 7) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 255);
    }
    return length;
  }

  private int distance(int control) throws DataFormatException {
    int distance = ((control & 31) << 8) + next();
    return distance == FAR ? FAR + (next() << 8) + next() + 1 : distance + 1;
  }

  private int next() throws DataFormatException {
    require(at < end);
    return in[at++] & 0xff;
  }

  private static void require(boolean condition) throws DataFormatException {
    if (!condition) {
      throw new DataFormatException("the BloscLZ data are damaged");
    }
  }
}
