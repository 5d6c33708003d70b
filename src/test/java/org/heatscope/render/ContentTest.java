// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final Geometry GRID =
      Geometry.anatomical(20, 18, 16, Affine.scaling(2, -3, 1, -10, 20, 5));

  private static double[] bounds(Volume base, Layer... layers) {
    return Content.bounds(
        new Overlay(
            base,
            0,
            Window.range(0, 1),
            Interpolation.LINEAR,
            List.of(layers),
            0,
            Affine.identity()));
  }

  private static Volume volume(float[] v) {
    return Volume.of(ArrayImgs.floats(v, 20, 18, 16), GRID).build();
  }

  @Test
  void holdsEveryVisibleVoxelAndNoMore() {
    Random random = new Random(11);
    for (int trial = 0; trial < 50; trial++) {
      float[] v = new float[20 * 18 * 16];
      int[] lo = {99, 99, 99};
      int[] hi = {-1, -1, -1};
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int[] p = {random.nextInt(20), random.nextInt(18), random.nextInt(16)};
        v[p[0] + 20 * (p[1] + 18 * p[2])] = 1;
        for (int a = 0; a < 3; a++) {
          lo[a] = Math.min(lo[a], p[a]);
          hi[a] = Math.max(hi[a], p[a]);
        }
      }
      // voxel i covers i - 0.5 to i + 0.5; the second axis runs backwards
      double[] want = {
        -10 + 2 * (lo[0] - 0.5),
        20 - 3 * (hi[1] + 0.5),
        5 + lo[2] - 0.5,
        -10 + 2 * (hi[0] + 0.5),
        20 - 3 * (lo[1] - 0.5),
        5 + hi[2] + 0.5
      };
      assertArrayEquals(want, bounds(volume(v)), 1e-9);
    }
  }

  @Test
  void mapsCountWhereTheyAreDrawn() {
    Volume dark = volume(new float[20 * 18 * 16]);
    double[] box =
        bounds(dark, Phantoms.redLayer(Phantoms.dot(GRID, 3, 4, 5), 0.5, Interpolation.LINEAR));
    assertArrayEquals(new double[] {-5, 6.5, 9.5, -3, 9.5, 10.5}, box, 1e-9);
  }

  @Test
  void integersOf16BitsCountByTheirValues() {
    short[] v = new short[20 * 18 * 16];
    Arrays.fill(v, (short) -5);
    v[3 + 20 * (4 + 18 * 5)] = 7;
    double[] want = {-5, 6.5, 9.5, -3, 9.5, 10.5};
    Volume signed = Volume.of(ArrayImgs.shorts(v, 20, 18, 16), GRID).build();
    assertArrayEquals(want, bounds(signed), 1e-9);
    Volume unsigned =
        Volume.of(ArrayImgs.unsignedShorts(v, 20, 18, 16), GRID)
            .rescale(new Rescale(-1, 20))
            .build();
    assertArrayEquals(want, bounds(unsigned), 1e-9);
  }

  @Test
  void nothingToSeeIsTheWholeScan() {
    assertArrayEquals(GRID.bounds(), bounds(volume(new float[20 * 18 * 16])), 1e-9);
  }
}
