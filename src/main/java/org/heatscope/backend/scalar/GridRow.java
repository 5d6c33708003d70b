// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;

/**
 * Where a row of a grid runs through an image: which of its points lie inside, and whether they
 * meet the voxels one to one, so that samples are copied. For one thread.
 */
public final class GridRow {
  private final Samples samples;
  private final Affine affine;
  private final Interpolation interpolation;
  private final int width;
  private final boolean wholeSteps;
  private final int elementStep;
  private int y;
  private int z;
  private int from;
  private int to;
  private boolean onGrid;
  private int firstElement;

  /**
   * Prepares for the rows of a grid.
   *
   * @param toVoxel index in the grid to voxel index
   * @param width points of a row
   */
  public GridRow(Samples samples, Affine toVoxel, Interpolation interpolation, int width) {
    this.samples = samples;
    this.affine = toVoxel;
    this.interpolation = interpolation;
    this.width = width;
    long[] step = new long[3];
    boolean whole = true;
    for (int r = 0; r < 3; r++) {
      double s = affine.get(r, 0);
      step[r] = Math.round(s);
      whole &= Math.abs(s) < 1e6 && Math.abs(s - step[r]) * width <= Composite.SNAP;
    }
    wholeSteps = whole;
    elementStep = (int) (step[0] + samples.nx() * (step[1] + samples.ny() * step[2]));
  }

  /** Goes to a row. */
  public void start(int y, int z) {
    this.y = y;
    this.z = z;
    from = 0;
    to = width;
    for (int r = 0; r < 3; r++) {
      clip(r);
    }
    onGrid = from < to && wholeSteps && findFirstElement();
  }

  /** The first point inside the image. */
  public int from() {
    return from;
  }

  /** One past the last point inside; {@link #from} or less where none is. */
  public int to() {
    return to;
  }

  /** Whether each point inside meets one voxel. */
  public boolean onGrid() {
    return onGrid;
  }

  /** On the grid: the element of the array that a point inside meets. */
  public int element(int x) {
    return firstElement + elementStep * x;
  }

  /** On the grid: elements from one point to the next. */
  public int elementStep() {
    return elementStep;
  }

  private int size(int axis) {
    return axis == 0 ? samples.nx() : axis == 1 ? samples.ny() : samples.nz();
  }

  /** Narrows the row to where a coordinate, which is monotone along it, is inside the image. */
  private void clip(int r) {
    double low = -0.5 - Composite.SNAP;
    double high = size(r) - 0.5 + Composite.SNAP;
    double first = affine.apply(r, 0, y, z);
    double last = affine.apply(r, width - 1, y, z);
    if (Math.min(first, last) >= low && Math.max(first, last) <= high) {
      return;
    }
    boolean rises = affine.get(r, 0) >= 0;
    int end = to;
    while (from < end) {
      int mid = (from + end) >>> 1;
      double x = affine.apply(r, mid, y, z);
      if (rises ? x >= low : x <= high) {
        end = mid;
      } else {
        from = mid + 1;
      }
    }
    int start = from;
    while (start < to) {
      int mid = (start + to) >>> 1;
      double x = affine.apply(r, mid, y, z);
      if (rises ? x <= high : x >= low) {
        start = mid + 1;
      } else {
        to = mid;
      }
    }
  }

  /**
   * Whether each pixel of a row with whole steps meets one voxel, and if so the element of the
   * voxel at px = 0 (which may lie outside). With room to spare for rounding along the row: what is
   * near the limit is interpolated.
   */
  private boolean findFirstElement() {
    long element = 0;
    for (int r = 2; r >= 0; r--) {
      double x = affine.apply(r, 0, y, z);
      double step = affine.get(r, 0);
      double terms =
          Math.abs(step * width)
              + Math.abs(affine.get(r, 1) * y)
              + Math.abs(affine.get(r, 2) * z)
              + Math.abs(affine.get(r, 3));
      double drift = Math.abs(step - Math.rint(step)) * width + 1e-15 * terms;
      double index;
      if (interpolation == Interpolation.NEAREST) {
        double t = x + 0.5 + Composite.SNAP;
        index = Math.floor(t);
        double room = Math.min(t - index, index + 1 - t);
        if (!(room > drift + 4 * Composite.SNAP)) {
          return false;
        }
      } else {
        index = Math.rint(x);
        if (!(Math.abs(x - index) + drift <= Composite.SNAP / 2)) {
          return false;
        }
      }
      element = element * size(r) + (long) index;
    }
    firstElement = (int) (samples.offset() + element);
    return true;
  }
}
