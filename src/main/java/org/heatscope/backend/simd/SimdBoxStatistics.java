// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import java.util.Optional;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.BoxSums;
import org.heatscope.backend.scalar.Shapes;
import org.heatscope.backend.scalar.Slabs;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Reduce;

/** Means and deviations with {@link SimdBoxLoops}; extremes are as fast in plain loops. */
final class SimdBoxStatistics implements BoxStatistics {
  private static final int GRAIN = 1 << 17;

  private final Workers workers;
  private final BoxStatistics extremes;
  private final Reduce reduce;

  SimdBoxStatistics(Workers workers, BoxStatistics extremes, Reduce reduce) {
    this.workers = workers;
    this.extremes = extremes;
    this.reduce = reduce;
  }

  @Override
  public void statistics(Samples image, int[] radius, Wanted wanted) {
    extremes.statistics(
        image, radius, new Wanted(Optional.empty(), Optional.empty(), wanted.min(), wanted.max()));
    wanted.each(out -> Shapes.requireSame("boxStatistics", image, out));
    if (wanted.mean().isEmpty() && wanted.sd().isEmpty()) {
      return;
    }
    double mean = sum(image) / image.length();
    boolean gaps = !(Math.abs(mean) < Double.POSITIVE_INFINITY);
    double finite = gaps ? reduce.reduce(image).mean() : mean;
    double centre = Double.isNaN(finite) ? 0 : finite;
    Slabs.each(
        workers,
        image,
        radius,
        (y, yEnd, z, zEnd) ->
            new BoxSums(image, radius, centre, gaps, new SimdBoxLoops(image, radius[0]), y, yEnd)
                .run(z, zEnd, wanted));
  }

  /** Not finite where some value is not. */
  private double sum(Samples image) {
    int nx = image.nx();
    int rows = image.ny() * image.nz();
    double[] sums = new double[rows];
    workers.run(
        rows,
        Math.max(1, GRAIN / nx),
        (from, end) -> {
          SimdBoxLoops loops = new SimdBoxLoops(image, 0);
          double[] row = new double[nx];
          for (int r = from; r < end; r++) {
            loops.read(image, r * nx, row);
            sums[r] = SimdBoxLoops.sum(row);
          }
        });
    return Arrays.stream(sums).sum();
  }
}
