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
        (from, end) -> {
          BoxMedian box = new BoxMedian(image, radius);
          RowMedian row = new RowMedian(nx, radius[0]);
          boolean[] done = new boolean[nx];
          for (int r = from; r < end; r++) {
            int at = out.offset() + r * nx;
            box.row(r % image.ny(), r / image.ny());
            Arrays.fill(done, false);
            row.medians(box, to, at, done);
            for (int i = 0; i < nx; i++) {
              if (!done[i]) {
                to[at + i] = box.median(i);
              }
            }
          }
        });
  }
}
