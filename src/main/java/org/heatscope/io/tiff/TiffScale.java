// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.util.List;
import java.util.Optional;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;

/**
 * What a TIFF file says of the size of its voxels.
 *
 * @param x distance of columns in millimetres
 * @param y distance of rows
 * @param z distance of slices
 * @param seconds between frames; 0 if unknown
 * @param affine voxel index to millimetres RAS+, in place of the distances
 * @param window the range shown
 * @param description what the file says of itself; empty if nothing
 * @param warnings a sentence each
 */
record TiffScale(
    double x,
    double y,
    double z,
    double seconds,
    Optional<Affine> affine,
    Optional<Window> window,
    String description,
    List<String> warnings) {
  /** Pixels of unit size. */
  static TiffScale unknown() {
    return of(1, 1, 1, 0);
  }

  /** Distances alone; one that is not positive and finite is taken as 1. */
  static TiffScale of(double x, double y, double z, double seconds) {
    return new TiffScale(
        positive(x) ? x : 1,
        positive(y) ? y : 1,
        positive(z) ? z : 1,
        positive(seconds) ? seconds : 0,
        Optional.empty(),
        Optional.empty(),
        "",
        List.of());
  }

  static boolean positive(double v) {
    return v > 0 && v < Double.POSITIVE_INFINITY;
  }

  /** A picture of these distances, or what the affine makes of it. */
  Geometry geometry(int nx, int ny, int nz) {
    return affine
        .filter(Affine::isInvertible)
        .map(a -> Geometry.anatomical(nx, ny, nz, a))
        .orElseGet(() -> Geometry.picture(nx, ny, nz, x, y, z));
  }

  TimeAxis time(int frames) {
    return frames > 1 && seconds > 0
        ? new TimeAxis(frames, seconds, "s")
        : new TimeAxis(frames, 0, "");
  }
}
