// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.heatscope.io.ImageFormatException;

/**
 * The chain of a TIFF file's directories, one a page. The decoder ends quietly at a directory that
 * lies past the end of the file, which would make a cut stack a shorter one.
 */
final class TiffDirectories {
  private TiffDirectories() {}

  /**
   * The number of pages.
   *
   * @throws ImageFormatException if the chain leaves the file or does not end
   */
  static int count(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      ByteBuffer start = bytes(in, 0, 8);
      ByteOrder order = start.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      boolean big = start.order(order).getShort(2) == 43;
      long at = number(in, big ? 8 : 4, big ? 8 : 4, order);
      int pages = 0;
      while (at != 0) {
        long entries = number(in, at, big ? 8 : 2, order);
        long end = at + (big ? 8 + 20 * entries : 2 + 12 * entries);
        if (entries < 1 || entries > 0xffff || pages * 6L > in.length()) {
          throw new ImageFormatException(file, "damaged TIFF: the chain of pages is broken");
        }
        pages++;
        at = number(in, end, big ? 8 : 4, order);
      }
      return pages;
    } catch (EOFException e) {
      throw new ImageFormatException(file, "truncated: a page lies past the end of the file");
    }
  }

  private static long number(RandomAccessFile in, long at, int size, ByteOrder order)
      throws IOException {
    ByteBuffer b = bytes(in, at, size).order(order);
    return size == 8
        ? b.getLong(0)
        : size == 4 ? b.getInt(0) & 0xffffffffL : b.getShort(0) & 0xffff;
  }

  private static ByteBuffer bytes(RandomAccessFile in, long at, int size) throws IOException {
    if (at < 0 || at > in.length() - size) {
      throw new EOFException();
    }
    byte[] b = new byte[size];
    in.seek(at);
    in.readFully(b);
    return ByteBuffer.wrap(b);
  }
}
