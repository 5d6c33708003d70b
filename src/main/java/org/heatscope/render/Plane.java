// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;

/**
 * A flat cut at right angles to one of three axes: the world's, or a scan's own (see {@link
 * Overlay#axes()}).
 *
 * <p>Shown as: axis 0 (sagittal) anterior to the right, superior up; axis 1 (coronal) and 2 (axial)
 * the subject's right to the right, or to the left where {@code radiological}; superior or anterior
 * up.
 *
 * @param axis 0, 1 or 2: the axis that the cut is at right angles to
 * @param position where it cuts that axis, in millimetres
 * @param radiological whether the subject's right is shown on the left
 */
public record Plane(int axis, double position, boolean radiological) {
  /** The axis that runs along the picture's rows. */
  public int across() {
    return axis == 0 ? 1 : 0;
  }

  /** The axis that runs up the picture. */
  public int up() {
    return axis == 2 ? 1 : 2;
  }

  /** Whether the axis along the rows runs to the left. */
  public boolean mirrored() {
    return radiological && axis != 0;
  }

  /**
   * The raster of the part of the cut that lies in a box.
   *
   * @param box {min0, min1, min2, max0, max1, max2} along the axes, in millimetres
   * @param pixelMm size of the square pixels
   * @param axes from coordinates along the axes to the world
   * @return a raster of depth 1 whose pixels cover the box, centred on it
   */
  public Geometry raster(double[] box, double pixelMm, Affine axes) {
    int u = across();
    int v = up();
    int width = pixels(box[u + 3] - box[u], pixelMm);
    int height = pixels(box[v + 3] - box[v], pixelMm);
    double[] m = new double[12];
    double stepU = mirrored() ? -pixelMm : pixelMm;
    m[4 * u] = stepU;
    m[4 * u + 3] = (box[u] + box[u + 3]) / 2 - stepU * (width - 1) / 2.0;
    m[4 * v + 1] = -pixelMm;
    m[4 * v + 3] = (box[v] + box[v + 3]) / 2 + pixelMm * (height - 1) / 2.0;
    m[4 * axis + 2] = pixelMm;
    m[4 * axis + 3] = position;
    return Geometry.anatomical(width, height, 1, axes.after(Affine.of(m)));
  }

  /** How many pixels cover a length; a length that is whole but for rounding gains none. */
  static int pixels(double mm, double pixelMm) {
    return Math.max(1, (int) Math.ceil(mm / pixelMm - 1e-6));
  }

  /** "x", "y" or "z". */
  public String axisName() {
    return "xyz".substring(axis, axis + 1);
  }
}
