// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * The container of Blosc 1 (README_CHUNK_FORMAT of c-blosc): blocks, each shuffled and then packed
 * whole or in one part for every byte of an element.
 */
final class Blosc {
  private static final int HEADER = 16;
  private static final int SHUFFLED = 1;
  private static final int COPIED = 2;
  private static final int BIT_SHUFFLED = 4;
  private static final int WHOLE = 0x10;
  private static final int MOST_PARTS = 16;
  private static final int LEAST_PART = 128;

  private final byte[] packed;
  private final ByteBuffer in;
  private final int flags;
  private final int elementBytes;
  private final int blockBytes;
  private final byte[] out;

  private Blosc(byte[] packed, int most) throws DataFormatException {
    this.packed = packed;
    in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    if (packed.length < HEADER) {
      throw new DataFormatException("the Blosc header breaks off");
    }
    if (packed[0] < 1 || packed[0] > 2) {
      throw new DataFormatException("Blosc of version " + packed[0] + " is not read");
    }
    flags = packed[2];
    elementBytes = packed[3] & 0xff;
    int bytes = in.getInt(4);
    blockBytes = in.getInt(8);
    if (bytes < 0 || bytes > most || in.getInt(12) > packed.length || in.getInt(12) < HEADER) {
      throw new DataFormatException("the Blosc data break off or are too long");
    }
    if (blockBytes < 0 || bytes > 0 && (elementBytes < 1 || blockBytes < 1 || blockBytes > bytes)) {
      throw new DataFormatException("the Blosc header is damaged");
    }
    out = new byte[bytes];
  }

  static byte[] decode(byte[] packed, int most) throws DataFormatException {
    return new Blosc(packed, most).decode();
  }

  private byte[] decode() throws DataFormatException {
    if ((flags & COPIED) != 0) {
      if (out.length > packed.length - HEADER) {
        throw new DataFormatException("the Blosc data break off");
      }
      System.arraycopy(packed, HEADER, out, 0, out.length);
      return out;
    }
    byte[] block = new byte[Math.min(blockBytes, out.length)];
    int b = 0;
    for (long at = 0; at < out.length; b++, at += blockBytes) {
      int size = (int) Math.min(blockBytes, out.length - at);
      block(start(b), size, block);
      unshuffle(block, size, (int) at);
    }
    return out;
  }

  private int start(int block) throws DataFormatException {
    long at = HEADER + 4L * block;
    if (at > packed.length - 4) {
      throw new DataFormatException("the Blosc data break off");
    }
    return in.getInt((int) at);
  }

  /** The last block, if it is shorter than the others, has one part. */
  private void block(int start, int size, byte[] to) throws DataFormatException {
    boolean split =
        (flags & WHOLE) == 0
            && elementBytes <= MOST_PARTS
            && blockBytes / elementBytes >= LEAST_PART
            && size == blockBytes;
    int parts = split ? elementBytes : 1;
    int part = size / parts;
    int at = start;
    for (int p = 0; p < parts; p++) {
      if (at < HEADER || at > packed.length - 4) {
        throw new DataFormatException("a Blosc block lies beyond the end");
      }
      int length = in.getInt(at);
      at += 4;
      if (length < 0 || length > packed.length - at) {
        throw new DataFormatException("a Blosc block lies beyond the end");
      }
      byte[] bytes = length == part ? null : unpack(at, length, part);
      if (bytes != null && bytes.length != part) {
        throw new DataFormatException("a Blosc block is too short");
      }
      System.arraycopy(bytes == null ? packed : bytes, bytes == null ? at : 0, to, p * part, part);
      at += length;
    }
  }

  private byte[] unpack(int from, int length, int size) throws DataFormatException {
    int codec = flags >> 5 & 7;
    return switch (codec) {
      case 0 -> BloscLz.decode(packed, from, length, size);
      case 1 -> ByteCodecs.lz4(packed, from, length, size);
      case 2 -> ByteCodecs.snappy(packed, from, length, size);
      case 3 -> ByteCodecs.zlib(packed, from, length, size);
      case 4 -> ByteCodecs.zstd(packed, from, length, size);
      default -> throw new DataFormatException("the Blosc codec " + codec + " is not known");
    };
  }

  private void unshuffle(byte[] block, int size, int at) {
    int count = size / elementBytes;
    if ((flags & SHUFFLED) != 0 && elementBytes > 1) {
      for (int j = 0, from = 0; j < elementBytes; j++) {
        for (int i = 0, to = at + j; i < count; i++, to += elementBytes) {
          out[to] = block[from++];
        }
      }
    } else if ((flags & BIT_SHUFFLED) != 0 && count % 8 == 0) {
      unshuffleBits(block, count, at);
    } else {
      count = 0;
    }
    int done = count * elementBytes;
    System.arraycopy(block, done, out, at + done, size - done);
  }

  /** Bit k of byte j of element i is bit i of the row 8 j + k of {@code count} bits. */
  private void unshuffleBits(byte[] block, int count, int at) {
    Arrays.fill(out, at, at + count * elementBytes, (byte) 0);
    int rowBytes = count / 8;
    for (int row = 0; row < 8 * elementBytes; row++) {
      int bit = 1 << row % 8;
      for (int i = 0, to = at + row / 8; i < count; i++, to += elementBytes) {
        if ((block[row * rowBytes + i / 8] >> i % 8 & 1) != 0) {
          out[to] |= (byte) bit;
        }
      }
    }
  }
}
