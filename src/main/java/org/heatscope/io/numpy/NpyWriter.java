// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.heatscope.image.SampleType;

/**
 * Writes a {@code .npy} array in C order, version 1.0, little endian, piece by piece: the array
 * need not fit in memory.
 */
public final class NpyWriter implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final OutputStream out;
  private final SampleType type;
  private long left;

  /**
   * Writes the header.
   *
   * @param out closed with this writer
   * @param type {@code UINT8} or {@code FLOAT32}
   * @param shape sizes of the axes, the last the fastest
   */
  public NpyWriter(OutputStream out, SampleType type, long... shape) throws IOException {
    if (type != SampleType.UINT8 && type != SampleType.FLOAT32) {
      throw new IllegalArgumentException("only uint8 and float32 are written, not " + type.dtype());
    }
    this.out = out;
    this.type = type;
    left = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    out.write(header(type, shape));
  }

  /** The header with its newline ends at a multiple of 64 bytes. */
  static byte[] header(SampleType type, long... shape) {
    String axes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String dict =
        String.format(
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }",
            NpyHeader.descr(type), axes, shape.length == 1 ? "," : "");
    int length = (10 + dict.length() + 1 + 63) / 64 * 64;
    ByteBuffer b = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    b.put(NpyHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0);
    b.putShort((short) (length - 10)).put(dict.getBytes(StandardCharsets.ISO_8859_1));
    Arrays.fill(b.array(), b.position(), length - 1, (byte) ' ');
    b.put(length - 1, (byte) '\n');
    return b.array();
  }

  /** Writes the next uint8 samples. */
  public void write(byte[] samples, int from, int count) throws IOException {
    take(SampleType.UINT8, count);
    out.write(samples, from, count);
  }

  /** Writes the next float32 samples. */
  public void write(float[] samples, int from, int count) throws IOException {
    take(SampleType.FLOAT32, count);
    ByteBuffer chunk = ByteBuffer.allocate(4 * Math.min(count, CHUNK));
    chunk.order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; ) {
      int n = Math.min(CHUNK, count - done);
      chunk.asFloatBuffer().put(samples, from + done, n);
      out.write(chunk.array(), 0, 4 * n);
      done += n;
    }
  }

  private void take(SampleType given, int count) {
    if (given != type) {
      throw new IllegalArgumentException(given.dtype() + " samples for " + type.dtype());
    }
    if (count > left) {
      throw new IllegalArgumentException(count + " samples given, the array has room for " + left);
    }
    left -= count;
  }

  /**
   * Closes the stream.
   *
   * @throws IOException also if fewer samples were written than the shape declares
   */
  @Override
  public void close() throws IOException {
    out.close();
    if (left > 0) {
      throw new IOException(left + " samples of the array were not written");
    }
  }
}
