// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
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
 * @param axes the axes that cuts are made along, as a rotation to the world: the identity, or
 *     {@link org.heatscope.image.Geometry#gridAxes} of the scan to cut along its own planes
 */
public record Overlay(
    Volume base,
    int frame,
    Window window,
    Interpolation interpolation,
    List<Layer> layers,
    int background,
    Affine axes) {
  /** Copies the list. */
  public Overlay {
    layers = List.copyOf(layers);
  }

  /** The box of the whole scan along {@link #axes()}, as {@link Volume}'s geometry bounds. */
  double[] bounds() {
    return base.geometry().boundsAlong(axes.inverse());
  }
}
