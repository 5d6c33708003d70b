// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.view.Views;
import org.heatscope.image.SeriesSlabs.Slab;
import org.junit.jupiter.api.Test;

class SeriesSlabsTest {
  private static final int FRAMES = 3;
  private static final Geometry GRID = Geometry.anatomical(2, 3, 5, Affine.identity());

  /** The value at (x, y, z) of frame t is 1000 t + 100 z + 10 y + x. */
  private static short[] values() {
    short[] v = new short[30 * FRAMES];
    for (int i = 0; i < v.length; i++) {
      v[i] = (short) (1000 * (i / 30) + 100 * (i / 6 % 5) + 10 * (i / 2 % 3) + i % 2);
    }
    return v;
  }

  @Test
  void aSeriesInOneArrayIsOneRunOverThatArray() {
    short[] v = values();
    Volume series = Volume.of(ArrayImgs.shorts(v, 2, 3, 5, FRAMES), GRID).build();
    List<Slab> slabs = new ArrayList<>();
    SeriesSlabs.of(series).forEach(slabs::add);
    assertEquals(1, slabs.size());
    assertSame(v, slabs.get(0).samples().array());
    assertEquals(2000 + 400 + 20 + 1, slabs.get(0).frame(2).stored(89));
  }

  @Test
  void otherSeriesComeInRunsOfPlanesWithAllFrames() {
    var turned =
        Views.permute(Views.permute(ArrayImgs.shorts(values(), 2, 3, 5, FRAMES), 0, 1), 0, 1);
    Volume series = Volume.of(turned, GRID).build();
    List<int[]> runs = new ArrayList<>();
    // two planes of 6 voxels of 2 bytes in 3 frames
    for (Slab slab : SeriesSlabs.of(series, 2 * 36 + 35)) {
      runs.add(new int[] {slab.first(), slab.voxels(), slab.planes()});
      for (int t = 0; t < FRAMES; t++) {
        double[] got = new double[slab.voxels()];
        slab.frames(t, t + 1).get(0).values(0, got.length, got, 0);
        for (int i = 0; i < got.length; i++) {
          int at = slab.first() + i;
          assertEquals(1000 * t + 100 * (at / 6) + 10 * (at / 2 % 3) + at % 2, got[i]);
        }
      }
    }
    assertArrayEquals(
        new int[][] {{0, 12, 2}, {12, 12, 2}, {24, 6, 1}}, runs.toArray(int[][]::new));
  }
}
