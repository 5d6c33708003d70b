// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.backend.Session;
import org.heatscope.image.Rescale;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine.Formula;

/**
 * Arithmetic on whole images by a session's operations. Each result is a new image of the session,
 * rounded to floats; NaN in any image gives NaN.
 */
record ImageAlgebra(Session session) {
  /** {@code p a + q b}. */
  Samples sum(double p, Samples a, double q, Samples b) {
    return combine(a, b, Formula.weightedSum(p, q));
  }

  /** {@code a / b}; NaN where |b| is not above the floor. */
  Samples ratio(Samples a, Samples b, double floor) {
    return combine(a, b, Formula.ratio(floor));
  }

  /** {@code 100 (a - b) / b}; NaN where |b| is not above the floor. */
  Samples percentChange(Samples a, Samples b, double floor) {
    return combine(a, b, Formula.percentChange(floor));
  }

  /** {@code factor a}; NaN where a is infinite. */
  Samples scaled(double factor, Samples a) {
    return sum(factor, a, 0, a);
  }

  /** {@code slope a + intercept}; NaN where a is infinite. */
  Samples linear(double slope, double intercept, Samples a) {
    double s = slope * a.rescale().slope();
    if (s == 0) {
      return scaled(0, a);
    }
    Rescale r = new Rescale(s, slope * a.rescale().intercept() + intercept);
    Samples seen = new Samples(a.storage(), a.type(), a.offset(), a.nx(), a.ny(), a.nz(), r);
    return scaled(1, seen);
  }

  /** a where another image is finite; NaN elsewhere. */
  Samples where(Samples a, Samples present) {
    return sum(1, a, 0, present);
  }

  private Samples combine(Samples a, Samples b, Formula formula) {
    Samples out = like(a);
    session.combine().combine(a, b, formula, out);
    return out;
  }

  /** A new image of the same size. */
  Samples like(Samples a) {
    return session.image(a.nx(), a.ny(), a.nz());
  }
}
