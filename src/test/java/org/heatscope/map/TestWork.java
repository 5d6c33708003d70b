// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.backend.Backends;
import org.heatscope.backend.OnFallback;
import org.heatscope.backend.Workers;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;

/** What the tests of maps compute with. */
final class TestWork {
  static final MapWork WORK =
      MapWork.quiet(new Backends(s -> {}).open("scalar", 0, 2, OnFallback.FAIL), new Workers(2));

  private TestWork() {}

  /** A volume of voxels of 1 mm, x fastest. */
  static Volume volume(int nx, int ny, int nz, double... values) {
    return volume(Geometry.anatomical(nx, ny, nz, Affine.identity()), values);
  }

  static Volume volume(Geometry g, double... values) {
    return Volume.of(ArrayImgs.doubles(values, g.nx(), g.ny(), g.nz()), g).build();
  }

  /** A series of single voxels in a row: one row of values for each frame. */
  static Volume series(double[]... frames) {
    int nx = frames[0].length;
    double[] all = new double[nx * frames.length];
    for (int t = 0; t < frames.length; t++) {
      System.arraycopy(frames[t], 0, all, nx * t, nx);
    }
    return Volume.of(
            ArrayImgs.doubles(all, nx, 1, 1, frames.length),
            Geometry.anatomical(nx, 1, 1, Affine.identity()))
        .build();
  }

  static double[] values(HeatMap map) {
    return Values.of(map.volume());
  }

  static List<MapInput> inputs(Volume... volumes) {
    return java.util.Arrays.stream(volumes).map(v -> MapInput.of("image", v)).toList();
  }
}
