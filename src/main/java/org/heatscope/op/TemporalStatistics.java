// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.heatscope.image.Samples;

/**
 * Statistics of each voxel over time, in one pass over the frames.
 *
 * <p>With n frames y(t), t = 0 to n - 1, the mean m and the slope b of the least-squares line of y
 * over a regressor r(t), which is the time t unless another is given: the standard deviation is
 * that of what remains, of y - m without detrending (divided by n - 1), of y minus the line with it
 * (divided by n - 1, as the deviation of a detrended series is taken); tSNR = m / sd, 0 where sd is
 * 0. NaN in a frame makes a voxel's results NaN.
 *
 * <p><b>Agreement.</b> Mean within 1e-6 of the voxel's largest magnitude; deviation and slope
 * within 1e-5 of it, the slope of a regressor whose deviation is s within 1e-5 / s of it.
 */
public interface TemporalStatistics extends Operation {
  /**
   * Computes the statistics that are wanted.
   *
   * @param frames at least two, in the order of time, of one size
   * @param regressor r, a finite number for each frame, not all equal
   * @param detrend whether deviation and tSNR are those of what a line leaves
   * @param wanted where to write
   */
  void statistics(List<Samples> frames, double[] regressor, boolean detrend, Wanted wanted);

  /** The same over time. */
  default void statistics(List<Samples> frames, boolean detrend, Wanted wanted) {
    statistics(
        frames, IntStream.range(0, frames.size()).asDoubleStream().toArray(), detrend, wanted);
  }

  /**
   * Where results go, each of a frame's size; empty: not wanted.
   *
   * @param mean over time
   * @param sd standard deviation over time
   * @param tsnr mean divided by standard deviation
   * @param slope change of the value for each unit of the regressor: from frame to frame
   */
  record Wanted(
      Optional<Samples> mean,
      Optional<Samples> sd,
      Optional<Samples> tsnr,
      Optional<Samples> slope) {}
}
