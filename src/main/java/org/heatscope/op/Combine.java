// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

import org.heatscope.image.Samples;

/**
 * Two images made one, voxel by voxel.
 *
 * <p><b>Agreement.</b> The scalar backend's floats: each result is worked out in double precision
 * and rounded once.
 */
public interface Combine extends Operation {
  /**
   * Combines.
   *
   * @param a first image
   * @param b second image, of the same size
   * @param formula what to do with the two values of a voxel; NaN in either gives NaN
   * @param out of the same size
   */
  void combine(Samples a, Samples b, Formula formula, Samples out);

  /** What to do with two values. */
  enum Kind {
    /** {@code p a + q b}. */
    WEIGHTED_SUM,
    /** {@code a / b}; NaN where {@code |b| <= p}. */
    RATIO,
    /** {@code 100 (a - b) / b}; NaN where {@code |b| <= p}. */
    PERCENT_CHANGE
  }

  /**
   * A formula with its parameters.
   *
   * @param kind which
   * @param p weight of a, or the floor under |b|
   * @param q weight of b; not used by the others
   */
  record Formula(Kind kind, double p, double q) {
    /** {@code p a + q b}. */
    public static Formula weightedSum(double p, double q) {
      return new Formula(Kind.WEIGHTED_SUM, p, q);
    }

    /** {@code a / b}, NaN where b is not larger than a floor. */
    public static Formula ratio(double floor) {
      return new Formula(Kind.RATIO, floor, 0);
    }

    /** {@code 100 (a - b) / b}, NaN where b is not larger than a floor. */
    public static Formula percentChange(double floor) {
      return new Formula(Kind.PERCENT_CHANGE, floor, 0);
    }
  }
}
