// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Where the samples of an image lie in the world.
 *
 * <p>The affine takes the index (i, j, k) of a voxel's <em>centre</em> to millimetres in RAS+: +x
 * to the subject's right, +y anterior, +z superior. A voxel covers half a step on each side of its
 * centre, so the outermost faces of an axis of n voxels lie at indices -0.5 and n - 0.5.
 *
 * @param nx voxels along the first (fastest) axis
 * @param ny voxels along the second axis
 * @param nz voxels along the third axis; 1 for a 2-D image
 * @param affine voxel index to world millimetres
 * @param frame what the world is: a patient, pixels without a scale, or nothing at all
 */
public record Geometry(int nx, int ny, int nz, Affine affine, Frame frame) {

  /** What is known of the world that an affine leads to. */
  public enum Frame {
    /** Millimetres in RAS+ of a subject or a template: R/L, A/P and S/I have a meaning. */
    ANATOMICAL,
    /** A picture: right and down are known, with or without a scale; no body. */
    PICTURE,
    /** A bare array: it has no place of its own and takes that of an image of the same shape. */
    NONE
  }

  /** Checks that the sizes are positive and the affine can be inverted. */
  public Geometry {
    if (nx < 1 || ny < 1 || nz < 1) {
      throw new IllegalArgumentException(
          "an image needs at least one voxel on each axis: " + nx + " x " + ny + " x " + nz);
    }
    if (!affine.isInvertible()) {
      throw new IllegalArgumentException("the affine cannot be inverted: " + affine);
    }
  }

  /** A geometry in a subject's or a template's space. */
  public static Geometry anatomical(int nx, int ny, int nz, Affine affine) {
    return new Geometry(nx, ny, nz, affine, Frame.ANATOMICAL);
  }

  /**
   * A picture of square or oblong pixels, or a stack of them: i runs to +x, j (down the picture) to
   * -y, pages to +z; the centre of the first pixel is at the origin.
   */
  public static Geometry picture(int nx, int ny, int nz, double stepX, double stepY, double stepZ) {
    return new Geometry(nx, ny, nz, Affine.scaling(stepX, -stepY, stepZ, 0, 0, 0), Frame.PICTURE);
  }

  /** A bare array, laid out as a picture of unit pixels until it takes an image's geometry. */
  public static Geometry none(int nx, int ny, int nz) {
    return new Geometry(nx, ny, nz, Affine.scaling(1, -1, 1, 0, 0, 0), Frame.NONE);
  }

  /** The number of voxels along an axis (0 to 2). */
  public int size(int axis) {
    return axis == 0 ? nx : axis == 1 ? ny : nz;
  }

  /** The number of voxels. */
  public long voxels() {
    return (long) nx * ny * nz;
  }

  /** The distance between neighbouring centres along an axis (0 to 2), in millimetres. */
  public double spacing(int axis) {
    return affine.columnLength(axis);
  }

  /** Whether the other image has the same number of voxels on each axis. */
  public boolean sameSize(Geometry other) {
    return nx == other.nx && ny == other.ny && nz == other.nz;
  }

  /** The part of the grid that the planes k = first to first + count - 1 make. */
  public Geometry planes(int first, int count) {
    return part(Region.planes(this, first, count));
  }

  /** The part of the grid that the rows j = first to first + count - 1 make. */
  public Geometry rows(int first, int count) {
    return part(new Region(0, first, 0, nx, count, nz));
  }

  /** The part of the grid that a region makes. */
  public Geometry part(Region r) {
    Affine corner = affine.after(Affine.translation(r.x(), r.y(), r.z()));
    return new Geometry(r.nx(), r.ny(), r.nz(), corner, frame);
  }

  /** The first and the second half of the grid's planes; of its rows where there is one plane. */
  public List<Geometry> halves() {
    int n = nz > 1 ? nz : ny;
    return nz > 1
        ? List.of(planes(0, n / 2), planes(n / 2, n - n / 2))
        : List.of(rows(0, n / 2), rows(n / 2, n - n / 2));
  }

  /** The map from this image's voxel indices to the other image's. */
  public Affine toVoxelsOf(Geometry other) {
    return other.affine.inverse().after(affine);
  }

