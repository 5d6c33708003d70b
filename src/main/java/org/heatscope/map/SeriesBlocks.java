// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.concurrent.atomic.AtomicInteger;
import org.heatscope.image.SeriesSlabs;
import org.heatscope.image.Volume;

/**
 * A series in runs of a few neighbouring voxels, each with all its frames in cache, for what the
 * backends have no operation for.
 */
final class SeriesBlocks {
  private static final int BLOCK = 128;
  private static final int GRAIN = 16 * BLOCK;

  /** Takes a run; different runs come on different threads. */
  interface Taker {
    /**
     * Takes it.
     *
     * @param values frame by frame; the run's voxels at 0 .. count - 1; may be changed
     * @param first voxel of the run
     */
    void take(double[][] values, int first, int count);
  }

  private SeriesBlocks() {}

  /** Goes through some frames of a series. */
  static void each(Volume series, Frames frames, MapWork work, Taker taker) {
    int voxels = Math.toIntExact(series.geometry().voxels());
    AtomicInteger done = new AtomicInteger();
    for (SeriesSlabs.Slab slab : SeriesSlabs.of(Values.scalar(series))) {
      work.workers()
          .run(
              slab.voxels(),
              GRAIN,
              (from, to) -> {
                double[][] values = new double[frames.count()][BLOCK];
                for (int at = from; at < to; at += BLOCK) {
                  int count = Math.min(BLOCK, to - at);
                  for (int t = 0; t < values.length; t++) {
                    slab.frame(frames.from() + t).values(at, count, values[t], 0);
                  }
                  taker.take(values, slab.first() + at, count);
                }
                synchronized (done) {
                  work.progress().at(done.addAndGet(to - from), voxels);
                }
              });
    }
  }
}
