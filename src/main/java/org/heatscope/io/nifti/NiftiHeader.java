// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.heatscope.io.ImageFormatException;

/**
 * The fields of a NIfTI-1 or NIfTI-2 header that bear on the image, as they stand in the file.
 *
 * <p>Source: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.
 *
 * @param version 1 or 2
 * @param order of the file's numbers
 * @param pair whether the samples lie in a file of their own (.img)
 * @param dim number of axes, then the sizes of seven
 * @param datatype the code of the stored type
 * @param pixdim qfac, then the steps of seven axes
 * @param voxOffset where the samples begin, in bytes
 * @param slope scl_slope
 * @param intercept scl_inter
 * @param calMin value shown black, if less than {@code calMax}
 * @param calMax value shown white
 * @param units xyzt_units
 * @param intent intent_code
 * @param qformCode 0: no qform
 * @param sformCode 0: no sform
 * @param quaternion b, c, d, then the offsets x, y, z
 * @param srow the three rows of the sform
 * @param description descrip, up to {@value #DESCRIPTION_BYTES} bytes of text
 */
record NiftiHeader(
    int version,
    ByteOrder order,
    boolean pair,
    long[] dim,
    int datatype,
    double[] pixdim,
    double voxOffset,
    double slope,
    double intercept,
    double calMin,
    double calMax,
    int units,
    int intent,
    int qformCode,
    int sformCode,
    double[] quaternion,
    double[] srow,
    String description) {

  /** The room for a description, without the zero at its end. */
  static final int DESCRIPTION_BYTES = 79;

  private static final int SIZE_1 = 348;
  private static final int SIZE_2 = 540;

  /** 1 or 2 for the first bytes of a NIfTI header, 0 for anything else. */
  static int versionOf(byte[] head) {
    if (head.length >= SIZE_1 && magicAt(head, 344, "n+1\0", "ni1\0") && isSize(head, SIZE_1)) {
      return 1;
    }
    boolean two = magicAt(head, 4, "n+2\0\r\n\032\n", "ni2\0\r\n\032\n");
    return head.length >= SIZE_2 && two && isSize(head, SIZE_2) ? 2 : 0;
  }

  private static boolean magicAt(byte[] head, int at, String... magics) {
    for (String magic : magics) {
      byte[] want = magic.getBytes(StandardCharsets.ISO_8859_1);
      if (head.length >= at + want.length
          && Arrays.equals(head, at, at + want.length, want, 0, want.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSize(byte[] head, int size) {
    int first = ByteBuffer.wrap(head).getInt(0);
    return first == size || first == Integer.reverseBytes(size);
  }

  /**
   * Reads the header from a file's first bytes.
   *
   * @throws ImageFormatException if it is not one
   */
  static NiftiHeader parse(Path file, byte[] head) throws ImageFormatException {
    int version = versionOf(head);
    if (version == 0) {
      throw new ImageFormatException(file, "not a NIfTI header");
    }
    return decode(version, head);
  }

  /** The inverse of {@link #encode()}, up to the digits that the version has room for. */
  static NiftiHeader decode(int version, byte[] head) {
    ByteBuffer b = ByteBuffer.wrap(head);
    if (b.getInt(0) != (version == 1 ? SIZE_1 : SIZE_2)) {
      b.order(ByteOrder.LITTLE_ENDIAN);
    }
    return version == 1 ? first(b) : second(b);
  }

  private static NiftiHeader first(ByteBuffer b) {
    long[] dim = new long[8];
    for (int i = 0; i < 8; i++) {
      dim[i] = b.getShort(40 + 2 * i);
    }
    return new NiftiHeader(
        1,
        b.order(),
        b.get(345) == 'i',
        dim,
        b.getShort(70),
        floats(b, 76, 8),
        b.getFloat(108),
        b.getFloat(112),
        b.getFloat(116),
        b.getFloat(128),
        b.getFloat(124),
        b.get(123),
        b.getShort(68),
        b.getShort(252),
        b.getShort(254),
        floats(b, 256, 6),
        ExactAffine.refined(b, floats(b, 280, 12)),
        text(b, 148));
  }

  private static NiftiHeader second(ByteBuffer b) {
    long[] dim = new long[8];
    for (int i = 0; i < 8; i++) {
      dim[i] = b.getLong(16 + 8 * i);
    }
    return new NiftiHeader(
        2,
        b.order(),
        b.get(5) == 'i',
        dim,
        b.getShort(12),
        doubles(b, 104, 8),
        b.getLong(168),
        b.getDouble(176),
        b.getDouble(184),
        b.getDouble(200),
        b.getDouble(192),
        b.getInt(500),
        b.getInt(504),
        b.getInt(344),
        b.getInt(348),
        doubles(b, 352, 6),
        doubles(b, 400, 12),
        text(b, 240));
  }

  private static String text(ByteBuffer b, int at) {
    int length = 0;
    while (length <= DESCRIPTION_BYTES && b.get(at + length) != 0) {
      length++;
    }
    String text = new String(b.array(), at, length, StandardCharsets.UTF_8);
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /**
   * The header as the first bytes of a single file, up to the extensions.
   *
   * @throws IllegalArgumentException if an axis is too long for the version
   */
  byte[] encode() {
    return version == 1 ? encodeFirst() : encodeSecond();
  }

  private byte[] encodeFirst() {
    ByteBuffer b = ByteBuffer.allocate(SIZE_1).order(order);
    b.putInt(0, SIZE_1).put(38, (byte) 'r');
    for (int i = 0; i < 8; i++) {
      if (dim[i] > Short.MAX_VALUE) {
        throw new IllegalArgumentException("an axis of " + dim[i] + " is too long for NIfTI-1");
      }
      b.putShort(40 + 2 * i, (short) dim[i]);
    }
    b.putShort(68, (short) intent).putShort(70, (short) datatype);
    b.putShort(72, (short) NiftiCodes.bits(datatype));
    putFloats(b, 76, pixdim);
    putFloats(b, 108, voxOffset, slope, intercept);
    b.put(123, (byte) units);
    putFloats(b, 124, calMax, calMin);
    b.position(148).put(descriptionBytes());
    b.putShort(252, (short) qformCode).putShort(254, (short) sformCode);
    putFloats(b, 256, quaternion);
    putFloats(b, 280, srow);
    b.position(344).put("n+1\0".getBytes(StandardCharsets.ISO_8859_1));
    return b.array();
  }

  private byte[] encodeSecond() {
    ByteBuffer b = ByteBuffer.allocate(SIZE_2).order(order);
    b.putInt(0, SIZE_2);
    b.position(4).put("n+2\0\r\n\032\n".getBytes(StandardCharsets.ISO_8859_1));
    b.putShort(12, (short) datatype).putShort(14, (short) NiftiCodes.bits(datatype));
    for (int i = 0; i < 8; i++) {
      b.putLong(16 + 8 * i, dim[i]);
    }
    putDoubles(b, 104, pixdim);
    b.putLong(168, (long) voxOffset);
    putDoubles(b, 176, slope, intercept, calMax, calMin);
    b.position(240).put(descriptionBytes());
    b.putInt(344, qformCode).putInt(348, sformCode);
    putDoubles(b, 352, quaternion);
    putDoubles(b, 400, srow);
    b.putInt(500, units).putInt(504, intent);
    return b.array();
  }

  private byte[] descriptionBytes() {
    String text = description;
    while (text.getBytes(StandardCharsets.UTF_8).length > DESCRIPTION_BYTES) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void putFloats(ByteBuffer b, int at, double... values) {
    for (int i = 0; i < values.length; i++) {
      b.putFloat(at + 4 * i, (float) values[i]);
    }
  }

  private static void putDoubles(ByteBuffer b, int at, double... values) {
    for (int i = 0; i < values.length; i++) {
      b.putDouble(at + 8 * i, values[i]);
    }
  }

  private static double[] floats(ByteBuffer b, int at, int n) {
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = b.getFloat(at + 4 * i);
    }
    return d;
  }

  private static double[] doubles(ByteBuffer b, int at, int n) {
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = b.getDouble(at + 8 * i);
    }
    return d;
  }

  /** "NIfTI-1" or "NIfTI-2". */
  String format() {
    return "NIfTI-" + version;
  }

  /** Where the samples begin if the header leaves it at 0: after the header and four bytes. */
  long defaultOffset() {
    return pair ? 0 : size() + 4;
  }

  /** The length of the header in bytes. */
  int size() {
    return version == 1 ? SIZE_1 : SIZE_2;
  }
}
