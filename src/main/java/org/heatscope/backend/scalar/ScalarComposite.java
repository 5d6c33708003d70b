// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntUnaryOperator;
import org.heatscope.backend.Workers;
import org.heatscope.op.Composite;

/** The specification of {@link Composite} in rows, which are shared among threads. */
final class ScalarComposite implements Composite {
  /** Pixels in a piece of work. */
  private static final int PIECE = 1 << 15;

  private final Workers workers;
  private final int uses;

  ScalarComposite(Workers workers) {
    this(workers, PixelTable.USES);
  }

  ScalarComposite(Workers workers, int uses) {
    this.workers = workers;
    this.uses = uses;
  }

  @Override
  public void compose(Scene scene, int[] rgba) {
    PixelTable table = PixelTable.of(scene, IntUnaryOperator.identity(), uses);
    int rows = scene.height() * scene.depth();
    workers.run(
        rows,
        workers.grain(rows, scene.width(), PIECE),
        () -> new SceneRows(scene, table),
        (composer, from, to) -> {
          for (int row = from; row < to; row++) {
            composer.compose(row % scene.height(), row / scene.height(), rgba);
          }
        });
  }
}
