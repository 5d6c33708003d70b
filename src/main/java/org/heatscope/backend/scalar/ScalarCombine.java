// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Combine;

/** The specification of {@link Combine}. */
final class ScalarCombine implements Combine {
  private static final int PIECE = 2048;
  private static final int GRAIN = 1 << 16;

  private final Workers workers;

  ScalarCombine(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void combine(Samples a, Samples b, Formula formula, Samples out) {
    float[] to = out.target();
    workers.run(
        out.length(),
        GRAIN,
        () -> new double[2][PIECE],
        (values, first, end) -> {
          for (int at = first; at < end; at += PIECE) {
            int n = Math.min(PIECE, end - at);
            a.values(at, n, values[0], 0);
            b.values(at, n, values[1], 0);
            combine(values[0], values[1], n, formula, to, out.offset() + at);
          }
        });
  }

  private static void combine(double[] a, double[] b, int n, Formula f, float[] to, int at) {
    double p = f.p();
    double q = f.q();
    switch (f.kind()) {
      case WEIGHTED_SUM -> {
        for (int i = 0; i < n; i++) {
          to[at + i] = (float) (p * a[i] + q * b[i]);
        }
      }
      case RATIO -> {
        for (int i = 0; i < n; i++) {
          to[at + i] = Math.abs(b[i]) > p ? (float) (a[i] / b[i]) : Float.NaN;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          to[at + i] = Math.abs(b[i]) > p ? (float) (100 * (a[i] - b[i]) / b[i]) : Float.NaN;
        }
      }
    }
  }
}
