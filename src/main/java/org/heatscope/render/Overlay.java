// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;

/**
 * A scan and the maps over it.
 *
 * @param base the scan
 * @param frame which time point of it
 * @param window value to grey
 * @param interpolation of the scan between voxel centres
 * @param layers the maps, the lowest first
 * @param background 0xRRGGBB where the scan has nothing
 */
public record Overlay(
    Volume base,
    int frame,
    Window window,
    Interpolation interpolation,
    List<Layer> layers,
    int background) {
  /** Copies the list. */
  public Overlay {
    layers = List.copyOf(layers);
  }
}
