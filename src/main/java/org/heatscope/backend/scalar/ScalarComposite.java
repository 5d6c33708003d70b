// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.op.Composite;

/** The specification of {@link Composite}: pixel after pixel, rows shared among threads. */
final class ScalarComposite implements Composite {
  private final Workers workers;

  ScalarComposite(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void compose(Scene scene, int[] rgba) {
    int rows = scene.height() * scene.depth();
    int grain = Math.max(1, 16384 / scene.width());
    workers.run(
        rows,
        grain,
        (from, to) -> {
          PixelComposer composer = new PixelComposer(scene);
          for (int row = from; row < to; row++) {
            int pz = row / scene.height();
            int py = row % scene.height();
            int at = row * scene.width();
            for (int px = 0; px < scene.width(); px++) {
              rgba[at + px] = composer.pixel(px, py, pz);
            }
          }
        });
  }
}
