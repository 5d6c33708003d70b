// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageName;

/** Which voxels of an image count. */
public final class Masks {
  private static final String EMPTY = "the mask is empty: it is zero or NaN everywhere";

  private Masks() {}

  /**
   * The same inputs with NaN outside a mask, as they are read.
   *
   * @param mask a file, resampled to each image's grid by the nearest voxel; or "auto"
   */
  static List<MapInput> applied(List<MapInput> inputs, String mask, MapWork work)
      throws IOException {
    Volume file = mask.equals("auto") ? null : work.image(mask);
    if (file != null && isEmpty(file)) {
      throw new ImageFormatException(ImageName.parse(mask).path(), EMPTY);
    }
    Map<Geometry, boolean[]> onGrids = new ConcurrentHashMap<>();
    return inputs.stream()
        .map(
            in ->
                new MapInput(
                    in.name(),
                    () -> {
                      Volume v = Values.scalar(in.read());
                      boolean[] inside =
                          file == null
                              ? AutoMask.of(v, work)
                              : onGrids.computeIfAbsent(v.geometry(), g -> onGrid(file, g));
                      requireAny(inside, file == null ? "" : mask, in.name());
                      return within(v, inside);
                    }))
        .toList();
  }

  private static void requireAny(boolean[] inside, String mask, String image)
      throws ImageFormatException {
    if (!any(inside)) {
      throw mask.isEmpty()
          ? new ImageFormatException(Path.of(image), AutoMask.EMPTY)
          : new ImageFormatException(
              ImageName.parse(mask).path(), "the mask has no voxel in common with " + image);
    }
  }

  /** Whether a mask is zero or NaN everywhere, at its first time point. */
  public static boolean isEmpty(Volume mask) {
    for (Samples part : Slabs.of(mask, 0, 0)) {
      double[] values = new double[part.length()];
      part.values(0, values.length, values, 0);
      for (double v : values) {
        if (v != 0 && !Double.isNaN(v)) {
          return false;
        }
      }
    }
    return true;
  }

  static boolean any(boolean[] inside) {
    for (boolean b : inside) {
      if (b) {
        return true;
      }
    }
    return false;
  }

  /**
   * A mask on another grid: whether the nearest of its voxels is neither zero nor NaN; outside it
   * there is none.
   */
  public static boolean[] onGrid(Volume mask, Geometry grid) {
    double[] m = Values.of(mask);
    NearestVoxel nearest = NearestVoxel.of(grid, mask.geometry());
    boolean[] inside = new boolean[Math.toIntExact(grid.voxels())];
    for (int i = 0; i < inside.length; i++) {
      int at = nearest.of(i);
      inside[i] = at >= 0 && m[at] != 0 && !Double.isNaN(m[at]);
    }
    return inside;
  }

  /** A copy of an image in floats with NaN outside the mask. */
  public static Volume within(Volume volume, boolean[] inside) {
    Geometry g = volume.geometry();
    int n = inside.length;
    int frames = volume.time().frames();
    float[] out = new float[Math.multiplyExact(n, frames)];
    double[] row = new double[n];
    for (int t = 0; t < frames; t++) {
      Samples.of(volume, t, 0).values(0, n, row, 0);
      for (int i = 0; i < n; i++) {
        out[t * n + i] = inside[i] ? (float) row[i] : Float.NaN;
      }
    }
    return Volume.of(ArrayImgs.floats(out, g.nx(), g.ny(), g.nz(), frames), g)
        .time(volume.time())
        .unit(volume.unit())
        .intent(volume.intent())
        .build();
  }
}