  /**
   * The smallest axis-parallel box in the world that holds every voxel whole.
   *
   * @return {minX, minY, minZ, maxX, maxY, maxZ} in millimetres
   */
  public double[] bounds() {
    return bounds(affine);
  }

  /** The same box with other axes: {@code toAxes} takes world millimetres to them. */
  public double[] boundsAlong(Affine toAxes) {
    return bounds(toAxes.after(affine));
  }

  private double[] bounds(Affine affine) {
    double[] b = new double[6];
    for (int r = 0; r < 3; r++) {
      double lo = affine.get(r, 3);
      double hi = lo;
      for (int a = 0; a < 3; a++) {
        double step = affine.get(r, a);
        double first = -0.5 * step;
        double last = (size(a) - 0.5) * step;
        lo += Math.min(first, last);
        hi += Math.max(first, last);
      }
      b[r] = lo;
      b[r + 3] = hi;
    }
    return b;
  }

  /**
   * The nearest axis code, such as "RAS" or "LPI": for each voxel axis the letter of the world
   * direction that it runs toward.
   *
   * <p>The linear part is split into rotation and stretch (its nearest orthogonal matrix by the
   * singular value decomposition), and axes are matched to the world greedily from the strongest
   * element; so a sheared grid gets the letters of its nearest unsheared one.
   */
  public String orientation() {
    RealMatrix rotation = rotation();
    int[] world = nearestWorldAxes(rotation);
    StringBuilder code = new StringBuilder();
    for (int c = 0; c < 3; c++) {
      boolean positive = rotation.getEntry(world[c], c) > 0;
      code.append((positive ? "RAS" : "LPI").charAt(world[c]));
    }
    return code.toString();
  }

  /** For each voxel axis (0 to 2) the world axis that it runs along most nearly. */
  public int[] nearestWorldAxes() {
    return nearestWorldAxes(rotation());
  }

  /**
   * The rotation from axes along this grid to the world: its columns are the grid's axes (of the
   * nearest unsheared grid), each named by and pointing along the world axis nearest to it. The
   * identity for a grid that is parallel to the world.
   */
  public Affine gridAxes() {
    RealMatrix rotation = rotation();
    int[] world = nearestWorldAxes(rotation);
    double[] m = new double[12];
    for (int c = 0; c < 3; c++) {
      double sign = Math.signum(rotation.getEntry(world[c], c));
      for (int r = 0; r < 3; r++) {
        m[4 * r + world[c]] = sign * rotation.getEntry(r, c);
      }
    }
    return Affine.of(m);
  }

  private RealMatrix rotation() {
    RealMatrix m = new Array2DRowRealMatrix(3, 3);
    for (int c = 0; c < 3; c++) {
      double length = affine.columnLength(c);
      for (int r = 0; r < 3; r++) {
        m.setEntry(r, c, affine.get(r, c) / length);
      }
    }
    SingularValueDecomposition svd = new SingularValueDecomposition(m);
    return svd.getU().multiply(svd.getVT());
  }

  private static int[] nearestWorldAxes(RealMatrix rotation) {
    int[] world = {-1, -1, -1};
    boolean[] used = new boolean[3];
    for (int n = 0; n < 3; n++) {
      int row = -1;
      int column = -1;
      double best = -1;
      for (int c = 0; c < 3; c++) {
        for (int r = 0; r < 3; r++) {
          double v = Math.abs(rotation.getEntry(r, c));
          if (!used[r] && world[c] < 0 && v > best + 1e-9) {
            row = r;
            column = c;
            best = v;
          }
        }
      }
      used[row] = true;
      world[column] = row;
    }
    return world;
  }

  /** Whether the voxel axes run along the world axes, to within a millionth of a voxel. */
  public boolean isAxisAligned() {
    for (int c = 0; c < 3; c++) {
      double length = affine.columnLength(c);
      int parallel = 0;
      for (int r = 0; r < 3; r++) {
        if (Math.abs(affine.get(r, c)) > 1e-6 * length) {
          parallel++;
        }
      }
      if (parallel != 1) {
        return false;
      }
    }
    return true;
  }
}
