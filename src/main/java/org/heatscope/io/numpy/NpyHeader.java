// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;

/**
 * The header of a .npy file, versions 1 to 3 (numpy.lib.format).
 *
 * @param descr the element type: order, kind and size, "&lt;f4"
 * @param fortranOrder whether the first axis is the fastest
 * @param shape the axes
 * @param offset where the elements begin
 */
record NpyHeader(String descr, boolean fortranOrder, long[] shape, long offset) {
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  static boolean isAt(FileHead head) {
    return head.has(0, "\u0093NUMPY");
  }

  static NpyHeader of(FileHead head) throws ImageFormatException {
    Path file = head.path();
    byte[] bytes = head.bytes();
    if (bytes.length < 12) {
      throw new ImageFormatException(file, "truncated: the header is cut off");
    }
    int major = bytes[6];
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = major == 1 ? 10 : 12;
    long length = major == 1 ? b.getShort(8) & 0xffff : b.getInt(8) & 0xffffffffL;
    if (major < 1 || major > 3) {
      throw new ImageFormatException(file, "version " + major + " of the npy format is not known");
    }
    if (start + length > bytes.length) {
      throw new ImageFormatException(
          file, "truncated, or a header of " + length + " bytes, longer than plain arrays have");
    }
    String text = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
    Matcher descr = DESCR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !fortran.find() || !shape.find()) {
      throw new ImageFormatException(file, "the header does not describe a plain array of numbers");
    }
    return new NpyHeader(
        descr.group(1),
        fortran.group(1).equals("True"),
        axes(file, shape.group(1)),
        start + length);
  }

  private static long[] axes(Path file, String text) throws ImageFormatException {
    String[] parts = text.replace("L", "").replaceAll("\\s", "").split(",");
    int n = parts.length == 1 && parts[0].isEmpty() ? 0 : parts.length;
    long[] axes = new long[n];
    for (int i = 0; i < n; i++) {
      try {
        axes[i] = Long.parseLong(parts[i]);
      } catch (NumberFormatException e) {
        throw new ImageFormatException(file, "axis " + i + " of the shape is not a number");
      }
    }
    return axes;
  }

  ByteOrder order() {
    return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** The type without its byte order: "f4". */
  String kind() {
    return descr.isEmpty() ? "" : descr.substring(1);
  }
}
