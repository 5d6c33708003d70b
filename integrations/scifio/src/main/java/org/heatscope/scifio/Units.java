// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import ucar.units.UnitException;
import ucar.units.UnitFormat;
import ucar.units.UnitFormatManager;

/** Units as microscopes spell them: "um", "\u00b5m", "micrometers", "nm", "s". */
final class Units {
  private Units() {}

  /** A value in another unit; NaN if the unit is not known or not of that kind. */
  static double convert(double value, String unit, String wanted) {
    if (unit == null || unit.isBlank()) {
      return Double.NaN;
    }
    String plain =
        unit.strip().replace("\\u00B5", "u").replace('\u00b5', 'u').replace('\u03bc', 'u');
    UnitFormat units = UnitFormatManager.instance();
    try {
      return units.parse(plain).convertTo(value, units.parse(wanted));
    } catch (UnitException | RuntimeException | Error e) {
      return Double.NaN;
    }
  }
}
