// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.List;

/**
 * Named windows for CT in Hounsfield units.
 *
 * <p>They mean nothing on other data: callers must refuse them where values are not in HU. Sources:
 * the width/level table of radiology reference pages (Radiopaedia, "Windowing (CT)"), and 3D
 * Slicer's volume display presets for bone and those that begin with slicer. Where a source gives a
 * range, the middle of it is taken: subdural width 130..300 level 50..100, head-soft width 350..400
 * level 20..60.
 */
public final class Windows {
  private record Preset(String name, double center, double width) {}

  private static final List<Preset> PRESETS =
      List.of(
          new Preset("brain", 40, 80),
          new Preset("subdural", 75, 215),
          new Preset("stroke", 40, 40),
          new Preset("stroke-narrow", 32, 8),
          new Preset("temporal-bone", 600, 2800),
          new Preset("head-soft", 40, 375),
          new Preset("lung", -600, 1500),
          new Preset("mediastinum", 50, 350),
          new Preset("abdomen", 50, 400),
          new Preset("liver", 30, 150),
          new Preset("spine", 50, 250),
          new Preset("spine-bone", 400, 1800),
          new Preset("bone", 400, 1000),
          new Preset("slicer-bone", 400, 1000),
          new Preset("slicer-brain", 50, 100),
          new Preset("slicer-abdomen", 40, 350),
          new Preset("slicer-lung", -500, 1400),
          new Preset("slicer-air", -426, 1000));

  private static final List<String> NAMES = PRESETS.stream().map(Preset::name).toList();

  private Windows() {}

  /** The names of the presets. */
  public static List<String> presets() {
    return NAMES;
  }

  /**
   * A preset, as DICOM's LINEAR_EXACT curve in HU.
   *
   * @throws IllegalArgumentException for an unknown name, with the closest one in the message
   */
  public static Window preset(String name) {
    int i = NAMES.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException(Spelling.unknown("window preset", name, NAMES));
    }
    return Window.linearExact(PRESETS.get(i).center(), PRESETS.get(i).width());
  }
}
