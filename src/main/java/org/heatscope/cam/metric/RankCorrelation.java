// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

/**
 * Spearman's rank correlation of two maps, equal values sharing their mean rank: how alike they are
 * whatever their scales. A map that hardly changes when the network's weights are made random does
 * not show what the network learnt. (Adebayo et al., NeurIPS 2018, arXiv:1810.03292.)
 */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * From -1 to 1; NaN for a map of one value.
   *
   * @param a a map without NaN
   * @param b a map of the same size
   */
  public static double of(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("maps of " + a.length + " and " + b.length + " positions");
    }
    double[] ra = ranks(a);
    double[] rb = ranks(b);
    double mean = (a.length + 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (ra[i] - mean) * (rb[i] - mean);
      aa += (ra[i] - mean) * (ra[i] - mean);
      bb += (rb[i] - mean) * (rb[i] - mean);
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double[] ranks(float[] map) {
    int[] order = Ranking.falling(map);
    double[] ranks = new double[map.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && map[order[to]] == map[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to + 1) / 2.0;
      }
      from = Math.max(to, from + 1);
    }
    return ranks;
  }
}
