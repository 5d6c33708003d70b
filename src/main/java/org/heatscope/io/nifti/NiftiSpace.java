// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.heatscope.image.Affine;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Warnings;

/**
 * Where a NIfTI image lies, in millimetres and seconds.
 *
 * <p>The sform is taken if its code is positive, else the qform, else the standard's method 1: the
 * steps alone, without an offset or a flip (nibabel and SPM centre and mirror such an image). Steps
 * count without their sign and 0 counts as 1.
 *
 * @param affine voxel index to millimetres, RAS+
 * @param warnings a sentence each
 */
record NiftiSpace(Affine affine, List<String> warnings) {
  /** Elements of the two forms may differ by this much, in mm, before it is worth a warning. */
  private static final double DISAGREEMENT = 1e-3;

  static NiftiSpace of(Path file, NiftiHeader h) throws ImageFormatException {
    double mm = toMillimetres(h.units());
    Affine sform = h.sformCode() > 0 ? scaled(Affine.of(h.srow()), mm) : null;
    Affine qform = h.qformCode() > 0 ? scaled(qform(h), mm) : null;
    List<String> warnings = new ArrayList<>();
    if (sform != null && qform != null && sform.isInvertible()) {
      double apart = difference(sform, qform);
      if (!(apart <= DISAGREEMENT)) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "The sform and the qform disagree by up to %.3g mm in an element; the sform is"
                    + " used.",
                apart));
      }
    }
    if (sform != null && !sform.isInvertible() && qform != null) {
      warnings.add("The sform cannot be inverted; the qform is used.");
      sform = null;
    }
    Affine chosen = sform != null ? sform : qform;
    if (chosen == null) {
      warnings.add(Warnings.NO_PLACE);
      chosen = scaled(Affine.scaling(step(h, 1), step(h, 2), step(h, 3), 0, 0, 0), mm);
    }
    if (!chosen.isInvertible()) {
      String name = sform != null ? "sform" : qform != null ? "qform" : "voxel size";
      throw new ImageFormatException(file, "the " + name + " cannot be inverted: " + chosen);
    }
    return new NiftiSpace(chosen, warnings);
  }

  private static double step(NiftiHeader h, int axis) {
    double step = Math.abs(h.pixdim()[axis]);
    return step == 0 ? 1 : step;
  }

  /** a = sqrt(1-b2-c2-d2); where the root has no room, (b,c,d) is normalised and a = 0. */
  private static Affine qform(NiftiHeader h) {
    double[] q = h.quaternion();
    double b = q[0];
    double c = q[1];
    double d = q[2];
    double a = 1 - (b * b + c * c + d * d);
    if (a < 1e-7) {
      double length = Math.sqrt(b * b + c * c + d * d);
      a = 0;
      b /= length;
      c /= length;
      d /= length;
    } else {
      a = Math.sqrt(a);
    }
    double x = step(h, 1);
    double y = step(h, 2);
    double z = step(h, 3) * (h.pixdim()[0] < 0 ? -1 : 1);
    return Affine.of(
        x * (a * a + b * b - c * c - d * d),
        y * 2 * (b * c - a * d),
        z * 2 * (b * d + a * c),
        q[3],
        x * 2 * (b * c + a * d),
        y * (a * a + c * c - b * b - d * d),
        z * 2 * (c * d - a * b),
        q[4],
        x * 2 * (b * d - a * c),
        y * 2 * (c * d + a * b),
        z * (a * a + d * d - c * c - b * b),
        q[5]);
  }

  /**
   * The quaternion and offset of the qform that is nearest to an affine, as {@link
   * NiftiHeader#quaternion()} has them. The affine's third column is to be negated before where its
   * determinant is negative.
   *
   * <p>Source: nifti_mat44_to_quatern of nifti1_io; the largest of the four parts is found first,
   * so that the others are divided by a number that is not small.
   */
  static double[] quaternion(Affine m) {
    double[][] r = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        r[i][j] = m.get(i, j) / m.columnLength(j);
      }
    }
    double[] squares = {
      1 + r[0][0] + r[1][1] + r[2][2],
      1 + r[0][0] - r[1][1] - r[2][2],
      1 - r[0][0] + r[1][1] - r[2][2],
      1 - r[0][0] - r[1][1] + r[2][2]
    };
    double[][] products = {
      {squares[0], r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]},
      {r[2][1] - r[1][2], squares[1], r[0][1] + r[1][0], r[0][2] + r[2][0]},
      {r[0][2] - r[2][0], r[0][1] + r[1][0], squares[2], r[1][2] + r[2][1]},
      {r[1][0] - r[0][1], r[0][2] + r[2][0], r[1][2] + r[2][1], squares[3]}
    };
    int largest = 0;
    for (int i = 1; i < 4; i++) {
      largest = squares[i] > squares[largest] ? i : largest;
    }
    double[] q = products[largest];
    double sign = q[0] < 0 ? -1 : 1;
    double scale = sign / (2 * Math.sqrt(squares[largest]));
    return new double[] {
      q[1] * scale, q[2] * scale, q[3] * scale, m.get(0, 3), m.get(1, 3), m.get(2, 3)
    };
  }

  /** Whether the two forms of a header put the image at different places. */
  static boolean disagree(NiftiHeader h) {
    return !(difference(Affine.of(h.srow()), qform(h)) <= DISAGREEMENT);
  }

  /** The largest difference of two elements; NaN if one is no number. */
  private static double difference(Affine s, Affine q) {
    double[] a = s.rows();
    double[] b = q.rows();
    double most = 0;
    for (int i = 0; i < 12; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  private static Affine scaled(Affine a, double factor) {
    return factor == 1 ? a : Affine.scaling(factor, factor, factor, 0, 0, 0).after(a);
  }

  private static double toMillimetres(int units) {
    int space = units & 7;
    return space == 1 ? 1000 : space == 3 ? 1e-3 : 1;
  }

  /** The time axis, its step taken to seconds. */
  static TimeAxis time(NiftiHeader h, int frames) {
    double step = Double.isFinite(h.pixdim()[4]) ? Math.abs(h.pixdim()[4]) : 0;
    if (frames == 1) {
      return TimeAxis.NONE;
    }
    switch (h.units() & 0x38) {
      case 8:
        return new TimeAxis(frames, step, "s");
      case 16:
        return new TimeAxis(frames, step / 1e3, "s");
      case 24:
        return new TimeAxis(frames, step / 1e6, "s");
      case 32:
        return new TimeAxis(frames, step, "Hz");
      case 40:
        return new TimeAxis(frames, step, "ppm");
      default:
        return new TimeAxis(frames, step, "");
    }
  }
}
