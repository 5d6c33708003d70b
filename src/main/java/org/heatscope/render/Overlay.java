// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.List;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;

/** A scan and the maps over it. */
public final class Overlay {
  private final Volume base;
  private final int frame;
  private final Window window;
  private final Interpolation interpolation;
  private final List<Layer> layers;
  private final int background;
  private final Affine axes;
  private double[] content;

  /**
   * Copies the list.
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
  public Overlay(
      Volume base,
      int frame,
      Window window,
      Interpolation interpolation,
      List<Layer> layers,
      int background,
      Affine axes) {
    this.base = base;
    this.frame = frame;
    this.window = window;
    this.interpolation = interpolation;
    this.layers = List.copyOf(layers);
    this.background = background;
    this.axes = axes;
  }

  /** The scan. */
  public Volume base() {
    return base;
  }

  /** The time point of the scan. */
  public int frame() {
    return frame;
  }

  /** Value to grey. */
  public Window window() {
    return window;
  }

  /** How the scan is interpolated. */
  public Interpolation interpolation() {
    return interpolation;
  }

  /** The maps, the lowest first. */
  public List<Layer> layers() {
    return layers;
  }

  /** The colour, 0xRRGGBB, where the scan has nothing. */
  public int background() {
    return background;
  }

  /** The axes that cuts are made along, as a rotation to the world. */
  public Affine axes() {
    return axes;
  }

  /** The box of the whole scan along {@link #axes()}, as {@link Volume}'s geometry bounds. */
  double[] bounds() {
    return base.geometry().boundsAlong(axes.inverse());
  }

  /** {@link Content#bounds}, found once. */
  synchronized double[] content() {
    if (content == null) {
      content = Content.bounds(this);
    }
    return content.clone();
  }
}
