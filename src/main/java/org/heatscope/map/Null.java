// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Erf;

/**
 * The distribution of a statistic where there is no effect: the standard normal for z, Student's
 * for t. Accurate to 12 digits or so deep into the upper tail, down to probabilities of 1e-300.
 */
public interface Null {
  /** The standard normal distribution. */
  Null NORMAL =
      new Null() {
        @Override
        public double upperTail(double z) {
          return 0.5 * Erf.erfc(z / Math.sqrt(2));
        }

        @Override
        public double critical(double p) {
          return NormalQuantile.upper(p);
        }

        @Override
        public String toString() {
          return "z";
        }
      };

  /** The probability of a statistic of at least x. */
  double upperTail(double x);

  /** The statistic that is reached or passed with the probability p, strictly between 0 and 1. */
  double critical(double p);

  /**
   * Student's distribution.
   *
   * @param df degrees of freedom, above 0, not always whole
   */
  static Null student(double df) {
    return new Null() {
      @Override
      public double upperTail(double t) {
        double p = 0.5 * Beta.regularizedBeta(df / (df + t * t), df / 2, 0.5);
        return t < 0 ? 1 - p : p;
      }

      /** By bisection: the tail falls everywhere. */
      @Override
      public double critical(double p) {
        if (p > 0.5) {
          return -critical(1 - p);
        }
        double lo = 0;
        double hi = 1;
        while (upperTail(hi) > p && hi < 1e300) {
          hi *= 2;
        }
        for (int i = 0; i < 200 && hi - lo > 1e-15 * hi; i++) {
          double mid = 0.5 * (lo + hi);
          if (upperTail(mid) > p) {
            lo = mid;
          } else {
            hi = mid;
          }
        }
        return 0.5 * (lo + hi);
      }

      @Override
      public String toString() {
        return "t(" + Maps.text(df) + ")";
      }
    };
  }

  /**
   * The z with the same tail probability as a t with so many degrees of freedom; of the same sign.
   * NaN for a NaN; infinite t, and those past a probability of 1e-308, give 37.5.
   */
  static double zFromT(double t, double df) {
    if (Double.isNaN(t) || !(df > 0)) {
      return Double.NaN;
    }
    double a = Math.abs(t);
    double p =
        Double.isInfinite(a) ? 0 : 0.5 * Beta.regularizedBeta(df / (df + a * a), df / 2, 0.5);
    return Math.copySign(NormalQuantile.upper(Math.max(p, Double.MIN_NORMAL)), t);
  }
}
