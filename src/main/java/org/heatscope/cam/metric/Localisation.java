// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import org.heatscope.image.Geometry;

/**
 * Whether a map lies where a mask says it should: one map and one mask on the same grid, in C
 * order. Positions where the map is NaN are left out.
 *
 * @param pointingGame whether the map's maximum lies in the mask (Zhang et al., IJCV 2018)
 * @param energyInside Σ inside / Σ all, of the map's positive part (Wang et al., 2020)
 * @param topIou intersection over union of the mask and as many of the map's largest positions
 * @param relevanceRank share of these positions that lie in the mask (Arras et al., 2022)
 * @param rocAuc probability that a position inside is above one outside, equal ones counted half
 */
public record Localisation(
    boolean pointingGame, double energyInside, double topIou, double relevanceRank, double rocAuc) {

  /**
   * Compares a map with a mask.
   *
   * @throws IllegalArgumentException if sizes differ or the map has no value inside the mask
   */
  public static Localisation of(float[] map, boolean[] mask) {
    if (map.length != mask.length) {
      throw new IllegalArgumentException(
          "a map of " + map.length + " positions and a mask of " + mask.length);
    }
    int inside = 0;
    double all = 0;
    double within = 0;
    for (int p = 0; p < map.length; p++) {
      boolean counted = !Float.isNaN(map[p]);
      inside += mask[p] && counted ? 1 : 0;
      all += counted ? Math.max(0, map[p]) : 0;
      within += mask[p] && counted ? Math.max(0, map[p]) : 0;
    }
    if (inside == 0) {
      throw new IllegalArgumentException("the map holds no value inside the mask");
    }
    int[] order = Ranking.falling(map);
    int hits = 0;
    for (int i = 0; i < inside; i++) {
      hits += mask[order[i]] ? 1 : 0;
    }
    return new Localisation(
        mask[order[0]],
        within / all,
        hits / (2.0 * inside - hits),
        (double) hits / inside,
        rocAuc(map, mask, inside));
  }

  /** Mann and Whitney's statistic over its greatest value, from the mean ranks of equal values. */
  private static double rocAuc(float[] map, boolean[] mask, int inside) {
    int[] order = Ranking.falling(map);
    int known = order.length;
    while (Float.isNaN(map[order[known - 1]])) {
      known--;
    }
    double ranks = 0;
    for (int to = known; to > 0; ) {
      int from = to;
      int hits = 0;
      while (from > 0 && map[order[from - 1]] == map[order[to - 1]]) {
        hits += mask[order[--from]] ? 1 : 0;
      }
      // The last of the falling order has rank 1.
      ranks += hits * (2 * known - from - to + 1) / 2.0;
      to = from;
    }
    double outside = known - inside;
    return (ranks - inside * (inside + 1) / 2.0) / (inside * outside);
  }

  /**
   * The distance in mm from the map's maximum to the nearest position of the mask, centre to
   * centre; 0 inside.
   *
   * @param grid of both, x the fastest
   */
  public static double hotSpotDistanceMm(float[] map, boolean[] mask, Geometry grid) {
    double[] spot = world(grid, Ranking.falling(map)[0]);
    double least = Double.POSITIVE_INFINITY;
    for (int p = 0; p < mask.length; p++) {
      if (mask[p]) {
        double[] at = world(grid, p);
        least =
            Math.min(
                least, Math.hypot(Math.hypot(at[0] - spot[0], at[1] - spot[1]), at[2] - spot[2]));
      }
    }
    return least;
  }

  private static double[] world(Geometry grid, int position) {
    int x = position % grid.nx();
    int y = position / grid.nx() % grid.ny();
    int z = position / grid.nx() / grid.ny();
    return grid.affine().apply(x, y, z);
  }
}
