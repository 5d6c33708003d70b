// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.List;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.TemporalStatistics;

/**
 * {@link TemporalStatistics} over the frames in their order: the sums of a piece of voxels stay in
 * a near cache while the piece's values of all frames pass by. Deviations are taken from the first
 * frame, so that a large mean does not eat them.
 */
public final class ScalarTemporalStatistics implements TemporalStatistics {
  private static final int GRAIN = 1 << 12;

  private final Workers workers;
  private final TimeSums.Maker maker;

  /** Over a way to sum. */
  public ScalarTemporalStatistics(Workers workers, TimeSums.Maker maker) {
    this.workers = workers;
    this.maker = maker;
  }

  @Override
  public void statistics(List<Samples> frames, double[] regressor, boolean detrend, Wanted wanted) {
    check(frames);
    double[] centred = TimeSums.centred(regressor, frames.size());
    boolean ramp = detrend || wanted.slope().isPresent();
    workers.run(
        frames.get(0).length(),
        GRAIN,
        () -> maker.make(frames, centred, ramp),
        (sums, from, to) -> {
          for (int at = from; at < to; at += sums.piece) {
            sums.statistics(at, Math.min(sums.piece, to - at), detrend, wanted);
          }
        });
  }

  private static void check(List<Samples> frames) {
    if (frames.size() < 2) {
      throw new IllegalArgumentException(
          "statistics over time need two frames, not " + frames.size());
    }
    Samples first = frames.get(0);
    for (Samples f : frames) {
      if (f.nx() != first.nx() || f.ny() != first.ny() || f.nz() != first.nz()) {
        throw new IllegalArgumentException(
            String.format(
                "a frame of %d x %d x %d voxels among frames of %d x %d x %d",
                f.nx(), f.ny(), f.nz(), first.nx(), first.ny(), first.nz()));
      }
    }
  }
}
