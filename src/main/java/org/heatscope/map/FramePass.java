// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/**
 * One pass over a series in the order of its frames. Some frames at a time are taken up, shared out
 * in runs of neighbouring voxels, so that a run's sums stay in the cache while the frames go by; a
 * series that is read lazily is never whole in memory.
 */
final class FramePass {
  private static final int BATCH = 16;
  private static final int GRAIN = 1 << 12;

  /** Takes a run of neighbouring voxels of a frame. */
  interface Accumulator {
    /** Hears of a frame before its voxels come; called in order. */
    default void begin(int frame, Samples samples) {}

    /**
     * Takes values. Different runs come on different threads; the frames of a run in order.
     *
     * @param frame of the series, from 0
     * @param values of the voxels from .. from + count - 1, at 0 .. count - 1
     */
    void add(int frame, double[] values, int from, int count);
  }

  private FramePass() {}

  /** Goes through some frames of a series. */
  static void run(Volume series, Frames frames, MapWork work, Accumulator accumulator) {
    Values.scalar(series);
    int voxels = Math.toIntExact(series.geometry().voxels());
    for (int first = frames.from(); first < frames.to(); first += BATCH) {
      int start = first;
      Samples[] batch = new Samples[Math.min(BATCH, frames.to() - first)];
      for (int b = 0; b < batch.length; b++) {
        batch[b] = Samples.of(series, first + b, 0);
        accumulator.begin(first + b, batch[b]);
      }
      work.workers()
          .run(
              voxels,
              GRAIN,
              (from, to) -> {
                double[] values = new double[to - from];
                for (int b = 0; b < batch.length; b++) {
                  batch[b].values(from, to - from, values, 0);
                  accumulator.add(start + b, values, from, to - from);
                }
              });
      work.progress().at((long) first - frames.from() + batch.length, frames.count());
    }
  }
}
