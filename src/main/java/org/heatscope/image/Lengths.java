// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Units of length as microscopes, ImageJ and OME write them. */
public final class Lengths {
  private static final Map<String, Double> MILLIMETRES =
      Map.ofEntries(
          Map.entry("pm", 1e-9),
          Map.entry("\u00e5", 1e-7),
          Map.entry("angstrom", 1e-7),
          Map.entry("nm", 1e-6),
          Map.entry("nanometer", 1e-6),
          Map.entry("um", 1e-3),
          Map.entry("micron", 1e-3),
          Map.entry("microns", 1e-3),
          Map.entry("micrometer", 1e-3),
          Map.entry("mm", 1.0),
          Map.entry("millimeter", 1.0),
          Map.entry("cm", 10.0),
          Map.entry("centimeter", 10.0),
          Map.entry("m", 1000.0),
          Map.entry("meter", 1000.0),
          Map.entry("in", 25.4),
          Map.entry("inch", 25.4));

  private Lengths() {}

  /** A unit of length in millimetres; both signs for micro are known. */
  public static Optional<Double> millimetres(String unit) {
    String plain = unit.strip().replace('\u00b5', 'u').replace('\u03bc', 'u');
    return Optional.ofNullable(MILLIMETRES.get(plain.toLowerCase(Locale.ROOT)));
  }
}
