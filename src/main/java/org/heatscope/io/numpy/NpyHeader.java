// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heatscope.image.SampleType;
import org.heatscope.io.ElementType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.StoredArray;

/**
 * The header of a .npy array, versions 1 to 3 (NumPy Enhancement Proposal 1, numpy.lib.format).
 *
 * @param type of the elements
 * @param order of an element's bytes
 * @param fortran whether the first axis is the fastest
 * @param shape sizes of the axes
 * @param offset where the elements begin
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortran, long[] shape, int offset) {
  static final String MAGIC = "\u0093NUMPY";

  /** NumPy allows 32 axes, in NumPy 2 it is 64. */
  private static final int MOST_AXES = 64;

  /** A type that is one number takes no longer header, whatever its shape. */
  private static final int MOST_BYTES = 1 << 16;

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("b1", ElementType.BOOL),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("i1", ElementType.INT8),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("i2", ElementType.INT16),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("i4", ElementType.INT32),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("i8", ElementType.INT64),
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("f4", ElementType.FLOAT32),
          Map.entry("f8", ElementType.FLOAT64),
          Map.entry("c8", ElementType.COMPLEX64),
          Map.entry("c16", ElementType.COMPLEX128));

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z]\\w*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  /**
   * Reads the header from the start of an array.
   *
   * @param file for messages
   * @throws ImageFormatException if it is damaged or the type is not one number
   */
  static NpyHeader parse(Path file, InputStream in) throws IOException {
    try {
      byte[] start = in.readNBytes(8);
      int version = start.length < 8 ? 0 : start[6];
      if (version < 1 || version > 3) {
        throw new ImageFormatException(file, "not a .npy header of version 1, 2 or 3");
      }
      byte[] count = in.readNBytes(version == 1 ? 2 : 4);
      ByteBuffer b = ByteBuffer.wrap(Arrays.copyOf(count, 4));
      long length = b.order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
      byte[] text = length > MOST_BYTES ? new byte[0] : in.readNBytes((int) length);
      if (text.length < length) {
        throw new ImageFormatException(
            file,
            "a header of " + length + " bytes declared, longer than the file or than is usual");
      }
      return parse(file, new String(text, StandardCharsets.ISO_8859_1), 8 + count.length);
    } catch (EOFException e) {
      throw new ImageFormatException(file, "truncated: the header of the array breaks off");
    }
  }

  /**
   * The array of this header.
   *
   * @param source opens a stream from the header on
   * @param most how many bytes it gives at most, the header among them
   * @param packed whether they may be fewer
   */
  StoredArray array(Path file, String name, StoredArray.Source source, long most, boolean packed) {
    return new StoredArray(
        file,
        name,
        type,
        order,
        fortran,
        shape,
        new StoredArray.Content(source, offset, most - offset, packed));
  }

  private static NpyHeader parse(Path file, String text, int start) throws ImageFormatException {
    String[] descr = find(file, DESCR, text, "a type that is one number");
    boolean fortran = find(file, FORTRAN, text, "fortran_order")[0].equals("True");
    long[] shape = shape(file, find(file, SHAPE, text, "shape")[0]);
    ElementType type = TYPES.get(descr[1]);
    if (type == null) {
      throw new ImageFormatException(file, "arrays of dtype " + descr[1] + " are not supported");
    }
    ByteOrder order = descr[0].equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type, order, fortran, shape, start + text.length());
  }

  /** What NumPy calls a type in little-endian files: "|u1", "<f4". */
  static String descr(SampleType type) {
    String kind = !type.isInteger() ? "f" : type.isSigned() ? "i" : "u";
    return (type.bytes() == 1 ? "|" : "<") + kind + type.bytes();
  }

  private static String[] find(Path file, Pattern pattern, String text, String name)
      throws ImageFormatException {
    Matcher m = pattern.matcher(text);
    if (!m.find()) {
      throw new ImageFormatException(file, "the .npy header does not give " + name);
    }
    return m.groupCount() == 1 ? new String[] {m.group(1)} : new String[] {m.group(1), m.group(2)};
  }

  private static long[] shape(Path file, String text) throws ImageFormatException {
    String[] parts = text.isBlank() ? new String[0] : text.trim().split("\\s*,\\s*");
    if (parts.length > MOST_AXES) {
      throw new ImageFormatException(file, "an array of " + parts.length + " axes");
    }
    long[] shape = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        shape[i] = Long.parseLong(parts[i]);
      } catch (NumberFormatException e) {
        throw new ImageFormatException(file, "the shape (" + text.trim() + ") cannot be read");
      }
    }
    return shape;
  }
}
