// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarResample;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Resample;

/**
 * {@link Resample} with rows by vectors. An image that is not of plain floats is made one first,
 * unless it is much larger than the output.
 */
final class SimdResample implements Resample {
  private static final int GRAIN = 1 << 16;

  private final Workers workers;
  private final ScalarResample resample;

  SimdResample(Workers workers) {
    this.workers = workers;
    this.resample = new ScalarResample(workers, SimdRows::of);
  }

  @Override
  public void resample(Samples image, Affine outToVoxel, Interpolation interpolation, Samples out) {
    boolean convert =
        interpolation == Interpolation.LINEAR
            && !SimdRows.isPlain(image)
            && image.length() / 4 <= out.length();
    resample.resample(convert ? floats(image) : image, outToVoxel, interpolation, out);
  }

  private Samples floats(Samples image) {
    Samples floats = Samples.floats(image.nx(), image.ny(), image.nz());
    float[] to = floats.target();
    workers.run(image.length(), GRAIN, (from, end) -> image.values(from, end - from, to, from));
    return floats;
  }
}
