// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.io.ImageFormatException;

/**
 * Where a slice lies in the patient (DICOM PS3.3 C.7.6.2): millimetres in LPS, +x to the left, +y
 * posterior, +z superior.
 *
 * @param position the centre of the first pixel
 * @param row unit vector along a row, the direction in which the column index grows
 * @param column unit vector down a column
 * @param stepX distance between columns
 * @param stepY distance between rows
 */
record SlicePlane(double[] position, double[] row, double[] column, double stepX, double stepY) {
  private static final double SAME_DIRECTION = 1e-4;

  /**
   * The plane of a frame; empty where the file gives no place, and for Siemens mosaics, whose tiles
   * lie elsewhere than the picture that holds them.
   *
   * @throws ImageFormatException if what the file gives is not a plane
   */
  static Optional<SlicePlane> of(DicomDataset d) throws ImageFormatException {
    double[] position = d.decimals(Tag.IMAGE_POSITION_PATIENT, 3);
    double[] cosines = d.decimals(Tag.IMAGE_ORIENTATION_PATIENT, 6);
    if (position == null || cosines == null || isMosaic(d)) {
      return Optional.empty();
    }
    for (double p : position) {
      if (Math.abs(p) > 1e7) {
        throw d.fault(Tag.IMAGE_POSITION_PATIENT + " is " + p + " mm");
      }
    }
    double[] row = {cosines[0], cosines[1], cosines[2]};
    double[] column = {cosines[3], cosines[4], cosines[5]};
    double rowLength = Math.sqrt(dot(row, row));
    double columnLength = Math.sqrt(dot(column, column));
    if (Math.abs(rowLength - 1) > 0.01
        || Math.abs(columnLength - 1) > 0.01
        || Math.abs(dot(row, column)) > 0.01) {
      throw d.fault(Tag.IMAGE_ORIENTATION_PATIENT + " is not a pair of perpendicular unit vectors");
    }
    double[] spacing = spacing(d);
    if (spacing == null) {
      throw d.fault("has a place in the patient but no " + Tag.PIXEL_SPACING);
    }
    return Optional.of(
        new SlicePlane(
            position,
            scaled(row, 1 / rowLength),
            scaled(column, 1 / columnLength),
            spacing[1],
            spacing[0]));
  }

  static boolean isMosaic(DicomDataset d) {
    return d.text(Tag.IMAGE_TYPE).contains("MOSAIC");
  }

  /** The distance between rows, then between columns; null if absent. */
  static double[] spacing(DicomDataset d) throws ImageFormatException {
    double[] spacing = d.decimals(Tag.PIXEL_SPACING, 2);
    if (spacing != null && !(isLength(spacing[0]) && isLength(spacing[1]))) {
      throw d.fault(Tag.PIXEL_SPACING + " is " + spacing[0] + " x " + spacing[1]);
    }
    return spacing;
  }

  /** Whether a step between voxels can be true: from a nanometre to a kilometre. */
  static boolean isLength(double mm) {
    return mm >= 1e-6 && mm <= 1e6;
  }

  /** The unit normal, row x column. */
  double[] normal() {
    double[] n = {
      row[1] * column[2] - row[2] * column[1],
      row[2] * column[0] - row[0] * column[2],
      row[0] * column[1] - row[1] * column[0]
    };
    return scaled(n, 1 / Math.sqrt(dot(n, n)));
  }

  /** How far along a direction the slice lies. */
  double along(double[] direction) {
    return dot(position, direction);
  }

  boolean sameOrientation(SlicePlane o) {
    for (int i = 0; i < 3; i++) {
      if (Math.abs(row[i] - o.row[i]) > SAME_DIRECTION
          || Math.abs(column[i] - o.column[i]) > SAME_DIRECTION) {
        return false;
      }
    }
    return true;
  }

  boolean sameSpacing(SlicePlane o) {
    return Math.abs(stepX - o.stepX) <= 1e-4 * stepX && Math.abs(stepY - o.stepY) <= 1e-4 * stepY;
  }

  /** Voxel index to RAS millimetres, given the step (LPS) from this slice to the next. */
  Affine affine(double[] step) {
    double[] m = new double[12];
    for (int r = 0; r < 3; r++) {
      double sign = r == 2 ? 1 : -1;
      m[4 * r] = sign * row[r] * stepX;
      m[4 * r + 1] = sign * column[r] * stepY;
      m[4 * r + 2] = sign * step[r];
      m[4 * r + 3] = sign * position[r];
    }
    return Affine.of(m);
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  static double[] scaled(double[] a, double factor) {
    return new double[] {a[0] * factor, a[1] * factor, a[2] * factor};
  }

  static double[] difference(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }
}
