// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.function.DoubleUnaryOperator;
import org.heatscope.color.Norm;

/** Norms of each shape that a colour table can meet: even, curved, kinked, stepped, with gaps. */
final class TestNorms {
  private TestNorms() {}

  /** One of each. */
  static Norm[] all() {
    return new Norm[] {
      linear(2, 8),
      linear(-5, 5),
      linear(0, 256),
      linear(1e6, 1e6 + 1),
      log(0.1, 100),
      twoSlope(-2, 1, 30),
      steps(-3, 7, 5),
      root(0, 90)
    };
  }

  static Norm linear(double lo, double hi) {
    return norm("linear", lo, hi, v -> (v - lo) / (hi - lo), p -> lo + p * (hi - lo));
  }

  /** Has no answer for values up to 0. */
  static Norm log(double lo, double hi) {
    double range = Math.log(hi / lo);
    return norm(
        "log",
        lo,
        hi,
        v -> v > 0 ? Math.log(v / lo) / range : Double.NaN,
        p -> lo * Math.exp(p * range));
  }

  static Norm twoSlope(double lo, double middle, double hi) {
    return norm(
        "two-slope",
        lo,
        hi,
        v -> v < middle ? .5 * (v - lo) / (middle - lo) : .5 + .5 * (v - middle) / (hi - middle),
        p -> p < .5 ? lo + 2 * p * (middle - lo) : middle + (2 * p - 1) * (hi - middle));
  }

  /** Equal bins, each shown by the colour of its middle: most edges coincide. */
  static Norm steps(double lo, double hi, int bins) {
    return norm(
        "boundaries",
        lo,
        hi,
        v ->
            v < lo
                ? -1
                : v > hi
                    ? 2
                    : (Math.min(bins - 1, Math.floor((v - lo) / (hi - lo) * bins)) + .5) / bins,
        p -> lo + p * (hi - lo));
  }

  static Norm root(double lo, double hi) {
    return norm(
        "power",
        lo,
        hi,
        v -> v < lo ? -1 : Math.sqrt((v - lo) / (hi - lo)),
        p -> lo + p * p * (hi - lo));
  }

  private static Norm norm(
      String name,
      double lo,
      double hi,
      DoubleUnaryOperator forward,
      DoubleUnaryOperator backward) {
    return new Norm() {
      @Override
      public double apply(double value) {
        return Double.isNaN(value) ? value : forward.applyAsDouble(value);
      }

      @Override
      public double inverse(double position) {
        return backward.applyAsDouble(position);
      }

      @Override
      public double low() {
        return lo;
      }

      @Override
      public double high() {
        return hi;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public String toString() {
        return name + " " + lo + ".." + hi;
      }
    };
  }
}
