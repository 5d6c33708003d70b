// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.function.Function;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Region;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.LazyImages;

/**
 * Maps of what lies around each voxel, of images that are not in memory or so large that their maps
 * have no room beside them: computed a block of voxels at a time, when the map is looked at, so
 * that neither the image nor the map need ever be whole.
 */
final class BlockMaps {
  /**
   * The part of the heap that a map may take to be made at once, since some arrays of its size are
   * at work then; and that all blocks between two planes of another may.
   */
  private static final int SHARE = 16;

  /** The part of the heap that a block and its surroundings may take as floats. */
  private static final int AROUND_SHARE = 32;

  private BlockMaps() {}

  /**
   * A map of an image: all at once where the image is in memory and there is room, else one that is
   * computed when looked at.
   *
   * @param reach how many voxels to each side along x, y and z a voxel of the map depends on
   * @param work hears how many planes are done
   * @param map of an image in memory, the same for a part of an image, away from where it was cut,
   *     as for the whole
   */
  static HeatMap of(Volume image, int[] reach, MapWork work, Function<Volume, HeatMap> map) {
    return of(image, reach, Runtime.getRuntime().maxMemory(), work, map);
  }

  /** The same for a heap of so many bytes. */
  static HeatMap of(
      Volume image, int[] reach, long heap, MapWork work, Function<Volume, HeatMap> map) {
    Geometry g = image.geometry();
    if (isWhole(image, heap)) {
      return map.apply(image);
    }
    int[] block = block(g, reach, heap);
    HeatMap words = map.apply(image.part(0, 0, around(g, new Region(0, 0, 0, 1, 1, 1), reach)));
    Volume all =
        Volume.of(
                LazyImages.of(
                    SampleType.FLOAT32,
                    new long[] {g.nx(), g.ny(), g.nz()},
                    block,
                    (min, size) -> {
                      Region inner =
                          new Region(
                              (int) min[0], (int) min[1], (int) min[2], size[0], size[1], size[2]);
                      Region outer = around(g, inner, reach);
                      Volume made = map.apply(image.part(0, 0, outer)).volume();
                      work.progress().at(min[2] + size[2], g.nz());
                      return inside(Samples.of(made, 0, 0), outer, inner);
                    }),
                g)
            .unit(words.volume().unit())
            .intent(words.volume().intent())
            .build();
    return new HeatMap(all, words.signed(), words.center(), words.formula(), words.backend());
  }

  /** Whether maps of an image are made all at once. */
  static boolean isWhole(Volume image) {
    return isWhole(image, Runtime.getRuntime().maxMemory());
  }

  private static boolean isWhole(Volume image, long heap) {
    return !image.isLazy() && Float.BYTES * image.geometry().voxels() <= heap / SHARE;
  }

  /**
   * The size of a block: whole rows, of as many planes as all blocks between two planes of the map
   * have room for together, and of as many rows as then have room with what surrounds them.
   */
  private static int[] block(Geometry g, int[] reach, long heap) {
    long row = 4L * g.nx();
    int planes = (int) Math.max(1, Math.min(g.nz(), heap / SHARE / (row * g.ny())));
    long rows = heap / AROUND_SHARE / row / Math.min(g.nz(), planes + 2L * reach[2]);
    int most = rows >= g.ny() ? g.ny() : (int) Math.max(1, rows - 2L * reach[1]);
    return new int[] {g.nx(), most, planes};
  }

  /** A region and what it depends on, so far as the grid has it. */
  private static Region around(Geometry g, Region r, int[] reach) {
    int[] first = {r.x(), r.y(), r.z()};
    int[] size = {r.nx(), r.ny(), r.nz()};
    for (int a = 0; a < 3; a++) {
      int from = Math.max(0, first[a] - reach[a]);
      size[a] = (int) Math.min(g.size(a), (long) first[a] + size[a] + reach[a]) - from;
      first[a] = from;
    }
    return new Region(first[0], first[1], first[2], size[0], size[1], size[2]);
  }

  /** The values of a region within another. */
  private static float[] inside(Samples s, Region outer, Region inner) {
    float[] values = new float[(int) inner.voxels()];
    for (int z = 0; z < inner.nz(); z++) {
      for (int y = 0; y < inner.ny(); y++) {
        int from =
            s.index(inner.x() - outer.x(), inner.y() - outer.y() + y, inner.z() - outer.z() + z)
                - s.offset();
        s.values(from, inner.nx(), values, inner.nx() * (y + inner.ny() * z));
      }
    }
    return values;
  }
}
