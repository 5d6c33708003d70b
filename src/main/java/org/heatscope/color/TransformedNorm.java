// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.function.DoubleUnaryOperator;

/**
 * (t(v)-t(lo))/(t(hi)-t(lo)) for a rising t. The functions must come from {@link StrictMath}, so
 * that every machine finds the same edges.
 */
final class TransformedNorm implements Norm {
  private final String name;
  private final double low;
  private final double high;
  private final DoubleUnaryOperator transform;
  private final DoubleUnaryOperator back;
  private final double start;
  private final double span;

  TransformedNorm(
      String name,
      double low,
      double high,
      DoubleUnaryOperator transform,
      DoubleUnaryOperator back) {
    Norms.requireRange(name, low, high);
    this.name = name;
    this.low = low;
    this.high = high;
    this.transform = transform;
    this.back = back;
    start = transform.applyAsDouble(low);
    span = transform.applyAsDouble(high) - start;
    Norms.require(
        Double.isFinite(high - low) && Double.isFinite(span),
        "a " + name + " scale from " + low + " to " + high + " is too wide for the arithmetic");
  }

  @Override
  public double apply(double value) {
    double t = transform.applyAsDouble(value);
    if (Double.isNaN(t)) {
      return Double.NaN;
    }
    double n = span == 0 ? 0 : (t - start) / span;
    // Beside the ends t may round to the very value it has there.
    return value < low
        ? Math.min(n, -Double.MIN_VALUE)
        : value > high ? Math.max(n, Math.nextUp(1.0)) : n;
  }

  @Override
  public double inverse(double position) {
    if (position <= 0) {
      return low;
    }
    if (position >= 1) {
      return high;
    }
    double value = back.applyAsDouble(start + position * span);
    return Math.max(low, Math.min(high, value));
  }

  @Override
  public double low() {
    return low;
  }

  @Override
  public double high() {
    return high;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name + " " + low + ".." + high;
  }
}
