// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.backend.Session;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.color.ColorScale;
import org.heatscope.color.Colormap;
import org.heatscope.color.Norms;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;

/** Images with known things at known places. */
final class Phantoms {
  /** Pure red in every entry, so that what a map paints is told from any grey. */
  static final Colormap RED = red();

  private Phantoms() {}

  private static Colormap red() {
    byte[] rgb = new byte[768];
    for (int i = 0; i < 256; i++) {
      rgb[3 * i] = (byte) 255;
    }
    return new Colormap("red", rgb);
  }

  /** Grids of many kinds that all hold the points within 20 mm of the origin. */
  static Map<String, Geometry> grids() {
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    Map<String, Geometry> grids = new LinkedHashMap<>();
    grids.put("plain", centred(60, 64, 68, 1, 0, 0, 0, 1, 0, 0, 0, 1));
    grids.put("left-handed", centred(60, 64, 68, -1, 0, 0, 0, 1, 0, 0, 0, 1));
    grids.put("permuted", centred(64, 60, 68, 0, 0, 1, -1, 0, 0, 0, -1, 0));
    grids.put("anisotropic", centred(80, 40, 24, 0.75, 0, 0, 0, -1.5, 0, 0, 0, 2.5));
    grids.put("oblique", centred(70, 72, 74, c, -s, 0, s * c, c * c, -s, s * s, c * s, c));
    grids.put("sheared", centred(90, 80, 70, 1, 0.25, 0.1, 0, 1, 0.2, 0, 0, 1));
    return grids;
  }

  private static Geometry centred(int nx, int ny, int nz, double... m) {
    double[] rows = new double[12];
    double[] middle = {(nx - 1) / 2.0, (ny - 1) / 2.0, (nz - 1) / 2.0};
    for (int r = 0; r < 3; r++) {
      for (int k = 0; k < 3; k++) {
        rows[4 * r + k] = m[3 * r + k];
        rows[4 * r + 3] -= m[3 * r + k] * middle[k];
      }
    }
    return Geometry.anatomical(nx, ny, nz, Affine.of(rows));
  }

  /** A volume of one value. */
  static Volume flat(Geometry g, float value) {
    float[] v = new float[(int) g.voxels()];
    java.util.Arrays.fill(v, value);
    return Volume.of(ArrayImgs.floats(v, g.nx(), g.ny(), g.nz()), g).build();
  }

  /** Zero but for one voxel of value 1. */
  static Volume dot(Geometry g, int x, int y, int z) {
    float[] v = new float[(int) g.voxels()];
    v[x + g.nx() * (y + g.ny() * z)] = 1;
    return Volume.of(ArrayImgs.floats(v, g.nx(), g.ny(), g.nz()), g).build();
  }

  /** A layer that paints red where |value| is above the threshold. */
  static Layer redLayer(Volume map, double threshold, Interpolation interpolation) {
    ColorScale scale = ColorScale.of(Norms.linear(0, 1), RED).withThreshold(threshold);
    return new Layer(
        map, 0, scale, interpolation, Optional.empty(), new Legend.Text("dot", "", "", 0, 1));
  }

  static Session scalar() {
    return new ScalarBackend().open(2);
  }
}
