// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Optional;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.BoxCentre;
import org.heatscope.backend.scalar.BoxSums;
import org.heatscope.backend.scalar.Shapes;
import org.heatscope.backend.scalar.Slabs;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Reduce;
import org.heatscope.op.Reduce.Summary;

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
    Optional<BoxCentre> known = centre(image);
    boolean gaps = known.isEmpty();
    BoxCentre centre = known.orElseGet(() -> centre(image, reduce.reduce(image)));
    Slabs.each(
        workers,
        image,
        radius,
        rows -> {
          SimdBoxLoops loops = new SimdBoxLoops(image, radius[0]);
          return new BoxSums(image, radius, centre, gaps, loops, rows, wanted);
        },
        BoxSums::run);
  }

  private static BoxCentre centre(Samples image, Summary summary) {
    return BoxCentre.of(image, summary.mean(), summary.min(), summary.max());
  }

  /** Empty where some value is not finite. */
  private Optional<BoxCentre> centre(Samples image) {
    int nx = image.nx();
    int rows = image.ny() * image.nz();
    int grain = Math.max(1, GRAIN / nx);
    double[] found = new double[3 * ((rows + grain - 1) / grain)];
    SimdBoxLoops loops = new SimdBoxLoops(image, 0);
    workers.run(
        rows,
        grain,
        () -> new double[nx],
        (row, from, end) -> {
          int at = 3 * (from / grain);
          found[at + 1] = Double.POSITIVE_INFINITY;
          found[at + 2] = Double.NEGATIVE_INFINITY;
          for (int r = from; r < end; r++) {
            loops.survey(image, r * nx, row, found, at);
          }
        });
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int at = 0; at < found.length; at += 3) {
      sum += found[at];
      least = Math.min(least, found[at + 1]);
      largest = Math.max(largest, found[at + 2]);
    }
    double mean = sum / image.length();
    return Math.abs(mean) < Double.POSITIVE_INFINITY
        ? Optional.of(BoxCentre.of(image, mean, least, largest))
        : Optional.empty();
  }
}
