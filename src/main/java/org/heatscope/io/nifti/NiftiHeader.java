// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.heatscope.image.Affine;
import org.heatscope.io.ImageFormatException;

/**
 * The fields of a NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes) header, as the standards at
 * nifti.nimh.nih.gov place them.
 */
final class NiftiHeader {
  static final int SIZE_1 = 348;
  static final int SIZE_2 = 540;

  private final ByteBuffer b;
  private final boolean two;

  private NiftiHeader(ByteBuffer buffer, boolean two) {
    b = buffer;
    this.two = two;
  }

  /**
   * The header in a file's first bytes; its own size, in one byte order or the other, tells the
   * version and the order. Null if it is neither.
   */
  static NiftiHeader of(byte[] bytes) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      if (bytes.length < SIZE_1) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
      int size = buffer.getInt(0);
      if (size == SIZE_1 && magic(bytes, 344)) {
        return new NiftiHeader(buffer, false);
      }
      if (size == SIZE_2 && bytes.length >= SIZE_2 && magic(bytes, 4)) {
        return new NiftiHeader(buffer, true);
      }
    }
    return null;
  }

  /** "n+1", "ni1", "n+2" or "ni2". */
  private static boolean magic(byte[] bytes, int at) {
    String m = new String(bytes, at, 3, StandardCharsets.ISO_8859_1);
    return m.matches("n[+i][12]") && bytes[at + 3] == 0;
  }

  boolean isVersion2() {
    return two;
  }

  /** Whether the samples are in the same file. */
  boolean isSingleFile() {
    return b.get(two ? 5 : 345) == '+';
  }

  ByteOrder order() {
    return b.order();
  }

  /** dim[i]; entries past dim[0], and those not above 0, count as 1. */
  long dim(int i) {
    long d = two ? b.getLong(16 + 8 * i) : b.getShort(40 + 2 * i);
    return i == 0 ? d : i > dim(0) || d < 1 ? 1 : d;
  }

  /** dim[i] as it stands. */
  long storedDim(int i) {
    return two ? b.getLong(16 + 8 * i) : b.getShort(40 + 2 * i);
  }

  double pixdim(int i) {
    return two ? b.getDouble(104 + 8 * i) : b.getFloat(76 + 4 * i);
  }

  int datatype() {
    return b.getShort(two ? 12 : 70);
  }

  /** Where the samples begin. */
  double voxOffset() {
    return two ? b.getLong(168) : b.getFloat(108);
  }

  double slope() {
    return two ? b.getDouble(176) : b.getFloat(112);
  }

  double intercept() {
    return two ? b.getDouble(184) : b.getFloat(116);
  }

  double calMax() {
    return two ? b.getDouble(192) : b.getFloat(124);
  }

  double calMin() {
    return two ? b.getDouble(200) : b.getFloat(128);
  }

  int units() {
    return two ? b.getInt(500) : b.get(123);
  }

  int intentCode() {
    return two ? b.getInt(504) : b.getShort(68);
  }

  int qformCode() {
    return two ? b.getInt(344) : b.getShort(252);
  }

  int sformCode() {
    return two ? b.getInt(348) : b.getShort(254);
  }

  /** Quaternion b, c, d (0 to 2), then the offsets x, y, z (3 to 5). */
  private double quaternion(int i) {
    return two ? b.getDouble(352 + 8 * i) : b.getFloat(256 + 4 * i);
  }

  private double srow(int i) {
    return two ? b.getDouble(400 + 8 * i) : b.getFloat(280 + 4 * i);
  }

  Affine sform() {
    double[] m = new double[12];
    for (int i = 0; i < 12; i++) {
      m[i] = srow(i);
    }
    return Affine.of(m);
  }

  /** R(a, b, c, d) diag(pixdim) with the third column times qfac, and the offsets. */
  Affine qform() {
    double qb = quaternion(0);
    double qc = quaternion(1);
    double qd = quaternion(2);
    double a2 = 1 - qb * qb - qc * qc - qd * qd;
    if (a2 < 1e-7) {
      double length = Math.sqrt(qb * qb + qc * qc + qd * qd);
      qb /= length;
      qc /= length;
      qd /= length;
      a2 = 0;
    }
    double qa = Math.sqrt(a2);
    double[][] r = {
      {qa * qa + qb * qb - qc * qc - qd * qd, 2 * (qb * qc - qa * qd), 2 * (qb * qd + qa * qc)},
      {2 * (qb * qc + qa * qd), qa * qa + qc * qc - qb * qb - qd * qd, 2 * (qc * qd - qa * qb)},
      {2 * (qb * qd - qa * qc), 2 * (qc * qd + qa * qb), qa * qa + qd * qd - qb * qb - qc * qc}
    };
    double qfac = pixdim(0) < 0 ? -1 : 1;
    double[] m = new double[12];
    for (int row = 0; row < 3; row++) {
      m[4 * row] = r[row][0] * spacing(1);
      m[4 * row + 1] = r[row][1] * spacing(2);
      m[4 * row + 2] = r[row][2] * spacing(3) * qfac;
      m[4 * row + 3] = quaternion(3 + row);
    }
    return Affine.of(m);
  }

  /** "Method 1" of the standard: the spacings, with the first voxel at the origin. */
  Affine fallback() {
    return Affine.scaling(spacing(1), spacing(2), spacing(3), 0, 0, 0);
  }

  /** |pixdim|, 1 where it is 0 or not a number. */
  private double spacing(int i) {
    double p = Math.abs(pixdim(i));
    return p > 0 && Double.isFinite(p) ? p : 1;
  }

  /** The form that counts: sform over qform over the fallback. */
  Affine affine(Path file) throws ImageFormatException {
    if (sformCode() > 0) {
      return require(file, sform(), "sform");
    }
    return qformCode() > 0 ? require(file, qform(), "qform") : fallback();
  }

  private static Affine require(Path file, Affine a, String name) throws ImageFormatException {
    if (!a.isInvertible()) {
      throw new ImageFormatException(file, "the " + name + " of the header cannot be inverted");
    }
    return a;
  }
}
