// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.PixelTable;
import org.heatscope.color.FloatCuts;
import org.heatscope.op.Composite;

/** The fused overlay on vectors as wide as the machine's; rows shared among threads. */
final class SimdComposite implements Composite {
  /** Pixels in a piece of work: enough that setting up a thread's tables does not count. */
  private static final int PIECE = 1 << 18;

  private final Workers workers;
  private final int uses;

  SimdComposite(Workers workers) {
    this(workers, PixelTable.USES);
  }

  SimdComposite(Workers workers, int uses) {
    this.workers = workers;
    this.uses = uses;
  }

  @Override
  public void compose(Scene scene, int[] rgba) {
    PixelTable table = PixelTable.of(scene, FloatCuts::kind, uses);
    TabledPixels tabled = table == null ? null : new TabledPixels(scene, table);
    int rows = scene.height() * scene.depth();
    workers.run(
        rows,
        workers.grain(rows, scene.width(), PIECE),
        () -> new RowComposer(scene, tabled),
        (composer, from, to) -> {
          for (int row = from; row < to; row++) {
            composer.compose(row % scene.height(), row / scene.height(), rgba);
          }
        });
  }
}
