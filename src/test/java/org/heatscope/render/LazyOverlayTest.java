// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.heatscope.backend.Session;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.LazyImages;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that are read when looked at give the pixels of those in memory. */
class LazyOverlayTest {
  private static final int NX = 37;
  private static final int NY = 29;
  private static final int NZ = 41;
  private static final int PLANES = 4;

  private final Set<Long> read = new HashSet<>();
  private final short[] scan = shorts(1);
  private final short[] map = shorts(2);

  private static short[] shorts(long seed) {
    Random random = new Random(seed);
    short[] s = new short[NX * NY * NZ];
    for (int i = 0; i < s.length; i++) {
      s[i] = (short) random.nextInt(1000);
    }
    return s;
  }

  private Volume inMemory(short[] samples, Geometry g) {
    return Volume.of(SampleTypes.wrap(SampleType.INT16, samples, NX, NY, NZ), g).build();
  }

  private Volume lazy(short[] samples, Geometry g) {
    return Volume.of(
            LazyImages.of(
                SampleType.INT16,
                new long[] {NX, NY, NZ},
                new int[] {NX, NY, PLANES},
                (min, size) -> {
                  read.add(min[2]);
                  int from = (int) min[2] * NX * NY;
                  return Arrays.copyOfRange(samples, from, from + NX * NY * size[2]);
                }),
            g)
        .build();
  }

  private static Overlay overlay(Volume scan, Volume map, Interpolation interpolation, Session s) {
    OverlayBuilder builder = new OverlayBuilder(scan, s);
    builder.interpolation(interpolation).window(Window.range(0, 1000));
    return builder
        .map(
            map,
            0,
            ScaleOptions.automatic(),
            java.util.Optional.empty(),
            java.util.Optional.of(interpolation),
            "map")
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void onObliqueGridsAndCutsThroughBoth(Interpolation interpolation) {
    Geometry scanGrid = Geometry.anatomical(NX, NY, NZ, Affine.scaling(1, 1, 1, -18, -14, -20));
    Affine turned = Affine.of(.8, .36, -.48, -15, 0, .8, .6, -21, .6, -.48, .64, -15);
    Geometry mapGrid = Geometry.anatomical(NX, NY, NZ, turned);
    Geometry[] rasters = {
      scanGrid.planes(17, 3),
      Geometry.anatomical(50, 45, 1, Affine.of(.9, 0, .1, -25, .1, .9, 0, -20, 0, .4, 1, -7)),
      Geometry.anatomical(9, 9, 1, Affine.scaling(1, 1, 1, 300, 0, 0)),
      Geometry.anatomical(9, 9, 1, Affine.scaling(1, 1, 1, -22.25, -17.5, 0.5))
    };
    try (Session s = Phantoms.scalar()) {
      Overlay want = overlay(inMemory(scan, scanGrid), inMemory(map, mapGrid), interpolation, s);
      Overlay got = overlay(lazy(scan, scanGrid), lazy(map, mapGrid), interpolation, s);
      for (Geometry raster : rasters) {
        int n = raster.nx() * raster.ny() * raster.nz();
        int[] wanted = new int[n];
        int[] gotten = new int[n];
        new Compositor(s, want).compose(raster, wanted);
        new Compositor(s, got).compose(raster, gotten);
        assertArrayEquals(ByteBuffer.wrap(bytes(wanted)).array(), bytes(gotten));
        Arrays.fill(gotten, 0);
        new Compositor(s, got, 5000).compose(raster, gotten);
        assertArrayEquals(ByteBuffer.wrap(bytes(wanted)).array(), bytes(gotten));
      }
    }
  }

  private static byte[] bytes(int[] rgba) {
    ByteBuffer b = ByteBuffer.allocate(4 * rgba.length);
    b.asIntBuffer().put(rgba);
    return b.array();
  }

  @org.junit.jupiter.api.Test
  void aCutReadsOnlyTheBlocksItMeets() {
    Geometry g = Geometry.anatomical(NX, NY, NZ, Affine.identity());
    try (Session s = Phantoms.scalar()) {
      Overlay overlay = overlay(lazy(scan, g), inMemory(map, g), Interpolation.LINEAR, s);
      read.clear();
      new Compositor(s, overlay).compose(g.planes(18, 1), new int[NX * NY]);
    }
    assertTrue(Set.of(12L, 16L, 20L).containsAll(read), read.toString());
  }
}
