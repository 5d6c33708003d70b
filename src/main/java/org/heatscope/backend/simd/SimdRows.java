// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import org.heatscope.backend.scalar.RowReader;
import org.heatscope.backend.scalar.ScalarRows;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;

/** Rows by vectors where that wins: linear interpolation of plain floats. */
final class SimdRows {
  private SimdRows() {}

  static RowReader of(Samples image, Affine toVoxel, Interpolation interpolation, int width) {
    return image.isPlain() && interpolation == Interpolation.LINEAR
        ? new LinearRows(image, toVoxel, width)
        : new ScalarRows(image, toVoxel, interpolation, width);
  }
}
