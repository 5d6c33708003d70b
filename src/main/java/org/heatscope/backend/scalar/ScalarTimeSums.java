// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.List;
import org.heatscope.image.Samples;

/** Sums over time in double precision, frame after frame. */
public final class ScalarTimeSums extends TimeSums {
  private static final int PIECE = 1024;

  private final List<Samples> frames;
  private final boolean ramp;
  private final double[] values = new double[PIECE];

  /**
   * Sums over frames.
   *
   * @param centred {@code c}
   * @param ramp whether {@code R} is wanted
   */
  public ScalarTimeSums(List<Samples> frames, double[] centred, boolean ramp) {
    super(centred, PIECE);
    this.frames = frames;
    this.ramp = ramp;
  }

  @Override
  protected void add(int from, int count) {
    frames.get(0).values(from, count, first, 0);
    for (int t = 0; t < frames.size(); t++) {
      frames.get(t).values(from, count, values, 0);
      add(count);
      if (ramp) {
        ramp(count, centred[t]);
      }
    }
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      double d = values[i] - first[i];
      sums[i] += d;
      squares[i] += d * d;
    }
  }

  private void ramp(int count, double weight) {
    for (int i = 0; i < count; i++) {
      ramps[i] += weight * (values[i] - first[i]);
    }
  }
}
