// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.heatscope.io.ImageFormatException;

/**
 * What a raw deflate stream inflates to (PS3.5 A.5), in constant memory: reading on is cheap,
 * reading back starts again.
 */
final class InflatedContent implements Content {
  /** The most bytes that a data set may inflate to: 1 GiB. */
  static final long MOST = 1L << 30;

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final long start;
  private final long size;
  private final byte[] chunk = new byte[CHUNK];
  private InputStream in;
  private Inflater inflater;
  private long chunkStart;
  private int chunkLength;

  /**
   * Inflates the stream once for its length.
   *
   * @param start where it begins in the file
   * @throws ImageFormatException if it is damaged or longer than {@link #MOST}
   */
  InflatedContent(Path path, long start) throws IOException {
    this.path = path;
    this.start = start;
    boolean counted = false;
    try {
      restart();
      while (next()) {
        if (chunkStart + chunkLength > MOST) {
          throw new ImageFormatException(
              path, "inflates to more than the " + (MOST >> 20) + " MiB that are allowed");
        }
      }
      size = chunkStart + chunkLength;
      counted = true;
    } finally {
      if (!counted) {
        close();
      }
    }
  }

  private void restart() throws IOException {
    close();
    InputStream file = new BufferedInputStream(Files.newInputStream(path), CHUNK);
    file.skipNBytes(start);
    inflater = new Inflater(true);
    in = new InflaterInputStream(file, inflater, CHUNK);
    chunkStart = 0;
    chunkLength = 0;
  }

  /** Moves on to the next chunk; false at the end. */
  private boolean next() throws IOException {
    try {
      int n = in.readNBytes(chunk, 0, CHUNK);
      if (n == 0) {
        return false;
      }
      chunkStart += chunkLength;
      chunkLength = n;
      return true;
    } catch (EOFException e) {
      throw new ImageFormatException(path, "truncated: the deflate stream has no end");
    } catch (ZipException e) {
      throw new ImageFormatException(path, "the deflate stream is damaged");
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    if (position < chunkStart) {
      restart();
    }
    while (position >= chunkStart + chunkLength) {
      if (!next()) {
        return -1;
      }
    }
    int from = (int) (position - chunkStart);
    int n = Math.min(to.remaining(), chunkLength - from);
    to.put(chunk, from, n);
    return n;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
      inflater.end();
    }
  }
}
