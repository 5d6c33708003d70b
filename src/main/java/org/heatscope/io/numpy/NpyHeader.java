// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heatscope.image.SampleType;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;

/**
 * The header of a .npy file, versions 1 to 3 (NumPy Enhancement Proposal 1, numpy.lib.format).
 *
 * @param type of the samples in the file; float16 is {@code UINT16} with {@code half}
 * @param half whether the samples are float16
 * @param order of the samples' bytes
 * @param fortran whether the first axis is the fastest
 * @param shape sizes of the axes
 * @param offset where the samples begin
 */
record NpyHeader(
    SampleType type, boolean half, ByteOrder order, boolean fortran, long[] shape, int offset) {
  static final String MAGIC = "\u0093NUMPY";

  private static final Map<String, SampleType> TYPES =
      Map.ofEntries(
          Map.entry("b1", SampleType.UINT8),
          Map.entry("u1", SampleType.UINT8),
          Map.entry("i1", SampleType.INT8),
          Map.entry("u2", SampleType.UINT16),
          Map.entry("i2", SampleType.INT16),
          Map.entry("u4", SampleType.UINT32),
          Map.entry("i4", SampleType.INT32),
          Map.entry("u8", SampleType.UINT64),
          Map.entry("i8", SampleType.INT64),
          Map.entry("f2", SampleType.UINT16),
          Map.entry("f4", SampleType.FLOAT32),
          Map.entry("f8", SampleType.FLOAT64));

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z]\\w*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  /**
   * Reads the header.
   *
   * @throws ImageFormatException if it is damaged or the type is not a real number
   */
  static NpyHeader parse(FileHead head) throws ImageFormatException {
    Path file = head.path();
    byte[] bytes = head.bytes();
    int version = bytes.length < 12 ? 0 : bytes[6];
    if (version < 1 || version > 3) {
      throw new ImageFormatException(file, "not a .npy header of version 1, 2 or 3");
    }
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = version == 1 ? 10 : 12;
    long length = version == 1 ? b.getShort(8) & 0xffff : b.getInt(8) & 0xffffffffL;
    if (start + length > bytes.length) {
      throw new ImageFormatException(
          file, "a header of " + length + " bytes declared, longer than the file or than is usual");
    }
    String text = new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
    String[] descr = find(file, DESCR, text, "a type that is one number");
    boolean fortran = find(file, FORTRAN, text, "fortran_order")[0].equals("True");
    long[] shape = shape(file, find(file, SHAPE, text, "shape")[0]);
    SampleType type = TYPES.get(descr[1]);
    if (type == null) {
      throw new ImageFormatException(file, "arrays of dtype " + descr[1] + " are not supported");
    }
    ByteOrder order = descr[0].equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type, descr[1].equals("f2"), order, fortran, shape, start + (int) length);
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
    if (parts.length > 4) {
      throw new ImageFormatException(
          file, "an array of " + parts.length + " axes; at most 4 (t, z, y, x) are supported");
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
