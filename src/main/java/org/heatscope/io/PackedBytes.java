// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Bytes from a place in a file on, as they are or packed.
 *
 * @param file where they are
 * @param packing how they are written
 * @param start where the first packed byte lies in the file
 * @param skip how many unpacked bytes come before the first that counts; {@link #AT_END} if those
 *     that count are the last
 */
public record PackedBytes(Path file, Packing packing, long start, long skip) {
  /** A skip that leads to as many bytes as are wanted before the end. */
  public static final long AT_END = -1;

  /** More than this is counted before it is allocated, where a small file could claim it. */
  private static final long COUNT_FIRST = 64L << 20;

  /** How many bytes that the header does not account for are looked through. */
  static final long SPARE = 64L << 20;

  /** All that follows an offset in the content of a file, which may be gzipped as a whole. */
  public static PackedBytes of(FileHead head, long offset) {
    return head.gzipped()
        ? new PackedBytes(head.path(), Packing.GZIP, 0, offset)
        : new PackedBytes(head.path(), Packing.PLAIN, offset, 0);
  }

  /**
   * Finds where so many bytes lie and checks that the file can hold them.
   *
   * @return the same place, the skip counted from the start
   * @throws ImageFormatException if it cannot
   */
  PackedBytes require(long bytes) throws IOException {
    long size = fileSize();
    long packed = Math.max(0, size - start);
    if (skip == AT_END && !packing.isPlain()) {
      long present = count(bytes + SPARE);
      if (present < bytes) {
        throw truncated(bytes, present);
      }
      if (present == bytes + SPARE) {
        throw new ImageFormatException(
            file, "more than " + SPARE + " bytes come before the voxels, which are to be the last");
      }
      return new PackedBytes(file, packing, start, present - bytes);
    }
    long from = skip == AT_END ? Math.max(0, packed - bytes) : skip;
    double most = (double) packed * packing.most() - from;
    if (most < bytes) {
      throw packing.isPlain()
          ? truncated(bytes, Math.max(0, packed - from))
          : new ImageFormatException(
              file,
              bytes + " bytes of voxels declared, more than " + size + " bytes can unpack to");
    }
    return new PackedBytes(file, packing, start, from);
  }

  private long fileSize() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      throw new ImageFormatException(file, "no such file; the header names it for its voxels");
    }
  }

  /**
   * Unpacks a lot of bytes once for their number before they are allocated, unless the length that
   * gzip keeps at the end (modulo 2^32) is the one declared.
   */
  void requirePresent(long bytes) throws IOException {
    if (packing.isPlain() || bytes < COUNT_FIRST) {
      return;
    }
    if (packing == Packing.GZIP && lengthAtEnd() == (int) (skip + bytes)) {
      return;
    }
    long present = count(skip + bytes) - skip;
    if (present < bytes) {
      throw truncated(bytes, Math.max(0, present));
    }
  }

  private int lengthAtEnd() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(in.length() - 4);
      return Integer.reverseBytes(in.readInt());
    }
  }

  private long count(long most) throws IOException {
    try (Stream in = new PackedBytes(file, packing, start, 0).open()) {
      return in.countToEnd(most);
    }
  }

  /** How many bytes follow so many plain ones. */
  long trailing(long bytes) throws IOException {
    return Files.size(file) - start - skip - bytes;
  }

  ImageFormatException truncated(long declared, long present) {
    return new ImageFormatException(
        file, "truncated: " + declared + " bytes of voxels declared, " + present + " present");
  }

  /** Opens them at the first that counts. */
  Stream open() throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      raw.skipNBytes(packing.isPlain() ? start + skip : start);
      Stream stream = new Stream(packing.unpacker().unpack(raw));
      if (!packing.isPlain()) {
        stream.pass(skip);
      }
      return stream;
    } catch (EOFException e) {
      raw.close();
      throw truncated(1, 0);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e instanceof ImageFormatException fault ? fault : damaged(e);
    }
  }

  private ImageFormatException damaged(Exception e) {
    String why = e instanceof IOException && e.getMessage() != null ? ": " + e.getMessage() : "";
    return new ImageFormatException(file, "the " + packing.name() + " stream is damaged" + why);
  }

  /**
   * Reads them; one that breaks off reads as one that ends, so that what is there can be counted.
   */
  final class Stream implements AutoCloseable {
    private final InputStream in;
    private boolean brokeOff;

    private Stream(InputStream in) {
      this.in = in;
    }

    /** Reads so many bytes, or fewer at the end. */
    int read(byte[] into, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int n = some(into, done, length - done);
        if (n < 0) {
          break;
        }
        done += n;
      }
      return done;
    }

    /** Writes so many bytes, or fewer at the end, to a stream. */
    long copy(OutputStream out, long bytes) throws IOException {
      byte[] buffer = new byte[1 << 17];
      long done = 0;
      for (int n = 0; done < bytes && n >= 0; done += Math.max(0, n)) {
        n = some(buffer, 0, (int) Math.min(buffer.length, bytes - done));
        out.write(buffer, 0, Math.max(0, n));
      }
      return done;
    }

    private int some(byte[] into, int at, int length) throws IOException {
      if (packing.isPlain()) {
        return in.read(into, at, length);
      }
      try {
        return in.read(into, at, length);
      } catch (EOFException e) {
        brokeOff = true;
        return -1;
      } catch (IOException | RuntimeException e) {
        throw e instanceof ImageFormatException fault ? fault : damaged(e);
      }
    }

    private void pass(long bytes) throws IOException {
      byte[] passed = new byte[1 << 13];
      for (long left = bytes; left > 0; ) {
        int n = read(passed, (int) Math.min(left, passed.length));
        if (n == 0) {
          throw truncated(bytes, bytes - left);
        }
        left -= n;
      }
    }

    /**
     * Reads on to the end, and with it the checksum that the packing may have, but no further than
     * {@code most} bytes.
     */
    long countToEnd(long most) throws IOException {
      byte[] passed = new byte[1 << 16];
      long total = 0;
      for (int n = 0; n >= 0 && total < most; ) {
        n = some(passed, 0, (int) Math.min(passed.length, most - total));
        total += Math.max(0, n);
      }
      return total;
    }

    /** Whether the bytes ended without the end that the packing has. */
    boolean brokeOff() {
      return brokeOff;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
