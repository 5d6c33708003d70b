// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.color.Window;
import org.heatscope.image.Rescale;

/**
 * Samples to 255 times grey, as floats within a stated error of the scalar backend's doubles.
 *
 * <p>Every window but a sigmoid and a table is a straight line held to 0..1, so with the rescale
 * {@code 255 grey = gain (s - zero)}. The zero is taken off in two pieces, its float and the rest,
 * so that each rounding is relative to the difference or to 255: 4 roundings of at most 255 *
 * 2^-24.
 */
final class GreyStage {
  /** Half a unit in the last place of the largest grey, 255. */
  static final double ROUNDING = 255 * 0x1p-24;

  private static final int WHITE = Float.floatToRawIntBits(255);

  private final Window window;
  private final Rescale rescale;
  private final boolean straight;
  private final double gain;
  private final double zero;
  private final double error;

  GreyStage(Window window, Rescale rescale) {
    this.window = window;
    this.rescale = rescale;
    double width =
        window.function() == Window.Function.LINEAR ? window.width() - 1 : window.width();
    gain = 255 * rescale.slope() / width;
    zero = (window.low() - rescale.intercept()) / rescale.slope();
    double conditioning =
        (Math.abs(window.low()) + Math.abs(window.center()) + Math.abs(rescale.intercept()))
            / width;
    error = 5 * ROUNDING + 255 * 0x1p-44 * (1 + conditioning);
    straight =
        window.isLine()
            && conditioning < 0x1p20
            && Math.abs(gain) > 1e-30
            && Math.abs(gain) < 1e30
            && Math.abs(zero) < 1e30;
  }

  /** Whether grey is {@code gain (s - zero)} held to 0..255. */
  boolean isStraight() {
    return straight;
  }

  double gain() {
    return gain;
  }

  double zero() {
    return zero;
  }

  /** The most that {@link #apply} differs from 255 times {@link #grey}. */
  double error() {
    return straight ? error : ROUNDING;
  }

  /** The grey of a sample as the scalar backend has it. */
  double grey(double stored) {
    return window.apply(rescale.apply(stored));
  }

  /** 255 times grey for each sample; the background (0 to 255) for NaN and where none is. */
  void apply(Stretch in, int n, float background, float[] out) {
    if (in.isEmpty()) {
      fill(out, 0, n, background);
      return;
    }
    if (!straight) {
      exactly(in, background, out);
    } else if (in.exact) {
      straight(in.floats, in.start, n, background, out);
    } else {
      straight(in, background, out);
    }
    fill(out, 0, in.from, background);
    fill(out, in.to, n, background);
  }

  private static void fill(float[] out, int from, int to, float v) {
    for (int i = from; i < to; i++) {
      out[i] = v;
    }
  }

  private void exactly(Stretch in, float background, float[] out) {
    for (int i = in.from; i < in.to; i++) {
      double g = grey(in.at(i));
      out[i] = Double.isNaN(g) ? background : (float) (255 * g);
    }
  }

  private void straight(Stretch in, float background, float[] out) {
    for (int i = in.from; i < in.to; i++) {
      double y = gain * (in.doubles[i] - zero);
      out[i] = Double.isNaN(y) ? background : (float) Math.max(0, Math.min(255, y));
    }
  }

  private void straight(float[] in, int start, int n, float background, float[] out) {
    float first = (float) zero;
    float times = (float) gain;
    float rest = (float) ((first - zero) * gain);
    for (int i = 0; i < n; i += Lanes.COUNT) {
      FloatVector s = FloatVector.fromArray(Lanes.F, in, start + i);
      // The bits of floats from 0 up rise as the floats do, and negative ones are negative ints.
      IntVector bits =
          s.sub(first)
              .lanewise(VectorOperators.FMA, times, rest)
              .reinterpretAsInts()
              .max(0)
              .min(WHITE);
      bits.reinterpretAsFloats()
          .blend(background, s.compare(VectorOperators.NE, s))
          .intoArray(out, i);
    }
  }
}
