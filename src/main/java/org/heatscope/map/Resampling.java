// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Reach;
import org.heatscope.op.Reduce;

/**
 * Images on other grids, through both affines: trilinear, by {@link org.heatscope.op.Resample}.
 * Points up to half a voxel beyond the outermost centres take the value of the edge, those further
 * out are NaN.
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
   * A single image at the voxels of a grid: its own samples where it is on that grid.
   *
   * @throws IllegalArgumentException if the image has no place in the world and another size
   */
  public static Samples onGrid(Volume volume, Geometry grid, Session session) {
    Geometry g = Values.single(volume).geometry();
    return sameGrid(g, grid)
        ? Samples.of(volume, 0, 0)
        : through(volume, grid, toVoxels(grid, g), session);
  }

  /**
   * The map from indices in a grid to those in an image; the same ones where it is on that grid.
   *
   * @throws IllegalArgumentException if the image has no place in the world and another size
   */
  static Affine toVoxels(Geometry grid, Geometry image) {
    if (sameGrid(image, grid)) {
      return Affine.identity();
    }
    if (image.frame() == Geometry.Frame.NONE || grid.frame() == Geometry.Frame.NONE) {
      throw new IllegalArgumentException(
          "an image without a place in the world can only be laid on one of the same size");
    }
    return grid.toVoxelsOf(image);
  }

  /**
   * Checks that an image reached the grid that it was laid on.
   *
   * @param laid it at the voxels of the grid
   * @param other the image that the grid is of
   * @throws IllegalArgumentException if no voxel of the grid got a number from another grid
   */
  static void requireOverlap(
      Volume volume, Samples laid, Geometry grid, String other, Session session) {
    if (sameGrid(volume.geometry(), grid)) {
      return;
    }
    Reduce.Summary seen = session.reduce().reduce(laid);
    if (seen.nan() == seen.count()) {
      throw new IllegalArgumentException("no voxel in common with " + other);
    }
  }

  /**
   * A single image at points that a map from grid indices to the image's indices gives. Of an image
   * that is not in memory no more is read than these need.
   *
   * @param toVoxel index in the grid to index in the image
   */
  public static Samples through(Volume volume, Geometry grid, Affine toVoxel, Session session) {
    Geometry g = Values.single(volume).geometry();
    Region needed =
        volume.isLazy() ? Reach.of(grid, toVoxel, g, Interpolation.LINEAR) : Region.of(g);
    Affine toPart = Affine.translation(-needed.x(), -needed.y(), -needed.z()).after(toVoxel);
    Samples out = session.image(grid.nx(), grid.ny(), grid.nz());
    session
        .resample()
        .resample(Samples.of(volume, 0, 0, needed), toPart, Interpolation.LINEAR, out);
    return out;
  }
}
