// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.backend.Workers;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;

/** Statistics made from statistics. */
public final class Statistics {
  private static final int GRAIN = 1 << 12;

  private Statistics() {}

  /** z with the tail probability of t: {@link Null#zFromT}. */
  public static HeatMap zFromT(Volume t, double df, MapWork work) {
    return BlockMaps.of(Values.single(t), new int[3], work, part -> z(part, df, work.workers()));
  }

  private static HeatMap z(Volume t, double df, Workers workers) {
    double[] v = Values.of(t);
    float[] z = new float[v.length];
    workers.run(
        v.length,
        GRAIN,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            z[i] = (float) Null.zFromT(v[i], df);
          }
        });
    return Maps.signed(z, t.geometry(), "z", "z from t with " + Maps.text(df) + " df");
  }
}
