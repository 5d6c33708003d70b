// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.Arrays;
import java.util.Objects;

/** Value to grey: which values of a scan are black, which white, and what lies between. */
public final class Window {

  /** The curves of DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3, and the plain range. */
  public enum Function {
    /** x &lt;= c-.5-(w-1)/2: 0; x &gt; c-.5+(w-1)/2: 1; else (x-(c-.5))/(w-1)+.5. */
    LINEAR,
    /** x &lt;= c-w/2: 0; x &gt; c+w/2: 1; else (x-c)/w+.5. */
    LINEAR_EXACT,
    /** 1/(1+exp(-4(x-c)/w)). */
    SIGMOID,
    /** (x-lo)/(hi-lo) held to 0..1; where lo = hi, 0 up to lo and 1 above it. */
    RANGE,
    /** A table of greys, one for each whole value from c-w/2 on; its ends hold beyond it. */
    TABLE
  }

  private final Function function;
  private final double center;
  private final double width;
  private final double low;
  private final double high;
  private final double[] greys;

  private Window(Function function, double center, double width, double low, double high) {
    this(function, center, width, low, high, new double[0]);
  }

  private Window(
      Function function, double center, double width, double low, double high, double[] greys) {
    this.greys = greys;
    this.function = function;
    this.center = center;
    this.width = width;
    this.low = low;
    this.high = high;
  }

  /** DICOM's default curve; needs w &gt;= 1. */
  public static Window linear(double center, double width) {
    check(Function.LINEAR, center, width, 1);
    double half = (width - 1) / 2;
    return new Window(Function.LINEAR, center, width, center - 0.5 - half, center - 0.5 + half);
  }

  /** The window without DICOM's half-step for integers; needs w &gt; 0. */
  public static Window linearExact(double center, double width) {
    check(Function.LINEAR_EXACT, center, width, Double.MIN_VALUE);
    return new Window(Function.LINEAR_EXACT, center, width, center - width / 2, center + width / 2);
  }

  /** The logistic curve; needs w &gt; 0. Its low and high are c-w/2 and c+w/2. */
  public static Window sigmoid(double center, double width) {
    check(Function.SIGMOID, center, width, Double.MIN_VALUE);
    return new Window(Function.SIGMOID, center, width, center - width / 2, center + width / 2);
  }

  /** Black at lo, white at hi; needs lo &lt;= hi. */
  public static Window range(double lo, double hi) {
    if (!Double.isFinite(lo) || !Double.isFinite(hi - lo) || lo > hi) {
      throw new IllegalArgumentException("a window cannot run from " + lo + " to " + hi);
    }
    return new Window(Function.RANGE, (lo + hi) / 2, hi - lo, lo, hi);
  }

  /**
   * A table, as DICOM's VOI LUT is one.
   *
   * @param first the value that takes the first grey; whole
   * @param greys 0 (black) to 1 (white), at least one; a value takes the one nearest to it
   */
  public static Window table(double first, double[] greys) {
    if (greys.length == 0 || first != Math.rint(first)) {
      throw new IllegalArgumentException(greys.length + " greys from " + first + " on");
    }
    double last = first + greys.length - 1;
    double width = greys.length - 1.0;
    return new Window(Function.TABLE, first + width / 2, width, first, last, greys.clone());
  }

  private static void check(Function f, double center, double width, double least) {
    if (!Double.isFinite(center) || !Double.isFinite(width) || width < least) {
      throw new IllegalArgumentException(
          "a " + f + " window cannot have centre " + center + " and width " + width);
    }
  }

  /** The grey of a value, 0 (black) to 1 (white); NaN for NaN. */
  public double apply(double x) {
    switch (function) {
      case TABLE:
        long place = Math.round(x - low);
        return Double.isNaN(x) ? x : greys[(int) Math.max(0, Math.min(greys.length - 1, place))];
      case SIGMOID:
        return 1 / (1 + Math.exp(-4 * (x - center) / width));
      case RANGE:
        return x <= low ? 0 : x >= high ? 1 : held((x - low) / (high - low));
      case LINEAR:
        return x <= low ? 0 : x > high ? 1 : held((x - (center - 0.5)) / (width - 1) + 0.5);
      default:
        return x <= low ? 0 : x > high ? 1 : held((x - center) / width + 0.5);
    }
  }

  /** Beside its ends a ramp may round to a last bit outside. */
  private static double held(double grey) {
    return grey < 0 ? 0 : grey > 1 ? 1 : grey;
  }

  /** The curve. */
  public Function function() {
    return function;
  }

  /** Whether the curve is a straight line between its ends. */
  public boolean isLine() {
    return function != Function.SIGMOID && function != Function.TABLE;
  }

  /** The centre, in the image's values. */
  public double center() {
    return center;
  }

  /** The width, in the image's values. */
  public double width() {
    return width;
  }

  /** The value at and under which the picture is black (for SIGMOID: nearly). */
  public double low() {
    return low;
  }

  /** The value from which the picture is white (for SIGMOID: nearly). */
  public double high() {
    return high;
  }

  @Override
  public boolean equals(Object o) {
    if (!(o instanceof Window)) {
      return false;
    }
    Window w = (Window) o;
    return function == w.function
        && center == w.center
        && width == w.width
        && low == w.low
        && high == w.high
        && Arrays.equals(greys, w.greys);
  }

  @Override
  public int hashCode() {
    return Objects.hash(function, low, high);
  }

  @Override
  public String toString() {
    return function == Function.RANGE || function == Function.TABLE
        ? low + ".." + high
        : function + " centre " + center + " width " + width;
  }
}
