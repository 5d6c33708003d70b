// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

/**
 * A box of voxels of an image.
 *
 * @param x first voxel along x, from 0
 * @param y first voxel along y
 * @param z first voxel along z
 * @param nx voxels along x, at least 1
 * @param ny voxels along y
 * @param nz voxels along z
 */
public record Region(int x, int y, int z, int nx, int ny, int nz) {
  /** Checks that the box has voxels. */
  public Region {
    if (x < 0 || y < 0 || z < 0 || nx < 1 || ny < 1 || nz < 1) {
      throw new IllegalArgumentException(
          String.format("no region: from %d, %d, %d, %d x %d x %d voxels", x, y, z, nx, ny, nz));
    }
  }

  /** All voxels of a grid. */
  public static Region of(Geometry g) {
    return new Region(0, 0, 0, g.nx(), g.ny(), g.nz());
  }

  /** The voxels from a plane along z on. */
  public static Region planes(Geometry g, int z, int nz) {
    return new Region(0, 0, z, g.nx(), g.ny(), nz);
  }

  /** The number of voxels. */
  public long voxels() {
    return (long) nx * ny * nz;
  }
}
