// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.OptionalDouble;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.op.Interpolation;

/**
 * The steps that change the grid. Sizes, starts and spacings are along x, y, z of the grid that the
 * step finds; with two numbers only, z stays as it is.
 */
final class GridSteps {
  private static final String LETTERS = "RASLPI";

  private GridSteps() {}

  /** Axes turned and swapped so that they run toward the letters of the code, such as "RAS". */
  static Step reorient(String code) {
    boolean[] named = new boolean[3];
    for (char letter : code.toCharArray()) {
      int at = LETTERS.indexOf(letter);
      if (at >= 0) {
        named[at % 3] = true;
      }
    }
    if (code.length() != 3 || !(named[0] && named[1] && named[2])) {
      throw new IllegalArgumentException("'" + code + "' is not an orientation such as RAS or LPI");
    }
    return image -> {
      Geometry g = image.geometry();
      if (g.frame() != Geometry.Frame.ANATOMICAL) {
        throw new IllegalArgumentException("reorient: the image has no orientation in a body");
      }
      String now = g.orientation();
      int[] size = new int[3];
      double[] rows = new double[12];
      for (int out = 0; out < 3; out++) {
        int letter = LETTERS.indexOf(code.charAt(out));
        for (int in = 0; in < 3; in++) {
          int has = LETTERS.indexOf(now.charAt(in));
          if (has % 3 == letter % 3) {
            size[out] = g.size(in);
            rows[4 * in + out] = has == letter ? 1 : -1;
            rows[4 * in + 3] = has == letter ? 0 : g.size(in) - 1;
          }
        }
      }
      return moved(image, size, Affine.of(rows));
    };
  }

  /** Resampled to a spacing in mm, either the extent or the first centre staying where it is. */
  static Step spacing(double[] mm, boolean keepOrigin, Interpolation how) {
    return image -> {
      double[] step = new double[3];
      double[] first = new double[3];
      int[] size = image.size();
      for (int a = 0; a < 3; a++) {
        step[a] = a < mm.length ? mm[a] / image.geometry().spacing(a) : 1;
        first[a] = keepOrigin ? 0 : 0.5 * step[a] - 0.5;
        long n =
            keepOrigin
                ? Math.round((size[a] - 1) / step[a]) + 1
                : Math.max(1, Math.round(size[a] / step[a]));
        size[a] = (int) Math.min(n, Integer.MAX_VALUE);
      }
      return scaled(image, size, step, first, how);
    };
  }

  /** Resampled to a number of voxels along each axis. */
  static Step resize(int[] wanted, Upsampling convention, Interpolation how) {
    return image -> {
      int[] size = filled(wanted, image.size());
      double[] step = new double[3];
      double[] first = new double[3];
      for (int a = 0; a < 3; a++) {
        double[] grid = convention.grid(image.size()[a], size[a]);
        step[a] = grid[0];
        first[a] = grid[1];
      }
      return scaled(image, size, step, first, how);
    };
  }

  /** Resampled so that the shorter of x and y has this size, the other in proportion (cut off). */
  static Step resizeShorter(int shorter, Upsampling convention, Interpolation how) {
    return image -> {
      int nx = image.geometry().nx();
      int ny = image.geometry().ny();
      int[] wanted =
          nx <= ny
              ? new int[] {shorter, (int) ((long) shorter * ny / nx)}
              : new int[] {(int) ((long) shorter * nx / ny), shorter};
      return resize(wanted, convention, how).apply(image);
    };
  }

  private static Stage scaled(
      Stage image, int[] size, double[] step, double[] first, Interpolation how) {
    return image.resampled(
        size,
        Affine.scaling(step[0], step[1], step[2], first[0], first[1], first[2]),
        how,
        OptionalDouble.empty());
  }

  /**
   * A part of the image.
   *
   * @param start first voxel along each axis; null: around the voxel n / 2 of each axis, both
   *     halves rounded down
   */
  static Step crop(int[] start, int[] wanted) {
    return image -> {
      int[] size = filled(wanted, image.size());
      int[] from = start == null ? new int[3] : filled(start, new int[3]);
      for (int a = 0; a < 3; a++) {
        int n = image.size()[a];
        if (start == null) {
          from[a] = n / 2 - size[a] / 2;
        }
        if (from[a] < 0 || size[a] > n - from[a]) {
          throw new IllegalArgumentException(
              "crop: voxels "
                  + from[a]
                  + " to "
                  + ((long) from[a] + size[a] - 1)
                  + " of an axis of "
                  + n
                  + "; pad first");
        }
      }
      return moved(image, size, Affine.translation(from[0], from[1], from[2]));
    };
  }

  /** One plane across an axis. */
  static Step slice(int axis, int index) {
    return image -> {
      int[] size = image.size();
      size[axis] = 1;
      int[] start = new int[3];
      start[axis] = index;
      return crop(start, size).apply(image);
    };
  }

  /** Voxels of a value added at both ends of each axis. */
  static Step pad(int[] before, int[] after, double value) {
    return image -> {
      int[] size = image.size();
      int[] b = filled(before, new int[3]);
      int[] e = filled(after, new int[3]);
      for (int a = 0; a < 3; a++) {
        // A size that is cut off here is one that no grid can have.
        size[a] = (int) Math.min((long) size[a] + b[a] + e[a], Integer.MAX_VALUE);
      }
      return image.resampled(
          size,
          Affine.translation(-b[0], -b[1], -b[2]),
          Interpolation.NEAREST,
          OptionalDouble.of(value));
    };
  }

  /** Voxels added to reach a size where it is not reached, the smaller half before the image. */
  static Step padTo(int[] wanted, double value) {
    return image -> {
      int[] size = filled(wanted, image.size());
      int[] before = new int[3];
      int[] after = new int[3];
      for (int a = 0; a < 3; a++) {
        int missing = Math.max(0, size[a] - image.size()[a]);
        before[a] = missing / 2;
        after[a] = missing - before[a];
      }
      return pad(before, after, value).apply(image);
    };
  }

  /** Axes turned round. */
  static Step flip(boolean[] axes) {
    return image -> {
      double[] rows = new double[12];
      for (int a = 0; a < 3; a++) {
        rows[5 * a] = axes[a] ? -1 : 1;
        rows[4 * a + 3] = axes[a] ? image.geometry().size(a) - 1 : 0;
      }
      return moved(image, image.size(), Affine.of(rows));
    };
  }

  private static Stage moved(Stage image, int[] size, Affine toImage) {
    return image.resampled(size, toImage, Interpolation.NEAREST, OptionalDouble.empty());
  }

  private static int[] filled(int[] given, int[] otherwise) {
    int[] all = otherwise.clone();
    System.arraycopy(given, 0, all, 0, given.length);
    return all;
  }
}
