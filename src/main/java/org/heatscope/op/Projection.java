// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Affine;
import org.heatscope.image.Samples;

/**
 * A volume seen through: one number for each ray.
 *
 * <p>The ray of pixel (i, j) meets the image at {@code rayToVoxel (i, j, s)} for the steps s = 0 to
 * steps - 1; positions, borders and NaN are those of {@link Resample}, positions outside and NaN do
 * not count. A pixel whose ray meets nothing is NaN.
 *
 * <p><b>Agreement.</b> As {@link Resample} for the samples; the mean within 1e-5 of the largest
 * magnitude.
 */
public interface Projection extends Operation {
  /** What is kept of a ray. */
  enum Kind {
    /** The largest value. */
    MAX,
    /** The smallest value. */
    MIN,
    /** The arithmetic mean. */
    MEAN,
    /** The value of the largest magnitude, with its sign; of equals the positive one. */
    SIGNED_MAX
  }

  /**
   * Projects.
   *
   * @param image what to look through
   * @param rayToVoxel pixel and step to index in {@code image}
   * @param steps samples of a ray, at least 1
   * @param interpolation between voxel centres
   * @param out of any size, one plane deep
   */
  void project(
      Samples image,
      Affine rayToVoxel,
      int steps,
      Interpolation interpolation,
      Kind kind,
      Samples out);

  /** Checks that there are steps, and one plane to write to. */
  static void check(int steps, Samples out) {
    if (steps < 1 || out.nz() != 1) {
      throw new IllegalArgumentException(
          "projection: " + steps + " steps into " + out.nz() + " planes");
    }
  }
}
