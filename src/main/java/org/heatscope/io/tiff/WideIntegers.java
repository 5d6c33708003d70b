// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.SampleArrays;

/**
 * Integers of 64 bits, which the library does not decode: strips or tiles, plain or deflated,
 * predictor 1 or 2, channels interleaved or in planes (TIFF 6.0, sections 3, 14 and 15).
 */
final class WideIntegers {
  private static final int PLAIN = 1;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32946;
  private static final int DIFFERENCES = 2;

  /** Deflate makes at most so many bytes of one. */
  private static final int MOST_DEFLATED = 1032;

  private final TiffPage page;
  private final TiffDirectory directory;
  private final PageBlocks blocks;
  private final int samples;

  private WideIntegers(TiffPage page) throws ImageFormatException {
    this.page = page;
    directory = page.directory();
    blocks = PageBlocks.of(page);
    samples = page.samples() / blocks.planes();
  }

  /**
   * Decodes some pixels of a page.
   *
   * @param to channel by channel, the region's rows without gaps
   * @param at the first sample's element
   * @param step from a channel to the next
   */
  static void decode(TiffPage page, PageRegion region, long[] to, int at, int step)
      throws IOException {
    new WideIntegers(page).decode(region, to, at, step);
  }

  private void decode(PageRegion region, long[] to, int at, int step) throws IOException {
    PageRegion all = blocks.covering(region);
    int planes = Math.min(blocks.planes(), page.channels());
    try (FileChannel in = FileChannel.open(page.path(), StandardOpenOption.READ)) {
      for (int plane = 0; plane < planes; plane++) {
        for (int y = all.y(); y < all.y() + all.height(); y += blocks.height()) {
          for (int x = all.x(); x < all.x() + all.width(); x += blocks.width()) {
            ByteBuffer block = block(in, plane, x / blocks.width(), y / blocks.height());
            for (int c = 0; c < (planes == 1 ? page.channels() : 1); c++) {
              copy(block, c, x, y, region, to, at + (plane + c) * step);
            }
          }
        }
      }
    }
  }

  private ByteBuffer block(FileChannel in, int plane, int column, int row) throws IOException {
    int rows =
        directory.isTiled()
            ? blocks.height()
            : Math.min(blocks.height(), page.height() - row * blocks.height());
    long count = blocks.byteCount(plane, column, row);
    long offset = blocks.offset(plane, column, row);
    ByteBuffer packed =
        ByteBuffer.allocate((int) Math.min(Math.min(count, in.size()), Integer.MAX_VALUE - 8));
    int n = 0;
    while (packed.hasRemaining() && n >= 0) {
      n = in.read(packed, offset + packed.position());
    }
    byte[] bytes = packed.array();
    long compression = directory.first(TiffDirectory.COMPRESSION, PLAIN);
    int size = size(rows, compression == PLAIN ? 1 : MOST_DEFLATED, bytes.length);
    if (compression == DEFLATE || compression == OLD_DEFLATE) {
      bytes = inflated(bytes, size);
    } else if (compression != PLAIN) {
      throw new ImageFormatException(
          page.path(), "TIFF of 64-bit samples is not read with the compression " + compression);
    }
    if (bytes.length < size || packed.hasRemaining()) {
      throw new ImageFormatException(
          page.path(),
          "truncated: " + size + " bytes of a strip declared, " + packed.position() + " present");
    }
    ByteBuffer block = ByteBuffer.wrap(bytes).order(directory.order());
    long predictor = directory.first(TiffDirectory.PREDICTOR, 1);
    if (predictor == DIFFERENCES) {
      sum(block, rows);
    } else if (predictor != 1) {
      throw new ImageFormatException(
          page.path(), "TIFF of 64-bit samples is not read with the predictor " + predictor);
    }
    return block;
  }

  /** The bytes of a block, which its packed ones can hold. */
  private int size(int rows, int most, int packed) throws ImageFormatException {
    double size = (double) rows * blocks.width() * samples * Long.BYTES;
    if (size < 0 || size > (double) packed * most || size > Integer.MAX_VALUE - 8) {
      throw new ImageFormatException(
          page.path(),
          String.format("truncated: %.0f bytes of a strip declared, %d present", size, packed));
    }
    SampleArrays.requireRoom(page.path(), (long) size);
    return (int) size;
  }

  private byte[] inflated(byte[] packed, int size) throws ImageFormatException {
    byte[] bytes = new byte[size];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int n = 0;
      for (int more = 1; n < size && more > 0; n += more) {
        more = inflater.inflate(bytes, n, size - n);
      }
      if (n == size) {
        return bytes;
      }
    } catch (DataFormatException e) {
      // Said below.
    } finally {
      inflater.end();
    }
    throw new ImageFormatException(
        page.path(), "a deflated strip of the TIFF is damaged or too short");
  }

  /** Each sample is stored as its difference from the one of the pixel before. */
  private void sum(ByteBuffer block, int rows) {
    int row = blocks.width() * samples;
    for (int y = 0; y < rows; y++) {
      for (int i = y * row + samples; i < (y + 1) * row; i++) {
        block.putLong(8 * i, block.getLong(8 * i) + block.getLong(8 * (i - samples)));
      }
    }
  }

  private void copy(ByteBuffer block, int sample, int x0, int y0, PageRegion r, long[] to, int at) {
    int left = Math.max(x0, r.x());
    int right = (int) Math.min(r.x() + r.width(), (long) x0 + blocks.width());
    int top = Math.max(y0, r.y());
    int bottom = (int) Math.min(r.y() + r.height(), (long) y0 + blocks.height());
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        to[at + (y - r.y()) * r.width() + x - r.x()] =
            block.getLong(8 * (((y - y0) * blocks.width() + x - x0) * samples + sample));
      }
    }
  }
}
