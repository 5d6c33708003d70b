// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import net.imglib2.img.array.ArrayImgs;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;

/** Heat maps of computed values. */
final class Maps {
  /** The backend that a map names where plain Java threads made it. */
  static final String BACKEND = "scalar";

  private Maps() {}

  /** A map that has a sign around zero. */
  static HeatMap signed(float[] values, Geometry geometry, String unit, String formula) {
    return new HeatMap(
        Values.volume(values, geometry).unit(unit).build(), true, 0, formula, BACKEND);
  }

  /** A map of amounts. */
  static HeatMap plain(float[] values, Geometry geometry, String unit, String formula) {
    return new HeatMap(
        Values.volume(values, geometry).unit(unit).build(), false, 0, formula, BACKEND);
  }

  /** A series of maps, frame after frame, with the time axis of what it was made from. */
  static HeatMap series(
      float[] values, Geometry g, TimeAxis time, boolean signed, String unit, String formula) {
    Volume v =
        Volume.of(ArrayImgs.floats(values, g.nx(), g.ny(), g.nz(), time.frames()), g)
            .time(time)
            .unit(unit)
            .build();
    return new HeatMap(v, signed, 0, formula, BACKEND);
  }

  /** A number in a formula: short, and the same in every locale. */
  static String text(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e15
        ? Long.toString((long) v)
        : Float.toString((float) v);
  }
}
