// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntFunction;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;

/** Parts of an image for sums that run along y and z, each thick against the rim it reads twice. */
public final class Slabs {
  private static final int PARTS = 16;

  /** Voxels of a part's plane: two doubles of each stay in second-level cache. */
  private static final int PLANE = 1 << 15;

  /** Rows or planes of a part for each that a box reaches beyond it. */
  private static final int THICK = 8;

  private Slabs() {}

  /** Work on rows {@code y} to {@code yEnd} of planes {@code z} to {@code zEnd}. */
  public interface Part<T> {
    /** Does the work with memory of the thread's own. */
    void run(T own, int y, int yEnd, int z, int zEnd);
  }

  /**
   * Cuts the image along y where its planes are large, and along z; the same for all threads.
   *
   * @param maker makes a thread's memory for the most rows that a part reads, its rim included
   */
  public static <T> void each(
      Workers workers, Samples image, int[] radius, IntFunction<T> maker, Part<T> part) {
    int height = thickness(image.ny(), Math.max(1, image.nx() * image.ny() / PLANE), radius[1]);
    int bands = (image.ny() + height - 1) / height;
    int depth = thickness(image.nz(), (PARTS + bands - 1) / bands, radius[2]);
    int slabs = (image.nz() + depth - 1) / depth;
    int rows = (int) Math.min(image.ny(), height + 2L * radius[1]);
    workers.run(
        slabs * bands,
        1,
        () -> maker.apply(rows),
        (own, from, end) -> {
          for (int i = from; i < end; i++) {
            int y = i % bands * height;
            int z = i / bands * depth;
            part.run(own, y, Math.min(y + height, image.ny()), z, Math.min(z + depth, image.nz()));
          }
        });
  }

  private static int thickness(int n, int parts, int radius) {
    int even = (n + parts - 1) / parts;
    return (int) Math.min(n, Math.max(even, (long) THICK * radius));
  }
}
