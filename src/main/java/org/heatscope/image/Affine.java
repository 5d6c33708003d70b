// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Arrays;

/**
 * An affine map of three-space, {@code y = M x + t}; immutable.
 *
 * <p>The elements are kept as the upper three rows of the homogeneous 4x4 matrix, row by row.
 */
public final class Affine {
  private static final Affine IDENTITY = of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);

  private final double[] m;

  private Affine(double[] rows) {
    m = rows;
  }

  /**
   * The map with the given upper three rows.
   *
   * @param rows twelve numbers: m00 m01 m02 t0, m10 m11 m12 t1, m20 m21 m22 t2
   */
  public static Affine of(double... rows) {
    if (rows.length != 12) {
      throw new IllegalArgumentException("an affine needs 12 numbers, not " + rows.length);
    }
    return new Affine(rows.clone());
  }

  /** The identity. */
  public static Affine identity() {
    return IDENTITY;
  }

  /** The map that scales each axis and then moves the origin to {@code (tx, ty, tz)}. */
  public static Affine scaling(double sx, double sy, double sz, double tx, double ty, double tz) {
    return of(sx, 0, 0, tx, 0, sy, 0, ty, 0, 0, sz, tz);
  }

  /** The map that moves by {@code (tx, ty, tz)}. */
  public static Affine translation(double tx, double ty, double tz) {
    return scaling(1, 1, 1, tx, ty, tz);
  }

  /**
   * The element in a row (0 to 2) and a column (0 to 3; column 3 is the translation) of the matrix.
   */
  public double get(int row, int column) {
    return m[4 * row + column];
  }

  /** One coordinate (0 to 2) of the image of the point {@code (x, y, z)}. */
  public double apply(int row, double x, double y, double z) {
    int r = 4 * row;
    return m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3];
  }

  /** The image of the point {@code (x, y, z)}. */
  public double[] apply(double x, double y, double z) {
    return new double[] {apply(0, x, y, z), apply(1, x, y, z), apply(2, x, y, z)};
  }

  /** {@code this} after {@code first}: the map that takes x to {@code this(first(x))}. */
  public Affine after(Affine first) {
    double[] r = new double[12];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        double s = j == 3 ? m[4 * i + 3] : 0;
        for (int k = 0; k < 3; k++) {
          s += m[4 * i + k] * first.m[4 * k + j];
        }
        r[4 * i + j] = s;
      }
    }
    return new Affine(r);
  }

  /** The determinant of the linear part; negative for a left-handed grid. */
  public double determinant() {
    return m[0] * (m[5] * m[10] - m[6] * m[9])
        - m[1] * (m[4] * m[10] - m[6] * m[8])
        + m[2] * (m[4] * m[9] - m[5] * m[8]);
  }

  /**
   * The inverse map.
   *
   * @throws ArithmeticException if the linear part is singular or not finite
   */
  public Affine inverse() {
    double det = determinant();
    if (!isInvertible()) {
      throw new ArithmeticException("the affine is singular: " + this);
    }
    double[] r = new double[12];
    for (int i = 0; i < 3; i++) {
      int a = (i + 1) % 3;
      int b = (i + 2) % 3;
      for (int j = 0; j < 3; j++) {
        int c = (j + 1) % 3;
        int d = (j + 2) % 3;
        r[4 * j + i] = (get(a, c) * get(b, d) - get(a, d) * get(b, c)) / det;
      }
    }
    for (int j = 0; j < 3; j++) {
      r[4 * j + 3] = -(r[4 * j] * m[3] + r[4 * j + 1] * m[7] + r[4 * j + 2] * m[11]);
    }
    return new Affine(r);
  }

  /** Whether every element is finite and the linear part is far enough from singular to invert. */
  public boolean isInvertible() {
    for (double v : m) {
      if (!Double.isFinite(v)) {
        return false;
      }
    }
    double volume = columnLength(0) * columnLength(1) * columnLength(2);
    return volume > 0 && Math.abs(determinant()) > 1e-9 * volume;
  }

  /** The length of a column (0 to 2) of the linear part: the size of a voxel along that axis. */
  public double columnLength(int column) {
    return Math.sqrt(
        get(0, column) * get(0, column)
            + get(1, column) * get(1, column)
            + get(2, column) * get(2, column));
  }

  /** The upper three rows, row by row (a copy). */
  public double[] rows() {
    return m.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Affine && Arrays.equals(m, ((Affine) o).m);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(m);
  }

  @Override
  public String toString() {
    return Arrays.toString(m);
  }
}
