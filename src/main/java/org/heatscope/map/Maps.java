// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import org.heatscope.backend.Session;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/** Heat maps of computed values, which say where they were computed. */
final class Maps {
  /** Where a map was computed that no operation of a backend fits. */
  static final String JAVA = "plain Java";

  private Maps() {}

  /** Where a map was computed of which a part fits no operation. */
  static String partly(Session session, String part) {
    return session.backend() + ", " + part + " in " + JAVA;
  }

  /** A map that has a sign around zero, made without operations. */
  static HeatMap signed(float[] values, Geometry geometry, String unit, String formula) {
    return of(values, geometry, unit, true, formula, JAVA);
  }

  /** A map of amounts, made without operations. */
  static HeatMap plain(float[] values, Geometry geometry, String unit, String formula) {
    return of(values, geometry, unit, false, formula, JAVA);
  }

  /**
   * A map.
   *
   * @param signed whether it has a sign around zero
   * @param where it was computed: a backend, {@link #JAVA}, or {@link #partly}
   */
  static HeatMap of(
      float[] values, Geometry g, String unit, boolean signed, String formula, String where) {
    Volume v = Values.volume(values, g).unit(unit).build();
    return new HeatMap(v, signed, 0, formula, where);
  }

  /** What operations have written, with NaN for what is not finite. */
  static float[] finite(Samples samples) {
    return finite((float[]) samples.array());
  }

  /** The same array, with NaN for what is not finite. */
  static float[] finite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) < Float.POSITIVE_INFINITY)) {
        values[i] = Float.NaN;
      }
    }
    return values;
  }

  /** A number in a formula: short, and the same in every locale. */
  static String text(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e15
        ? Long.toString((long) v)
        : Float.toString((float) v);
  }
}
