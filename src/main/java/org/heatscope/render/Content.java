// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/** Where an overlay has something to show, so that figures need no empty margins. */
final class Content {
  /** Part of the window above black from which a voxel of the scan counts as content. */
  private static final double FAINT = 0.05;

  private Content() {}

  /**
   * The box of the scan's visible voxels and the drawn voxels of the maps, cut to the scan's own
   * box.
   *
   * @return {min0, min1, min2, max0, max1, max2} along the overlay's axes, in millimetres; the
   *     whole scan where nothing shows
   */
  static double[] bounds(Overlay overlay) {
    double[] whole = overlay.bounds();
    double[] box = empty();
    Affine toAxes = overlay.axes().inverse();
    DoublePredicate visible = v -> overlay.window().apply(v) > FAINT;
    for (int c = 0; c < overlay.base().channels(); c++) {
      extend(box, toAxes, Samples.of(overlay.base(), overlay.frame(), c), overlay.base(), visible);
    }
    for (Layer layer : overlay.layers()) {
      double t = Math.max(0, layer.scale().threshold());
      Samples map = Samples.of(layer.map(), layer.frame(), 0);
      extend(box, toAxes, map, layer.map(), v -> Math.abs(v) > t);
    }
    for (int a = 0; a < 3; a++) {
      if (!(box[a] < box[a + 3])) {
        return whole;
      }
      box[a] = Math.max(box[a], whole[a]);
      box[a + 3] = Math.min(box[a + 3], whole[a + 3]);
      if (!(box[a] < box[a + 3])) {
        return whole;
      }
    }
    return box;
  }

  private static double[] empty() {
    double far = Double.POSITIVE_INFINITY;
    return new double[] {far, far, far, -far, -far, -far};
  }

  /** Grows a box by the voxels whose value passes, looked at in x runs from both ends. */
  private static void extend(
      double[] box, Affine toAxes, Samples s, Volume volume, DoublePredicate passes) {
    IntToDoubleFunction stored = s.reader();
    Rescale rescale = s.rescale();
    Geometry g = volume.geometry();
    Affine toBox = toAxes.after(g.affine());
    for (int z = 0; z < g.nz(); z++) {
      for (int y = 0; y < g.ny(); y++) {
        int row = s.index(0, y, z);
        int first = 0;
        while (first < g.nx() && !passes.test(rescale.apply(stored.applyAsDouble(row + first)))) {
          first++;
        }
        if (first == g.nx()) {
          continue;
        }
        int last = g.nx() - 1;
        while (!passes.test(rescale.apply(stored.applyAsDouble(row + last)))) {
          last--;
        }
        include(box, toBox, first, y, z);
        include(box, toBox, last, y, z);
      }
    }
  }

  private static void include(double[] box, Affine affine, int x, int y, int z) {
    for (int r = 0; r < 3; r++) {
      double centre = affine.apply(r, x, y, z);
      double half =
          (Math.abs(affine.get(r, 0)) + Math.abs(affine.get(r, 1)) + Math.abs(affine.get(r, 2)))
              / 2;
      box[r] = Math.min(box[r], centre - half);
      box[r + 3] = Math.max(box[r + 3], centre + half);
    }
  }
}
