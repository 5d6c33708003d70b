// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;

/**
 * The share of the voxels around each voxel whose CT number lies in an interval, such as -1024 to
 * -950 HU for emphysema.
 */
public final class HuFraction {
  private HuFraction() {}

  /**
   * Computes the share in 0..1: of the voxels that are not NaN and whose centres lie within the
   * radius, those with {@code lo <= v <= hi}. Voxels outside the image do not count; a voxel that
   * is NaN stays so.
   *
   * @param radiusMm of the ball; 0 looks at each voxel alone
   * @throws IllegalArgumentException if the image is not in HU
   */
  public static HeatMap map(Volume ct, double lo, double hi, double radiusMm, MapWork work) {
    if (!(lo <= hi)) {
      throw new InvalidOption("--hu: the low end is above the high end");
    }
    if (ct.unit().isEmpty()) {
      work.notes().accept("the image does not say its unit; its values are taken as HU");
    } else if (!ct.unit().equals("HU")) {
      throw new IllegalArgumentException("the image is in " + ct.unit() + ", not in HU");
    }
    Ball ball = Ball.of(ct.geometry(), radiusMm);
    String formula =
        String.format(
            "share of voxels within %s mm with %s..%s HU",
            Maps.text(radiusMm), Maps.text(lo), Maps.text(hi));
    return BlockMaps.of(
        Values.single(ct),
        ball.reach(),
        work,
        part -> Maps.plain(shares(part, lo, hi, ball, work), part.geometry(), "", formula));
  }

  private static float[] shares(Volume ct, double lo, double hi, Ball ball, MapWork work) {
    Geometry g = ct.geometry();
    double[] v = Values.of(ct);
    float[] out = new float[v.length];
    int row = g.nx() + 1;
    // Running counts along x: row r holds the number of voxels before each x.
    int[] within = new int[Math.toIntExact((long) row * g.ny() * g.nz())];
    int[] present = new int[within.length];
    for (int r = 0; r < g.ny() * g.nz(); r++) {
      for (int x = 0; x < g.nx(); x++) {
        double value = v[r * g.nx() + x];
        int at = r * row + x;
        within[at + 1] = within[at] + (value >= lo && value <= hi ? 1 : 0);
        present[at + 1] = present[at] + (Double.isNaN(value) ? 0 : 1);
      }
    }
    work.workers()
        .run(
            g.ny() * g.nz(),
            8,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                for (int x = 0; x < g.nx(); x++) {
                  int at = r * g.nx() + x;
                  out[at] = Double.isNaN(v[at]) ? Float.NaN : share(g, ball, within, present, x, r);
                }
              }
            });
    return out;
  }

  private static float share(Geometry g, Ball ball, int[] within, int[] present, int x, int r) {
    int y = r % g.ny();
    int z = r / g.ny();
    int row = g.nx() + 1;
    int hits = 0;
    int all = 0;
    for (int[] run : ball.runs()) {
      int ry = y + run[0];
      int rz = z + run[1];
      if (ry >= 0 && ry < g.ny() && rz >= 0 && rz < g.nz()) {
        int base = row * (ry + g.ny() * rz);
        int first = base + Math.max(0, x + run[2]);
        int end = base + Math.min(g.nx(), x + run[3] + 1);
        if (end > first) {
          hits += within[end] - within[first];
          all += present[end] - present[first];
        }
      }
    }
    return (float) hits / all;
  }
}
