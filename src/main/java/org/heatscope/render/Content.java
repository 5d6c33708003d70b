// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
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
   * box. Images that are not in memory are not looked at: such a scan counts whole.
   *
   * @return {min0, min1, min2, max0, max1, max2} along the overlay's axes, in millimetres; the
   *     whole scan where nothing shows
   */
  static double[] bounds(Overlay overlay) {
    double[] whole = overlay.bounds();
    if (overlay.base().isLazy()) {
      return whole;
    }
    double[] box = empty();
    Affine toAxes = overlay.axes().inverse();
    DoublePredicate visible = v -> overlay.window().apply(v) > FAINT;
    for (int c = 0; c < overlay.base().channels(); c++) {
      extend(box, toAxes, Samples.of(overlay.base(), overlay.frame(), c), overlay.base(), visible);
    }
    for (Layer layer : overlay.layers()) {
      if (layer.map().isLazy()) {
        continue;
      }
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

  /** Grows a box by the smallest part of the grid that holds all voxels whose value passes. */
  private static void extend(
      double[] box, Affine toAxes, Samples s, Volume volume, DoublePredicate passes) {
    int[] part = part(s, passes);
    if (part == null) {
      return;
    }
    Geometry held =
        volume
            .geometry()
            .part(
                new Region(
                    part[0],
                    part[1],
                    part[2],
                    part[3] - part[0] + 1,
                    part[4] - part[1] + 1,
                    part[5] - part[2] + 1));
    double[] bounds = held.boundsAlong(toAxes);
    for (int r = 0; r < 3; r++) {
      box[r] = Math.min(box[r], bounds[r]);
      box[r + 3] = Math.max(box[r + 3], bounds[r + 3]);
    }
  }

  /**
   * The first and last index on each axis of the voxels whose value passes; null if none does. In
   * rows within the part found so far only the ends that stand out of it are looked at.
   */
  private static int[] part(Samples s, DoublePredicate passes) {
    IntPredicate element = element(s, passes);
    int[] part = {s.nx(), s.ny(), s.nz(), -1, -1, -1};
    for (int z = 0; z < s.nz(); z++) {
      for (int y = 0; y < s.ny(); y++) {
        int row = s.index(0, y, z);
        boolean known = y >= part[1] && y <= part[4] && z <= part[5];
        int until = known ? part[0] : s.nx();
        int first = 0;
        while (first < until && !element.test(row + first)) {
          first++;
        }
        if (first == s.nx()) {
          continue;
        }
        int from = Math.max(first, part[3]);
        int last = s.nx() - 1;
        while (last > from && !element.test(row + last)) {
          last--;
        }
        part[0] = Math.min(part[0], first);
        part[3] = Math.max(part[3], last);
        if (!known) {
          part[1] = Math.min(part[1], y);
          part[4] = Math.max(part[4], y);
          part[2] = Math.min(part[2], z);
          part[5] = Math.max(part[5], z);
        }
      }
    }
    return part[3] < 0 ? null : part;
  }

  /**
   * Whether the value of an element of the array passes; of 16-bit ones each value is tried once.
   */
  private static IntPredicate element(Samples s, DoublePredicate passes) {
    IntToDoubleFunction stored = s.reader();
    Rescale rescale = s.rescale();
    IntPredicate test = e -> passes.test(rescale.apply(stored.applyAsDouble(e)));
    if (!(s.array() instanceof short[] array)) {
      return test;
    }
    byte[] tried = new byte[1 << 16];
    return e -> {
      int value = array[e] & 0xffff;
      if (tried[value] == 0) {
        tried[value] = (byte) (test.test(e) ? 1 : -1);
      }
      return tried[value] > 0;
    };
  }
}
