// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

/**
 * Takes the outline of an area: contours of straight lines and quadratic curves, each closed by a
 * straight line back to where it began. x runs to the right, y down, in pixels.
 */
public interface Pen {
  /** Begins a contour. */
  void moveTo(double x, double y);

  /** A straight line from the point before. */
  void lineTo(double x, double y);

  /** A quadratic Bezier curve from the point before, with the control point (cx, cy). */
  void quadTo(double cx, double cy, double x, double y);
}
