// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;

/**
 * An image's values along the rows of another grid, as {@link org.heatscope.op.Resample} defines
 * them. For one thread.
 */
public interface RowReader {
  /** Writes the row (0, y, z), (1, y, z), ... of the grid; NaN outside the image. */
  void read(int y, int z, float[] to, int at);

  /** Makes readers, one for each thread. */
  interface Maker {
    /**
     * A reader.
     *
     * @param toVoxel index in the grid to voxel index
     * @param width points of a row
     */
    RowReader make(Samples image, Affine toVoxel, Interpolation interpolation, int width);
  }
}
