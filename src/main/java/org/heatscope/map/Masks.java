// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToDoubleFunction;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageName;
import org.heatscope.io.LazyImages;

/** Which voxels of an image count. */
public final class Masks {
  /** Voxels of a block that is masked when it is looked at. */
  private static final int BLOCK = 1 << 20;

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
    Samples m = Samples.of(Values.single(mask), 0, 0);
    IntToDoubleFunction stored = m.reader();
    NearestVoxel nearest = NearestVoxel.of(grid, mask.geometry());
    boolean[] inside = new boolean[Math.toIntExact(grid.voxels())];
    for (int i = 0; i < inside.length; i++) {
      int at = nearest.of(i);
      double v = at < 0 ? 0 : m.rescale().apply(stored.applyAsDouble(m.offset() + at));
      inside[i] = v != 0 && !Double.isNaN(v);
    }
    return inside;
  }

  /**
   * An image in floats with NaN outside the mask: a copy, or, of an image that is not in memory,
   * one that is read when looked at.
   */
  public static Volume within(Volume volume, boolean[] inside) {
    Geometry g = volume.geometry();
    int frames = volume.time().frames();
    int planes = (int) Math.max(1, Math.min(g.nz(), BLOCK / ((long) g.nx() * g.ny())));
    long[] size = {g.nx(), g.ny(), g.nz(), frames};
    RandomAccessibleInterval<? extends RealType<?>> samples =
        volume.isLazy()
            ? LazyImages.of(
                SampleType.FLOAT32,
                size,
                new int[] {g.nx(), g.ny(), planes, 1},
                (min, n) -> within(volume, inside, (int) min[2], n[2], (int) min[3], n[3]))
            : ArrayImgs.floats(within(volume, inside, 0, g.nz(), 0, frames), size);
    return Volume.of(samples, g)
        .time(volume.time())
        .unit(volume.unit())
        .intent(volume.intent())
        .build();
  }

  private static float[] within(
      Volume volume, boolean[] inside, int z, int planes, int frame, int frames) {
    Region r = Region.planes(volume.geometry(), z, planes);
    int n = (int) r.voxels();
    int first = z * (n / planes);
    float[] out = new float[Math.multiplyExact(n, frames)];
    for (int t = 0; t < frames; t++) {
      Samples.of(volume, frame + t, 0, r).values(0, n, out, t * n);
      for (int i = 0; i < n; i++) {
        if (!inside[first + i]) {
          out[t * n + i] = Float.NaN;
        }
      }
    }
    return out;
  }
}
