// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.backend.Workers;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.op.Composite;

/**
 * An image's values on another grid, through both affines.
 *
 * <p>Trilinear. A voxel covers its footprint, as in {@link Composite}: points up to half a voxel
 * beyond the outermost centres take the value of the edge, those further out are NaN. A NaN among
 * the samples that have a weight makes the result NaN.
 */
public final class Resampling {
  /** Grids whose corners lie closer than this, in voxels, are one. */
  private static final double SAME = 1e-3;

  private Resampling() {}

  /** Whether two images have their voxels at the same places. */
  public static boolean sameGrid(Geometry a, Geometry b) {
    if (!a.sameSize(b)) {
      return false;
    }
    if (a.frame() == Geometry.Frame.NONE || b.frame() == Geometry.Frame.NONE) {
      return true;
    }
    Affine m = a.toVoxelsOf(b);
    for (int corner = 0; corner < 8; corner++) {
      double x = (corner & 1) * (a.nx() - 1);
      double y = (corner >> 1 & 1) * (a.ny() - 1);
      double z = (corner >> 2) * (a.nz() - 1);
      double[] p = m.apply(x, y, z);
      if (Math.abs(p[0] - x) > SAME || Math.abs(p[1] - y) > SAME || Math.abs(p[2] - z) > SAME) {
        return false;
      }
    }
    return true;
  }

  /**
   * The values of a frame at the voxels of a grid, x fastest.
   *
   * @throws IllegalArgumentException if the image has no place in the world and another size
   */
  public static double[] onGrid(Volume volume, int frame, Geometry grid, Workers workers) {
    Geometry g = volume.geometry();
    if (sameGrid(g, grid)) {
      return Values.of(volume, frame);
    }
    if (g.frame() == Geometry.Frame.NONE || grid.frame() == Geometry.Frame.NONE) {
      throw new IllegalArgumentException(
          "an image without a place in the world can only be laid on one of the same size");
    }
    return through(volume, frame, grid, grid.toVoxelsOf(g), workers);
  }

  /**
   * The values of a frame at points that a map from grid indices to the image's indices gives.
   *
   * @param toVoxel index in the grid to index in the image
   */
  public static double[] through(
      Volume volume, int frame, Geometry grid, Affine toVoxel, Workers workers) {
    double[] source = Values.of(volume, frame);
    double[] out = new double[Math.toIntExact(grid.voxels())];
    Lattice lattice = new Lattice(source, volume.geometry());
    workers.run(
        grid.ny() * grid.nz(),
        16,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int y = row % grid.ny();
            int z = row / grid.ny();
            for (int x = 0; x < grid.nx(); x++) {
              out[row * grid.nx() + x] =
                  lattice.at(
                      toVoxel.apply(0, x, y, z),
                      toVoxel.apply(1, x, y, z),
                      toVoxel.apply(2, x, y, z));
            }
          }
        });
    return out;
  }

  private record Lattice(double[] v, Geometry g) {
    double at(double x, double y, double z) {
      if (!isInside(x, g.nx()) || !isInside(y, g.ny()) || !isInside(z, g.nz())) {
        return Double.NaN;
      }
      double cx = snap(x, g.nx());
      double cy = snap(y, g.ny());
      double cz = snap(z, g.nz());
      int i = (int) cx;
      int j = (int) cy;
      int k = (int) cz;
      double fx = cx - i;
      double fy = cy - j;
      double fz = cz - k;
      int at = i + g.nx() * (j + g.ny() * k);
      int dz = g.nx() * g.ny();
      double low = plane(at, fx, fy);
      return fz == 0 ? low : low + fz * (plane(at + dz, fx, fy) - low);
    }

    private double plane(int at, double fx, double fy) {
      double low = row(at, fx);
      return fy == 0 ? low : low + fy * (row(at + g.nx(), fx) - low);
    }

    private double row(int at, double fx) {
      return fx == 0 ? v[at] : v[at] + fx * (v[at + 1] - v[at]);
    }

    private static boolean isInside(double p, int n) {
      return p >= -0.5 - Composite.SNAP && p <= n - 0.5 + Composite.SNAP;
    }

    private static double snap(double p, int n) {
      double whole = Math.rint(p);
      double q = Math.abs(p - whole) <= Composite.SNAP ? whole : p;
      return Math.max(0, Math.min(n - 1, q));
    }
  }
}
