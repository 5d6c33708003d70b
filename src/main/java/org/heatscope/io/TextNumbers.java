// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.heatscope.image.SampleType;

/**
 * Numbers written as text, parted by white space or commas, as the bytes that the samples would
 * have in a binary file, big endian.
 */
final class TextNumbers extends InputStream {
  private static final int LONGEST = 64;

  private final InputStream in;
  private final SampleType type;
  private final byte[] text = new byte[LONGEST];
  private final byte[] input = new byte[1 << 13];
  private int from;
  private int to;
  private final ByteBuffer sample;

  private TextNumbers(InputStream in, SampleType type) {
    this.in = in;
    this.type = type;
    sample = ByteBuffer.allocate(type.bytes()).limit(0);
  }

  /** The numbers of a type; a digit is the least that a sample takes. */
  static Packing packing(SampleType type) {
    return new Packing("text", type.bytes(), in -> new TextNumbers(in, type));
  }

  @Override
  public int read() throws IOException {
    if (!sample.hasRemaining() && !next()) {
      return -1;
    }
    return sample.get() & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int done = 0;
    while (done < length && (sample.hasRemaining() || next())) {
      int n = Math.min(length - done, sample.remaining());
      sample.get(into, at + done, n);
      done += n;
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private boolean next() throws IOException {
    int c = character();
    while (isSeparator(c)) {
      c = character();
    }
    int n = 0;
    for (; c >= 0 && !isSeparator(c); c = character()) {
      if (n == LONGEST) {
        throw new IOException("a number of more than " + LONGEST + " characters");
      }
      text[n++] = (byte) c;
    }
    if (n == 0) {
      return false;
    }
    String number = new String(text, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1);
    try {
      encode(number);
    } catch (NumberFormatException e) {
      throw new IOException("it has something else where a " + type.dtype() + " should be");
    }
    sample.flip();
    return true;
  }

  private static boolean isSeparator(int c) {
    return c == ',' || c >= 0 && c <= ' ';
  }

  private int character() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(input));
    }
    return from < to ? input[from++] & 0xff : -1;
  }

  private void encode(String number) {
    sample.clear();
    if (type == SampleType.FLOAT32) {
      sample.putFloat((float) real(number));
    } else if (type == SampleType.FLOAT64) {
      sample.putDouble(real(number));
    } else {
      long value =
          type == SampleType.UINT64 ? Long.parseUnsignedLong(number) : Long.parseLong(number);
      int bits = 8 * type.bytes();
      long low = type.isSigned() ? -1L << bits - 1 : 0;
      if (bits < 64 && (value < low || value > low + (1L << bits) - 1)) {
        throw new NumberFormatException(number);
      }
      for (int b = bits - 8; b >= 0; b -= 8) {
        sample.put((byte) (value >> b));
      }
    }
  }

  private static double real(String number) {
    return switch (number.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(number);
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
