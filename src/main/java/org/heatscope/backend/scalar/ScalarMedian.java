// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Median;

/**
 * The specification of {@link Median}. Where a small box is whole along x and has no NaN a row of
 * medians is made at once, elsewhere one at a time.
 */
final class ScalarMedian implements Median {
  private static final int GRAIN = 1 << 13;

  private final Workers workers;

  ScalarMedian(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void median(Samples image, int[] radius, Samples out) {
    Shapes.requireBox("median", radius);
    Shapes.requireSame("median", image, out);
    float[] to = out.target();
    int nx = image.nx();
    workers.run(
        image.ny() * image.nz(),
        Math.max(1, GRAIN / nx),
        () -> new Row(image, radius),
        (row, from, end) -> {
          for (int r = from; r < end; r++) {
            row.medians(r % image.ny(), r / image.ny(), to, out.offset() + r * nx);
          }
        });
  }

  private static final class Row {
    private final BoxMedian box;
    private final RowMedian row;
    private final boolean[] done;

    Row(Samples image, int[] radius) {
      box = new BoxMedian(image, radius);
      row = new RowMedian(image.nx(), radius[0]);
      done = new boolean[image.nx()];
    }

    void medians(int y, int z, float[] to, int at) {
      box.row(y, z);
      Arrays.fill(done, false);
      row.medians(box, to, at, done);
      for (int i = 0; i < done.length; i++) {
        if (!done[i]) {
          to[at + i] = box.median(i);
        }
      }
    }
  }
}
