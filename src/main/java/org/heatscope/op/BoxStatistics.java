// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.heatscope.image.Samples;

/**
 * Mean, standard deviation, smallest and largest value of the voxels in a box around each voxel.
 * The cost of mean and deviation does not grow with the box, that of the extremes with the
 * logarithm of its width.
 *
 * <p>The box reaches {@code radius} voxels to both sides of each axis and ends at the border of the
 * image. What is not finite does not count, as in {@link Reduce}; where nothing counts every
 * statistic is NaN. The standard deviation is that of the voxels in the box (divided by n). A mean
 * or variance so small that the rounding of sums in doubles could have left it is 0: about 1e-14 of
 * the image's spread, or of its square.
 *
 * <p><b>Agreement.</b> Smallest and largest: the scalar backend's floats. Mean: within 1e-6 of the
 * largest magnitude among the image's values. Standard deviation: within 1e-4 of itself plus 1e-4
 * of the image's standard deviation.
 */
public interface BoxStatistics extends Operation {
  /**
   * Computes the statistics that are wanted.
   *
   * @param image what to look at
   * @param radius voxels to each side along x, y and z, each 0 or more
   * @param wanted where to write
   */
  void statistics(Samples image, int[] radius, Wanted wanted);

  /**
   * Where results go, each of the image's size; empty: not wanted.
   *
   * @param mean arithmetic mean
   * @param sd standard deviation
   * @param min smallest value
   * @param max largest value
   */
  record Wanted(
      Optional<Samples> mean, Optional<Samples> sd, Optional<Samples> min, Optional<Samples> max) {
    /** Does something with each image that is wanted. */
    public void each(Consumer<Samples> action) {
      Stream.of(mean, sd, min, max).flatMap(Optional::stream).forEach(action);
    }
  }
}
