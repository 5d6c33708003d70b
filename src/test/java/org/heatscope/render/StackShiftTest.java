// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.backend.Session;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.api.Test;

/** Moving an affine by one voxel moves the overlay by one voxel, not more and not less. */
class StackShiftTest {
  private static final int N = 12;

  private static Volume random(Geometry g) {
    float[] v = new float[(int) g.voxels()];
    Random r = new Random(5);
    for (int i = 0; i < v.length; i++) {
      v[i] = r.nextFloat();
    }
    return Volume.of(ArrayImgs.floats(v, g.nx(), g.ny(), g.nz()), g).build();
  }

  private static int[] stack(Geometry base, Geometry map) {
    Overlay overlay =
        new Overlay(
            Phantoms.flat(base, 0),
            0,
            Window.range(0, 1),
            Interpolation.LINEAR,
            List.of(Phantoms.redLayer(random(map), 0.5, Interpolation.LINEAR)),
            0,
            Affine.identity());
    int[] rgba = new int[N * N * N];
    try (Session session = Phantoms.scalar()) {
      new Compositor(session, overlay).compose(base, rgba);
    }
    return rgba;
  }

  private static int at(int[] rgba, int x, int y, int z) {
    return rgba[x + N * (y + N * z)];
  }

  @Test
  void aShiftOfOneVoxelIsAShiftOfOneVoxel() {
    double[] rows = Phantoms.grids().get("oblique").affine().rows();
    Affine affine = Affine.of(rows);
    Geometry base = Geometry.anatomical(N, N, N, affine);
    int[] still = stack(base, base);
    for (int axis = 0; axis < 3; axis++) {
      int dx = axis == 0 ? 1 : 0;
      int dy = axis == 1 ? 1 : 0;
      int dz = axis == 2 ? 1 : 0;
      Geometry moved = Geometry.anatomical(N, N, N, affine.after(Affine.translation(dx, dy, dz)));
      int[] mapMoved = stack(base, moved);
      int[] baseMoved = stack(moved, base);
      for (int z = 1; z < N - 1; z++) {
        for (int y = 1; y < N - 1; y++) {
          for (int x = 1; x < N - 1; x++) {
            assertEquals(at(still, x, y, z), at(mapMoved, x + dx, y + dy, z + dz));
            assertEquals(at(still, x, y, z), at(baseMoved, x - dx, y - dy, z - dz));
          }
        }
      }
      assertNotEquals(List.of(still), List.of(mapMoved));
    }
  }

  @Test
  void aVoxelCoversItsFootprintAndNoMore() {
    Geometry map = Geometry.anatomical(1, 1, 1, Affine.scaling(4, 4, 4, 0, 0, 0));
    Geometry base = Geometry.anatomical(N, N, N, Affine.scaling(1, 1, 1, -5.5, -5.5, -5.5));
    Overlay overlay =
        new Overlay(
            Phantoms.flat(base, 0),
            0,
            Window.range(0, 1),
            Interpolation.LINEAR,
            List.of(Phantoms.redLayer(Phantoms.dot(map, 0, 0, 0), 0.5, Interpolation.LINEAR)),
            0,
            Affine.identity());
    int[] rgba = new int[N * N * N];
    try (Session session = Phantoms.scalar()) {
      new Compositor(session, overlay).compose(base, rgba);
    }
    int red = 0;
    for (int p : rgba) {
      red += (p & 0xffffff) == 0xff ? 1 : 0;
    }
    // the map's one voxel of 4 mm holds the centres at -1.5, -0.5, 0.5, 1.5 on each axis
    assertEquals(4 * 4 * 4, red);
  }

  @Test
  void theFootprintEndsHalfAVoxelFromTheCentre() {
    // the map's one voxel of 4 mm ends at 2 mm; the scan's centres run from 1.945 to 2.055 mm
    Geometry map = Geometry.anatomical(1, 1, 1, Affine.scaling(4, 4, 4, 0, 0, 0));
    Geometry base = Geometry.anatomical(N, 1, 1, Affine.scaling(0.01, 1, 1, 1.945, 0, 0));
    for (Interpolation how : Interpolation.values()) {
      Overlay overlay =
          new Overlay(
              Phantoms.flat(base, 0),
              0,
              Window.range(0, 1),
              Interpolation.LINEAR,
              List.of(Phantoms.redLayer(Phantoms.dot(map, 0, 0, 0), 0.5, how)),
              0,
              Affine.identity());
      int[] rgba = new int[N];
      try (Session session = Phantoms.scalar()) {
        new Compositor(session, overlay).compose(base, rgba);
      }
      for (int i = 0; i < N; i++) {
        assertEquals(i < 6 ? 0xff : 0, rgba[i] & 0xffffff, how + " at " + (1.945 + 0.01 * i));
      }
    }
  }
}
