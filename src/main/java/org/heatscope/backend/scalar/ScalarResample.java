// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Resample;

/**
 * {@link Resample} row by row, rows shared among threads; with {@link ScalarRows} its definition.
 * An image whose samples are read several times each is made one of plain floats first, unless it
 * is much larger than the output.
 */
public final class ScalarResample implements Resample {
  private static final int GRAIN = 1 << 15;

  private final Workers workers;
  private final RowReader.Maker maker;

  /** Over a way to read rows. */
  public ScalarResample(Workers workers, RowReader.Maker maker) {
    this.workers = workers;
    this.maker = maker;
  }

  @Override
  public void resample(Samples image, Affine outToVoxel, Interpolation interpolation, Samples out) {
    boolean convert =
        interpolation != Interpolation.NEAREST
            && !image.isPlain()
            && image.length() / 4 <= out.length();
    Samples from = convert ? floats(image) : image;
    float[] to = out.target();
    int rows = out.ny() * out.nz();
    workers.run(
        rows,
        workers.grain(rows, out.nx(), GRAIN),
        () -> maker.make(from, outToVoxel, interpolation, out.nx()),
        (reader, first, end) -> {
          for (int row = first; row < end; row++) {
            int y = row % out.ny();
            int z = row / out.ny();
            reader.read(y, z, to, out.index(0, y, z));
          }
        });
  }

  private Samples floats(Samples image) {
    Samples floats = Samples.floats(image.nx(), image.ny(), image.nz());
    float[] to = floats.target();
    workers.run(image.length(), GRAIN, (from, end) -> image.values(from, end - from, to, from));
    return floats;
  }
}
