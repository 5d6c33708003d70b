// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/**
 * What the sums of {@link org.heatscope.op.BoxStatistics} are taken from, so that a large mean does
 * not eat the deviation, and the dust that they leave: a mean or variance of nothing but rounding.
 * Without it a background of zeros would be nearly zero.
 *
 * @param value near the values
 * @param dust means up to this are 0
 * @param varianceDust variances up to this are 0
 */
public record BoxCentre(double value, double dust, double varianceDust) {
  /**
   * For the values of an image. Running sums are rounded as often as a line along each axis has
   * voxels; of so many roundings to both sides about the root adds up, here four times that.
   *
   * @param mean of the finite values; NaN where there are none
   */
  public static BoxCentre of(Samples image, double mean, double least, double largest) {
    if (Double.isNaN(mean)) {
      return new BoxCentre(0, 0, 0);
    }
    double spread = Math.max(largest - mean, mean - least);
    double share = 4 * Math.sqrt(image.nx() + image.ny() + image.nz()) * 0x1p-53;
    return new BoxCentre(mean, share * spread, share * spread * spread);
  }
}
