// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;

/** The part of an image that a raster reaches. */
public final class Reach {
  /** Half the tolerance with which positions are made whole, so that no rounding asks for more. */
  private static final double SNAP = Composite.SNAP / 2;

  private Reach() {}

  /**
   * All voxels that the pixels of a raster need; a voxel of the border where the raster lies beside
   * the image, so that no pixel lies in it.
   *
   * @param toVoxels index in the raster to index in the image
   */
  public static Region of(
      Geometry raster, Affine toVoxels, Geometry image, Interpolation interpolation) {
    int beyond = interpolation == Interpolation.CUBIC ? 1 : 0;
    int[] from = new int[3];
    int[] size = new int[3];
    for (int r = 0; r < 3; r++) {
      double lo = toVoxels.get(r, 3);
      double hi = lo;
      for (int a = 0; a < 3; a++) {
        double along = toVoxels.get(r, a) * (raster.size(a) - 1);
        lo += Math.min(0, along);
        hi += Math.max(0, along);
      }
      from[r] = clamp(Math.floor(lo + SNAP) - beyond, image.size(r));
      size[r] = clamp(Math.ceil(hi - SNAP) + beyond, image.size(r)) - from[r] + 1;
    }
    return new Region(from[0], from[1], from[2], size[0], size[1], size[2]);
  }

  private static int clamp(double i, int n) {
    return (int) Math.max(0, Math.min(n - 1, i));
  }
}
