// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.heatscope.io.ImageFormatException;

/**
 * Integers of 64 bits, which the library does not decode: strips or tiles, plain or deflated,
 * predictor 1 or 2, channels interleaved or in planes (TIFF 6.0, sections 3, 14 and 15).
 */
final class WideIntegers {
  private static final int PLAIN = 1;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32946;
  private static final int PLANES = 2;
  private static final int DIFFERENCES = 2;

  private final Path path;
  private final TiffPage page;
  private final TiffDirectory directory;
  private final int samples;
  private final boolean planar;
  private final int blockWidth;
  private final int blockHeight;

  private WideIntegers(Path path, TiffPage page) throws ImageFormatException {
    this.path = path;
    this.page = page;
    directory = page.directory();
    int all = page.channels() + (page.alpha() ? 1 : 0);
    planar = directory.first(TiffDirectory.PLANAR_CONFIGURATION, 1) == PLANES;
    samples = planar ? 1 : all;
    boolean tiled = directory.isTiled();
    long width = tiled ? directory.first(TiffDirectory.TILE_WIDTH, 0) : page.width();
    long height =
        directory.first(
            tiled ? TiffDirectory.TILE_LENGTH : TiffDirectory.ROWS_PER_STRIP, page.height());
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE) {
      throw new ImageFormatException(path, "the TIFF has tiles of " + width + " x " + height);
    }
    blockWidth = (int) width;
    blockHeight = (int) (tiled ? height : Math.min(height, page.height()));
    if ((double) blockWidth * blockHeight * samples * Long.BYTES > Integer.MAX_VALUE) {
      throw new ImageFormatException(
          path, "the TIFF has tiles of " + width + " x " + height + " pixels");
    }
  }

  /**
   * Decodes a page.
   *
   * @param to channel by channel
   * @param at the first sample's element
   * @param step from a channel to the next
   */
  static void decode(Path path, TiffPage page, long[] to, int at, int step) throws IOException {
    new WideIntegers(path, page).decode(to, at, step);
  }

  private void decode(long[] to, int at, int step) throws IOException {
    long[] offsets = directory.blockOffsets();
    long[] counts = directory.blockByteCounts();
    int across = (page.width() - 1) / blockWidth + 1;
    int down = (page.height() - 1) / blockHeight + 1;
    int planes = planar ? page.channels() : 1;
    if ((long) across * down * planes > offsets.length) {
      throw new ImageFormatException(path, "truncated: strips or tiles of the TIFF are missing");
    }
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      for (int n = 0; n < across * down * planes; n++) {
        int x = n % across * blockWidth;
        int y = n / across % down * blockHeight;
        int rows = directory.isTiled() ? blockHeight : Math.min(blockHeight, page.height() - y);
        ByteBuffer block = block(in, offsets[n], counts[n], rows);
        int plane = n / across / down;
        for (int c = 0; c < (planar ? 1 : page.channels()); c++) {
          copy(block, c, x, y, to, at + (plane + c) * step);
        }
      }
    }
  }

  private ByteBuffer block(FileChannel in, long offset, long count, int rows) throws IOException {
    int size = rows * blockWidth * samples * Long.BYTES;
    ByteBuffer packed = ByteBuffer.allocate((int) Math.min(count, Integer.MAX_VALUE - 8));
    while (packed.hasRemaining() && in.read(packed, offset + packed.position()) >= 0) {
      continue;
    }
    byte[] bytes = packed.array();
    long compression = directory.first(TiffDirectory.COMPRESSION, PLAIN);
    if (compression == DEFLATE || compression == OLD_DEFLATE) {
      bytes = inflated(bytes, size);
    } else if (compression != PLAIN) {
      throw new ImageFormatException(
          path, "TIFF of 64-bit samples is not read with the compression " + compression);
    }
    if (bytes.length < size) {
      throw new ImageFormatException(
          path, "truncated: " + size + " bytes of a strip declared, " + bytes.length + " present");
    }
    ByteBuffer block = ByteBuffer.wrap(bytes).order(directory.order());
    long predictor = directory.first(TiffDirectory.PREDICTOR, 1);
    if (predictor == DIFFERENCES) {
      sum(block, rows);
    } else if (predictor != 1) {
      throw new ImageFormatException(
          path, "TIFF of 64-bit samples is not read with the predictor " + predictor);
    }
    return block;
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
    throw new ImageFormatException(path, "a deflated strip of the TIFF is damaged or too short");
  }

  /** Each sample is stored as its difference from the one of the pixel before. */
  private void sum(ByteBuffer block, int rows) {
    int row = blockWidth * samples;
    for (int y = 0; y < rows; y++) {
      for (int i = y * row + samples; i < (y + 1) * row; i++) {
        block.putLong(8 * i, block.getLong(8 * i) + block.getLong(8 * (i - samples)));
      }
    }
  }

  private void copy(ByteBuffer block, int sample, int x0, int y0, long[] to, int at) {
    int rows = Math.min(blockHeight, page.height() - y0);
    int columns = Math.min(blockWidth, page.width() - x0);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        to[at + (y0 + y) * page.width() + x0 + x] =
            block.getLong(8 * ((y * blockWidth + x) * samples + sample));
      }
    }
  }
}
