// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;

/**
 * Which voxel of another image a voxel's centre lies in.
 *
 * @param grid whose voxels are asked for
 * @param other the image that they lie in
 * @param toOther index to index
 */
record NearestVoxel(Geometry grid, Geometry other, Affine toOther) {
  /**
   * Through the affines; index for index where one has no place in the world.
   *
   * @throws IllegalArgumentException if one has no place and the sizes differ
   */
  static NearestVoxel of(Geometry grid, Geometry other) {
    boolean bare = grid.frame() == Geometry.Frame.NONE || other.frame() == Geometry.Frame.NONE;
    if (bare && !grid.sameSize(other)) {
      throw new IllegalArgumentException(
          "an image without a place in the world can only be laid on one of the same size");
    }
    return new NearestVoxel(grid, other, bare ? Affine.identity() : grid.toVoxelsOf(other));
  }

  /** The voxel of the other image, x fastest; -1 outside it. */
  int of(int voxel) {
    int x = voxel % grid.nx();
    int y = voxel / grid.nx() % grid.ny();
    int z = voxel / (grid.nx() * grid.ny());
    long i = Math.round(toOther.apply(0, x, y, z));
    long j = Math.round(toOther.apply(1, x, y, z));
    long k = Math.round(toOther.apply(2, x, y, z));
    boolean inside =
        i >= 0 && i < other.nx() && j >= 0 && j < other.ny() && k >= 0 && k < other.nz();
    return inside ? (int) (i + other.nx() * (j + other.ny() * k)) : -1;
  }
}
