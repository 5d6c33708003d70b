// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

/**
 * Quantiles of the standard normal distribution by Wichura's algorithm AS 241 (PPND16, Applied
 * Statistics 37, 1988), to 16 digits or so.
 */
final class NormalQuantile {
  /** The z that is passed with the probability p, in 0..1. */
  static double upper(double p) {
    double q = 0.5 - p;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q * ratio(r, CENTRE);
    }
    double r = Math.sqrt(-Math.log(q < 0 ? 1 - p : p));
    double z = r <= 5 ? ratio(r - 1.6, MIDDLE) : ratio(r - 5, TAIL);
    return q < 0 ? -z : z;
  }

  private static double ratio(double r, double[][] coefficients) {
    double numerator = 0;
    double denominator = 0;
    for (int i = 7; i >= 0; i--) {
      numerator = numerator * r + coefficients[0][i];
      denominator = denominator * r + coefficients[1][i];
    }
    return numerator / denominator;
  }

  /** AS 241's a and b, lowest power first. */
  private static final double[][] CENTRE = {
    {
      3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
      45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727
    },
    {
      1,
      42.313330701600911252,
      687.18700749205790830,
      5394.1960214247511077,
      21213.794301586595867,
      39307.895800092710610,
      28729.085735721942674,
      5226.4952788528545610
    }
  };

  /** AS 241's c and d. */
  private static final double[][] MIDDLE = {
    {
      1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
      3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770,
      0.0227238449892691845833, 7.74545014278341407640e-4
    },
    {
      1,
      2.05319162663775882187,
      1.67638483018380384940,
      0.689767334985100004550,
      0.148103976427480074590,
      0.0151986665636164571966,
      5.47593808499534494600e-4,
      1.05075007164441684324e-9
    }
  };

  /** AS 241's e and f. */
  private static final double[][] TAIL = {
    {
      6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
      0.296560571828504891230, 0.0265321895265761230930, 0.00124266094738807843860,
      2.71155556874348757815e-5, 2.01033439929228813265e-7
    },
    {
      1,
      0.599832206555887937690,
      0.136929880922735805310,
      0.0148753612908506148525,
      7.86869131146613259100e-4,
      1.84631831751005468180e-5,
      1.42151175831644588870e-7,
      2.04426310338993978564e-15
    }
  };
}
