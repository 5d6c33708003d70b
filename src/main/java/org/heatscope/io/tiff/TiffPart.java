// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A TIFF file whose only page is some whole blocks of a page of another: that file as it is, behind
 * its end one more directory, and a header that points to this one.
 *
 * <p>A decoder that is given it reads those blocks alone, whatever their compression.
 */
final class TiffPart extends ImageInputStreamImpl {
  /** The tags that say how samples are decoded, and none that may be long and do not. */
  static final Set<Integer> TAGS =
      Set.of(
          TiffDirectory.IMAGE_WIDTH,
          TiffDirectory.IMAGE_LENGTH,
          TiffDirectory.BITS_PER_SAMPLE,
          TiffDirectory.COMPRESSION,
          TiffDirectory.PHOTOMETRIC_INTERPRETATION,
          TiffDirectory.STRIP_OFFSETS,
          TiffDirectory.SAMPLES_PER_PIXEL,
          TiffDirectory.STRIP_BYTE_COUNTS,
          TiffDirectory.TILE_OFFSETS,
          TiffDirectory.TILE_BYTE_COUNTS,
          TiffDirectory.SAMPLE_FORMAT,
          TiffDirectory.ROWS_PER_STRIP,
          TiffDirectory.PLANAR_CONFIGURATION,
          TiffDirectory.PREDICTOR,
          TiffDirectory.TILE_WIDTH,
          TiffDirectory.TILE_LENGTH,
          TiffDirectory.FILL_ORDER,
          TiffDirectory.T4_OPTIONS,
          TiffDirectory.T6_OPTIONS,
          TiffDirectory.COLOR_MAP,
          TiffDirectory.INK_SET,
          TiffDirectory.EXTRA_SAMPLES,
          TiffDirectory.JPEG_TABLES);

  private static final int LONG = 4;
  private static final int LONG8 = 16;

  private final RandomAccessFile file;
  private final long fileLength;
  private final byte[] header;
  private final byte[] tail;

  /**
   * Opens it.
   *
   * @param region whole blocks
   */
  TiffPart(PageBlocks blocks, PageRegion region) throws IOException {
    file = new RandomAccessFile(blocks.page().path().toFile(), "r");
    fileLength = file.length();
    TiffDirectory d = blocks.page().directory();
    ByteBuffer head = ByteBuffer.allocate(d.big() ? 16 : 8).order(d.order());
    file.readFully(head.array());
    if (d.big()) {
      head.putLong(8, fileLength);
    } else {
      head.putInt(4, (int) fileLength);
    }
    header = head.array();
    tail = directory(blocks, region);
  }

  private byte[] directory(PageBlocks blocks, PageRegion region) {
    TiffDirectory d = blocks.page().directory();
    Map<Integer, byte[]> entries = new TreeMap<>(d.entries());
    int columns = (region.width() - 1) / blocks.width() + 1;
    int rows = (region.height() - 1) / blocks.height() + 1;
    int count = columns * rows * blocks.planes();
    int word = d.big() ? 8 : 4;
    entries.put(TiffDirectory.IMAGE_WIDTH, entry(d, TiffDirectory.IMAGE_WIDTH, 1, region.width()));
    entries.put(
        TiffDirectory.IMAGE_LENGTH, entry(d, TiffDirectory.IMAGE_LENGTH, 1, region.height()));
    if (blocks.rowBytes() > 0) {
      entries.put(TiffDirectory.ROWS_PER_STRIP, entry(d, TiffDirectory.ROWS_PER_STRIP, 1, 1));
    }
    entries.put(d.offsetsTag(), new byte[0]);
    entries.put(d.byteCountsTag(), new byte[0]);
    int table = (d.big() ? 8 : 2) + entries.size() * (d.big() ? 20 : 12) + word;
    long values = fileLength + table;
    ByteBuffer tail = ByteBuffer.allocate(table + 2 * count * word).order(d.order());
    ByteBuffer numbers = tail.duplicate().order(d.order()).position(table);
    for (int plane = 0; plane < blocks.planes(); plane++) {
      for (int n = 0; n < rows * columns; n++) {
        int column = region.x() / blocks.width() + n % columns;
        int row = region.y() / blocks.height() + n / columns;
        int at = plane * rows * columns + n;
        word(d, numbers, table + at * word, blocks.offset(plane, column, row));
        word(d, numbers, table + (count + at) * word, blocks.byteCount(plane, column, row));
      }
    }
    boolean one = count == 1;
    long firstOffset = one ? word(d, numbers, table) : values;
    long firstCount = one ? word(d, numbers, table + word) : values + (long) count * word;
    entries.put(d.offsetsTag(), entry(d, d.offsetsTag(), count, firstOffset));
    entries.put(d.byteCountsTag(), entry(d, d.byteCountsTag(), count, firstCount));
    if (d.big()) {
      tail.putLong(entries.size());
    } else {
      tail.putShort((short) entries.size());
    }
    entries.values().forEach(tail::put);
    return tail.array();
  }

  /** An entry of words, with its value or the place of its values. */
  private static byte[] entry(TiffDirectory d, int tag, int count, long value) {
    ByteBuffer b = ByteBuffer.allocate(d.big() ? 20 : 12).order(d.order());
    b.putShort((short) tag).putShort((short) (d.big() ? LONG8 : LONG));
    if (d.big()) {
      b.putLong(count).putLong(value);
    } else {
      b.putInt(count).putInt((int) value);
    }
    return b.array();
  }

  private static void word(TiffDirectory d, ByteBuffer to, int at, long value) {
    if (d.big()) {
      to.putLong(at, value);
    } else {
      to.putInt(at, (int) value);
    }
  }

  private static long word(TiffDirectory d, ByteBuffer from, int at) {
    return d.big() ? from.getLong(at) : from.getInt(at);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int at, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    int n;
    if (streamPos < header.length) {
      n = (int) Math.min(length, header.length - streamPos);
      System.arraycopy(header, (int) streamPos, to, at, n);
    } else if (streamPos < fileLength) {
      file.seek(streamPos);
      n = file.read(to, at, (int) Math.min(length, fileLength - streamPos));
    } else {
      n = (int) Math.min(length, length() - streamPos);
      if (n > 0) {
        System.arraycopy(tail, (int) (streamPos - fileLength), to, at, n);
      }
      n = n > 0 || length == 0 ? n : -1;
    }
    streamPos += Math.max(0, n);
    return n;
  }

  @Override
  public long length() {
    return fileLength + tail.length;
  }

  @Override
  public void close() throws IOException {
    super.close();
    file.close();
  }
}
