// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;

/**
 * Affine registrations as other programs write them, told apart by their content and name:
 *
 * <ul>
 *   <li>ITK text ({@code #Insight Transform File}): in LPS, takes points of the fixed image to the
 *       moving one. Affine, MatrixOffset, Euler3D, VersorRigid3D and Translation transforms with
 *       their centre; of several in a file the last acts first.
 *   <li>FSL ({@code .mat}): four rows of four numbers that take the moving image's scaled voxels to
 *       the fixed one's; scaled voxels are indices times spacing, with the first axis turned round
 *       in an image whose affine has a positive determinant.
 *   <li>any other text of four rows of four numbers: takes world millimetres (RAS+) of the moving
 *       image to those of the fixed one.
 * </ul>
 */
public final class Transforms {
  private static final String ITK = "#Insight Transform File";
  private static final Affine LPS_TO_RAS = Affine.scaling(-1, -1, 1, 0, 0, 0);
  private static final int MOST_BYTES = 1 << 20;

  private Transforms() {}

  /**
   * Reads a registration.
   *
   * @param fixed the image that the other is laid on; its voxels count for FSL
   * @param moving the image that is moved
   * @return takes world millimetres (RAS+) of the fixed image to those of the moving one
   * @throws ImageFormatException if the file holds no affine map that can be inverted
   */
  public static Affine read(Path file, Geometry fixed, Geometry moving) throws IOException {
    // Binary files show as text that holds no numbers.
    String text = TextFile.read(file, MOST_BYTES);
    if (text.startsWith(ITK)) {
      Affine lps = itk(file, text);
      return invertible(file, LPS_TO_RAS.after(lps).after(LPS_TO_RAS));
    }
    Affine matrix = invertible(file, rows(file, text));
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".mat")) {
      return matrix.inverse();
    }
    Affine toMovingVoxels = scaledVoxels(moving).inverse().after(matrix.inverse());
    Affine fromFixedWorld = scaledVoxels(fixed).after(fixed.affine().inverse());
    return moving.affine().after(toMovingVoxels).after(fromFixedWorld);
  }

  /** Voxel indices to FSL's coordinates. */
  private static Affine scaledVoxels(Geometry g) {
    Affine scale = Affine.scaling(g.spacing(0), g.spacing(1), g.spacing(2), 0, 0, 0);
    return g.affine().determinant() > 0
        ? scale.after(Affine.scaling(-1, 1, 1, g.nx() - 1, 0, 0))
        : scale;
  }

  private static Affine invertible(Path file, Affine a) throws ImageFormatException {
    if (!a.isInvertible()) {
      throw new ImageFormatException(file, "the transform cannot be inverted");
    }
    return a;
  }

  private static Affine rows(Path file, String text) throws ImageFormatException {
    List<double[]> rows = new ArrayList<>();
    for (String line : text.split("\\R")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        rows.add(numbers(file, line.strip().split("[\\s,;]+")));
      }
    }
    if (rows.size() != 4 || rows.stream().anyMatch(r -> r.length != 4)) {
      throw new ImageFormatException(
          file, "not a transform: four rows of four numbers, or ITK's text, are read");
    }
    double[] last = rows.get(3);
    if (last[0] != 0 || last[1] != 0 || last[2] != 0 || last[3] != 1) {
      throw new ImageFormatException(
          file, "the last row of an affine matrix is 0 0 0 1, not " + Arrays.toString(last));
    }
    return Affine.of(rows.stream().limit(3).flatMapToDouble(Arrays::stream).toArray());
  }

  private static double[] numbers(Path file, String[] texts) throws ImageFormatException {
    double[] v = new double[texts.length];
    for (int i = 0; i < v.length; i++) {
      try {
        v[i] = Double.parseDouble(texts[i]);
      } catch (NumberFormatException e) {
        throw new ImageFormatException(
            file, "not a transform: '" + printable(texts[i]) + "' is not a number");
      }
    }
    return v;
  }

  private static String printable(String s) {
    String clean = s.replaceAll("[^ -~]", "?");
    return clean.length() > 40 ? clean.substring(0, 40) + "..." : clean;
  }

  // ---- ITK

  private static Affine itk(Path file, String text) throws ImageFormatException {
    Affine all = null;
    String kind = null;
    double[] parameters = null;
    for (String line : text.split("\\R")) {
      int colon = line.indexOf(':');
      String key = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (key) {
        case "Transform" -> {
          kind = value;
          parameters = null;
        }
        case "Parameters" -> parameters = numbers(file, words(value));
        case "FixedParameters" -> {
          if (kind == null || parameters == null) {
            throw new ImageFormatException(file, "the transform has no parameters");
          }
          Affine one = itk(file, kind, parameters, numbers(file, words(value)));
          all = all == null ? one : all.after(one);
        }
        default -> {}
      }
    }
    if (all == null) {
      throw new ImageFormatException(file, "the file holds no transform");
    }
    return all;
  }

  private static String[] words(String value) {
    return value.isEmpty() ? new String[0] : value.split("\\s+");
  }

  private static Affine itk(Path file, String kind, double[] p, double[] fixed)
      throws ImageFormatException {
    String name = kind.replaceFirst("_.*", "");
    double[] centre = fixed.length >= 3 ? fixed : new double[3];
    switch (name) {
      case "AffineTransform", "MatrixOffsetTransformBase" -> {
        require(file, kind, p, 12);
        return about(centre, Arrays.copyOf(p, 9), p[9], p[10], p[11]);
      }
      case "Euler3DTransform" -> {
        require(file, kind, p, 6);
        boolean zyx = fixed.length > 3 && fixed[3] != 0;
        return about(centre, euler(p[0], p[1], p[2], zyx), p[3], p[4], p[5]);
      }
      case "VersorRigid3DTransform" -> {
        require(file, kind, p, 6);
        return about(centre, versor(p[0], p[1], p[2]), p[3], p[4], p[5]);
      }
      case "TranslationTransform" -> {
        require(file, kind, p, 3);
        return Affine.translation(p[0], p[1], p[2]);
      }
      default ->
          throw new ImageFormatException(
              file, "a transform of the kind " + printable(kind) + " is not read");
    }
  }

  private static void require(Path file, String kind, double[] p, int count)
      throws ImageFormatException {
    if (p.length != count) {
      throw new ImageFormatException(file, kind + " has " + count + " parameters, not " + p.length);
    }
  }

  /** {@code M (x - c) + c + t}. */
  private static Affine about(double[] c, double[] m, double tx, double ty, double tz) {
    double[] t = {tx, ty, tz};
    double[] rows = new double[12];
    for (int r = 0; r < 3; r++) {
      rows[4 * r + 3] = t[r] + c[r];
      for (int k = 0; k < 3; k++) {
        rows[4 * r + k] = m[3 * r + k];
        rows[4 * r + 3] -= m[3 * r + k] * c[k];
      }
    }
    return Affine.of(rows);
  }

  /** Rz Rx Ry, or Rz Ry Rx; angles in radians. */
  private static double[] euler(double x, double y, double z, boolean zyx) {
    double[] rx = {1, 0, 0, 0, Math.cos(x), -Math.sin(x), 0, Math.sin(x), Math.cos(x)};
    double[] ry = {Math.cos(y), 0, Math.sin(y), 0, 1, 0, -Math.sin(y), 0, Math.cos(y)};
    double[] rz = {Math.cos(z), -Math.sin(z), 0, Math.sin(z), Math.cos(z), 0, 0, 0, 1};
    return zyx ? times(rz, times(ry, rx)) : times(rz, times(rx, ry));
  }

  private static double[] times(double[] a, double[] b) {
    double[] m = new double[9];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        m[3 * r + c] = a[3 * r] * b[c] + a[3 * r + 1] * b[3 + c] + a[3 * r + 2] * b[6 + c];
      }
    }
    return m;
  }

  /** The rotation of a unit quaternion by its vector part; the scalar part is not negative. */
  private static double[] versor(double x, double y, double z) {
    double w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - z * w),
      2 * (x * z + y * w),
      2 * (x * y + z * w),
      1 - 2 * (x * x + z * z),
      2 * (y * z - x * w),
      2 * (x * z - y * w),
      2 * (y * z + x * w),
      1 - 2 * (x * x + y * y)
    };
  }
}
