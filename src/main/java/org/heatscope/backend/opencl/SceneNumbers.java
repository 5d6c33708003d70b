// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.opencl;

import java.nio.DoubleBuffer;
import java.util.Iterator;
import java.util.List;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Composite.Scene;
import org.heatscope.op.Interpolation;

/** All of a scene but its samples, as doubles in the order that {@code composite.cl} reads. */
final class SceneNumbers {
  private static final int IMAGE = 7 + 12 + 6;
  private static final int SCENE = 8 + 3 * IMAGE;
  private static final int LAYER = 2 * IMAGE + 5 + 257 + 4 * ColorTable.CLASSES;

  private static final double[] NO_IMAGE = new double[IMAGE];

  static {
    NO_IMAGE[0] = -1;
  }

  private SceneNumbers() {}

  /**
   * The numbers.
   *
   * @param parts what is there of each image, in the order of {@link OpenClComposite#images}
   */
  static double[] of(Scene scene, List<Region> parts) {
    Iterator<Region> part = parts.iterator();
    double[] numbers = new double[SCENE + LAYER * scene.layers().size()];
    DoubleBuffer to = DoubleBuffer.wrap(numbers);
    Base base = scene.base();
    Window w = base.window();
    to.put(w.function().ordinal()).put(w.center()).put(w.width()).put(w.low()).put(w.high());
    color(scene.background(), to);
    for (int c = 0; c < 3; c++) {
      if (c < base.channels().size()) {
        image(
            scene,
            base.channels().get(c),
            base.interpolation(),
            base.pixelToVoxel(),
            part.next(),
            to);
      } else {
        to.put(NO_IMAGE);
      }
    }
    for (MapLayer layer : scene.layers()) {
      layer(scene, layer, part, to);
    }
    return numbers;
  }

  private static void layer(Scene scene, MapLayer layer, Iterator<Region> part, DoubleBuffer to) {
    image(scene, layer.samples(), layer.interpolation(), layer.pixelToVoxel(), part.next(), to);
    layer
        .mask()
        .ifPresentOrElse(
            m ->
                image(scene, m.samples(), Interpolation.NEAREST, m.pixelToVoxel(), part.next(), to),
            () -> to.put(NO_IMAGE));
    ColorTable t = layer.table();
    to.put(t.sign()).put(t.invalidUpTo()).put(t.lowCut()).put(t.highCut());
    to.put(t.isUniform() ? 256 / (t.edge(256) - t.edge(0)) : 0);
    for (int k = 0; k <= 256; k++) {
      to.put(t.edge(k));
    }
    for (int kind = 0; kind < ColorTable.CLASSES; kind++) {
      to.put(t.alpha(kind));
      color(t.rgb(kind), to);
    }
  }

  private static void image(
      Scene scene,
      Samples s,
      Interpolation interpolation,
      Affine pixelToVoxel,
      Region part,
      DoubleBuffer to) {
    // on a voxel's centre every interpolation gives its sample
    Interpolation used =
        AlignedScene.areWhole(scene, pixelToVoxel) ? Interpolation.NEAREST : interpolation;
    to.put(s.type().ordinal()).put(s.nx()).put(s.ny()).put(s.nz()).put(used.ordinal());
    to.put(s.rescale().slope()).put(s.rescale().intercept()).put(pixelToVoxel.rows());
    to.put(part.x()).put(part.y()).put(part.z()).put(part.nx()).put(part.ny()).put(part.nz());
  }

  private static void color(int rgb, DoubleBuffer to) {
    for (int shift = 16; shift >= 0; shift -= 8) {
      to.put((rgb >> shift & 0xff) / 255.0);
    }
  }
}
