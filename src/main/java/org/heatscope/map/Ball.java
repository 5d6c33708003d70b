// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.List;
import org.heatscope.image.Geometry;

/**
 * The voxels within a distance of a voxel, as runs along x: {@code {dy, dz, firstDx, lastDx}}.
 *
 * @param runs in rising order of dz, then dy
 * @param reach how far they go along x, y and z
 */
record Ball(List<int[]> runs, int[] reach) {
  /** The offsets whose world distance is at most the radius; on any grid, also an oblique one. */
  static Ball of(Geometry g, double radiusMm) {
    var toVoxels = g.affine().inverse();
    int[] reach = new int[3];
    for (int a = 0; a < 3; a++) {
      double norm =
          Math.hypot(Math.hypot(toVoxels.get(a, 0), toVoxels.get(a, 1)), toVoxels.get(a, 2));
      reach[a] = (int) Math.min(g.size(a) - 1, Math.floor(radiusMm * norm + 1e-9));
    }
    double limit = radiusMm * radiusMm * (1 + 1e-9);
    List<int[]> runs = new ArrayList<>();
    for (int dz = -reach[2]; dz <= reach[2]; dz++) {
      for (int dy = -reach[1]; dy <= reach[1]; dy++) {
        int first = Integer.MAX_VALUE;
        int last = Integer.MIN_VALUE;
        for (int dx = -reach[0]; dx <= reach[0]; dx++) {
          double d = 0;
          for (int r = 0; r < 3; r++) {
            double s =
                g.affine().get(r, 0) * dx + g.affine().get(r, 1) * dy + g.affine().get(r, 2) * dz;
            d += s * s;
          }
          if (d <= limit) {
            first = Math.min(first, dx);
            last = dx;
          }
        }
        if (last >= first) {
          runs.add(new int[] {dy, dz, first, last});
        }
      }
    }
    return new Ball(runs, reach);
  }
}
