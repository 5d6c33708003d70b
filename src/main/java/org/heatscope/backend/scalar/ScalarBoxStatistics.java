// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Reduce.Summary;

/**
 * The specification of {@link BoxStatistics}: {@link BoxSums} and {@link BoxExtremes}. The numbers
 * summed are distances from the image's mean.
 */
final class ScalarBoxStatistics implements BoxStatistics {
  private final Workers workers;

  ScalarBoxStatistics(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void statistics(Samples image, int[] radius, Wanted wanted) {
    Shapes.requireBox("boxStatistics", radius);
    wanted.each(out -> Shapes.requireSame("boxStatistics", image, out));
    wanted.min().ifPresent(o -> new BoxExtremes(workers, false).extremes(image, radius, o));
    wanted.max().ifPresent(o -> new BoxExtremes(workers, true).extremes(image, radius, o));
    if (wanted.mean().isPresent() || wanted.sd().isPresent()) {
      moments(image, radius, wanted);
    }
  }

  private void moments(Samples image, int[] radius, Wanted wanted) {
    Summary summary = new ScalarReduce(workers, ScalarReduce::reader).reduce(image);
    boolean gaps = summary.finite() < summary.count();
    BoxCentre centre = BoxCentre.of(image, summary.mean(), summary.min(), summary.max());
    Slabs.each(
        workers,
        image,
        radius,
        rows -> new BoxSums(image, radius, centre, gaps, new ScalarBoxLoops(), rows, wanted),
        BoxSums::run);
  }
}
