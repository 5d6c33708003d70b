// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which cuts are shown, and how they stand on the page.
 *
 * @param kind its name: "single", "slices", "mosaic" or "ortho"
 * @param rows the cuts, row by row from the top
 * @param cross the point {x, y, z} in millimetres that cross hairs mark; empty: none
 */
public record Layout(String kind, List<List<Plane>> rows, Optional<double[]> cross) {
  /** Checks that there is something to show. */
  public Layout {
    if (rows.isEmpty() || rows.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a layout needs at least one cut in each row");
    }
  }

  /** One cut. */
  public static Layout single(Plane plane) {
    return new Layout("single", List.of(List.of(plane)), Optional.empty());
  }

  /**
   * Cuts along one axis, in rows as even as possible, about one and a half times as wide as high.
   */
  public static Layout slices(int axis, double[] positions, boolean radiological) {
    int n = positions.length;
    int rowCount = Math.max(1, (int) Math.round(Math.sqrt(n / 2.5)));
    int columns = (n + rowCount - 1) / rowCount;
    List<List<Plane>> rows = new ArrayList<>();
    for (int start = 0; start < n; start += columns) {
      List<Plane> row = new ArrayList<>();
      for (int i = start; i < Math.min(n, start + columns); i++) {
        row.add(new Plane(axis, positions[i], radiological));
      }
      rows.add(row);
    }
    return new Layout("slices", rows, Optional.empty());
  }

  /** A row of cuts for each axis: sagittal, coronal, axial. */
  public static Layout mosaic(double[][] positions, boolean radiological) {
    List<List<Plane>> rows = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      List<Plane> row = new ArrayList<>();
      for (double p : positions[axis]) {
        row.add(new Plane(axis, p, radiological));
      }
      rows.add(row);
    }
    return new Layout("mosaic", rows, Optional.empty());
  }

  /** Sagittal, coronal and axial cuts through one point. */
  public static Layout ortho(double[] at, boolean radiological) {
    return new Layout(
        "ortho",
        List.of(
            List.of(
                new Plane(0, at[0], radiological),
                new Plane(1, at[1], radiological),
                new Plane(2, at[2], radiological))),
        Optional.of(at.clone()));
  }
}
