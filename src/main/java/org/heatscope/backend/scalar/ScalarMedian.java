// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Median;

/** The specification of {@link Median}: the values of each box are collected and selected from. */
final class ScalarMedian implements Median {
  private static final int GRAIN = 1 << 12;

  private final Workers workers;

  ScalarMedian(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void median(Samples image, int[] radius, Samples out) {
    Shapes.requireBox("median", radius);
    Shapes.requireSame("median", image, out);
    float[] to = out.target();
    workers.run(
        image.ny() * image.nz(),
        Math.max(1, GRAIN / image.nx()),
        (from, end) -> {
          BoxMedian box = new BoxMedian(image, radius);
          for (int r = from; r < end; r++) {
            box.row(r % image.ny(), r / image.ny());
            for (int i = 0; i < image.nx(); i++) {
              to[out.offset() + r * image.nx() + i] = box.median(i);
            }
          }
        });
  }
}
