// SPDX-License-Identifier: Apache-2.0
package org.heatscope.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.heatscope.image.SampleType;
import org.heatscope.io.numpy.NpyWriter;

/** Writes packed pixels as a NumPy array of bytes whose last axis is red, green, blue, alpha. */
public final class StackWriter implements Closeable {
  private static final int CHUNK = 1 << 14;

  private final NpyWriter out;
  private final byte[] bytes = new byte[4 * CHUNK];

  /**
   * Writes the header.
   *
   * @param out closed with this writer
   * @param shape of the array without its last axis, slowest axis first: {nz, ny, nx}, {height,
   *     width}
   */
  public StackWriter(OutputStream out, long... shape) throws IOException {
    long[] full = Arrays.copyOf(shape, shape.length + 1);
    full[shape.length] = 4;
    this.out = new NpyWriter(out, SampleType.UINT8, full);
  }

  /** Appends pixels. */
  public void write(int[] rgba, int count) throws IOException {
    for (int from = 0; from < count; from += CHUNK) {
      int n = Math.min(CHUNK, count - from);
      for (int i = 0; i < n; i++) {
        int p = rgba[from + i];
        bytes[4 * i] = (byte) p;
        bytes[4 * i + 1] = (byte) (p >> 8);
        bytes[4 * i + 2] = (byte) (p >> 16);
        bytes[4 * i + 3] = (byte) (p >> 24);
      }
      out.write(bytes, 0, 4 * n);
    }
  }

  /** Closes the stream; fails if pixels of the shape are missing. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
