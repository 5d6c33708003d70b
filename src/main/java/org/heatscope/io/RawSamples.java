// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.heatscope.image.SampleType;

/**
 * Samples that lie one after another in a file, plain or gzipped as a whole, uncompressed within.
 *
 * <p>They are read through a small buffer straight into the primitive array, so that the memory
 * needed is that of the array.
 */
public final class RawSamples {
  /** Deflate cannot shrink data further than this (zlib, "Maximum Compression Factor"). */
  public static final long MOST_DEFLATED = 1032;

  private static final int CHUNK = 1 << 17;

  /** Gzipped samples that would take more memory than this are counted first if in doubt. */
  private static final long COUNT_FIRST = 64L << 20;

  private final Path file;
  private final boolean gzipped;
  private final long offset;
  private final SampleType type;
  private final ByteOrder order;
  private final int count;
  private final long bytes;
  private long trailing;

  /**
   * Checks the declared samples against the file's size.
   *
   * @param head the file's head, which says whether it is gzipped
   * @param offset where the first sample lies, in the unzipped content
   * @throws ImageFormatException if the file cannot hold the samples
   */
  public RawSamples(FileHead head, long offset, SampleType type, ByteOrder order, int count)
      throws IOException {
    file = head.path();
    gzipped = head.gzipped();
    this.offset = offset;
    this.type = type;
    this.order = order;
    this.count = count;
    bytes = (long) count * type.bytes();
    long size = Files.size(file);
    long content = gzipped ? size * MOST_DEFLATED : size;
    if (content - offset < bytes) {
      throw gzipped
          ? new ImageFormatException(
              file, bytes + " bytes of voxels declared, more than " + size + " bytes can unzip to")
          : truncated(Math.max(0, size - offset));
    }
    trailing = gzipped ? 0 : size - offset - bytes;
  }

  /** How many bytes follow the samples; of a gzipped file known after reading. */
  public long trailingBytes() {
    return trailing;
  }

  /**
   * Reads the samples into a new array of the type's kind.
   *
   * @throws ImageFormatException if they are cut short, the gzip stream is damaged, or the heap has
   *     no room
   */
  public Object read() throws IOException {
    requireContent();
    Object array = SampleArrays.allocate(file, type, count);
    try (Source source = open()) {
      ByteBuffer chunk = source.buffer().order(order);
      int perChunk = CHUNK / type.bytes();
      for (int at = 0; at < count; ) {
        int n = Math.min(perChunk, count - at);
        chunk.clear().limit(n * type.bytes());
        fill(source, chunk, (long) at * type.bytes());
        chunk.flip();
        transfer(chunk, array, at, n);
        at += n;
      }
      if (gzipped) {
        trailing = source.countToEnd();
        if (source.brokeOff()) {
          throw new ImageFormatException(file, "truncated: the gzip stream has no end");
        }
      }
    }
    return array;
  }

  private void fill(Source source, ByteBuffer chunk, long before) throws IOException {
    while (chunk.hasRemaining()) {
      if (source.read(chunk) < 0) {
        throw truncated(before + chunk.position());
      }
    }
  }

  private void transfer(ByteBuffer chunk, Object array, int at, int n) {
    switch (type.bytes()) {
      case 1:
        chunk.get((byte[]) array, at, n);
        break;
      case 2:
        chunk.asShortBuffer().get((short[]) array, at, n);
        break;
      case 4:
        if (type == SampleType.FLOAT32) {
          chunk.asFloatBuffer().get((float[]) array, at, n);
        } else {
          chunk.asIntBuffer().get((int[]) array, at, n);
        }
        break;
      default:
        if (type == SampleType.FLOAT64) {
          chunk.asDoubleBuffer().get((double[]) array, at, n);
        } else {
          chunk.asLongBuffer().get((long[]) array, at, n);
        }
    }
  }

  private ImageFormatException truncated(long present) {
    return new ImageFormatException(
        file, "truncated: " + bytes + " bytes of voxels declared, " + present + " present");
  }

  /**
   * Unzips a large file once for its length before the array is allocated, unless the length that
   * gzip keeps at the end (modulo 2^32) is the one declared.
   */
  private void requireContent() throws IOException {
    if (!gzipped || bytes < COUNT_FIRST || lengthAtEnd() == (int) (offset + bytes)) {
      return;
    }
    try (Source source = open()) {
      long present = source.countToEnd();
      if (present < bytes) {
        throw truncated(present);
      }
    }
  }

  private int lengthAtEnd() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(in.length() - 4);
      return Integer.reverseBytes(in.readInt());
    }
  }

  private Source open() throws IOException {
    return gzipped ? new Zipped() : new Plain();
  }

  private interface Source extends Closeable {
    ByteBuffer buffer();

    int read(ByteBuffer into) throws IOException;

    long countToEnd() throws IOException;

    boolean brokeOff();
  }

  private final class Plain implements Source {
    private final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);

    Plain() throws IOException {
      channel.position(offset);
    }

    @Override
    public ByteBuffer buffer() {
      return ByteBuffer.allocateDirect(CHUNK);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public long countToEnd() throws IOException {
      return channel.size() - channel.position();
    }

    @Override
    public boolean brokeOff() {
      return false;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private final class Zipped implements Source {
    private final InputStream in = new GZIPInputStream(Files.newInputStream(file), CHUNK);
    private boolean brokeOff;

    Zipped() throws IOException {
      byte[] skipped = new byte[CHUNK];
      for (long left = offset; left > 0; ) {
        int n = read(skipped, 0, (int) Math.min(left, CHUNK));
        if (n < 0) {
          in.close();
          throw truncated(0);
        }
        left -= n;
      }
    }

    @Override
    public ByteBuffer buffer() {
      return ByteBuffer.allocate(CHUNK);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int n = read(into.array(), into.position(), into.remaining());
      into.position(into.position() + Math.max(0, n));
      return n;
    }

    /** A stream that breaks off reads as one that ends, so that what is there can be counted. */
    private int read(byte[] into, int at, int length) throws IOException {
      try {
        return in.read(into, at, length);
      } catch (EOFException e) {
        brokeOff = true;
        return -1;
      } catch (ZipException e) {
        throw new ImageFormatException(file, "the gzip stream is damaged: " + e.getMessage());
      }
    }

    /** Reads on to gzip's checksum, which throws if it does not fit. */
    @Override
    public long countToEnd() throws IOException {
      byte[] passed = new byte[CHUNK];
      long total = 0;
      for (int n = 0; n >= 0; n = read(passed, 0, CHUNK)) {
        total += n;
      }
      return total;
    }

    @Override
    public boolean brokeOff() {
      return brokeOff;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
