// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;

/**
 * Rows a part at a time: where each point lies, in double precision, the values of the voxels round
 * it, and what lies between them. Each step is a short loop over arrays that stay in first-level
 * cache.
 */
public final class ScalarRows implements RowReader {
  private static final int PART = 128;
  private static final int TAPS = 4;

  private final Samples image;
  private final Affine affine;
  private final Interpolation interpolation;
  private final int width;
  private final GridRow row;
  private final int[][] cells = new int[3][PART];
  private final int[] elements = new int[PART];
  private final double[][] fractions = new double[3][PART];
  private final double[] sums = new double[PART];
  private final int[] around = new int[8 * PART];
  private final float[] neighbours = new float[8 * PART];
  private final int[] groups = new int[PART];
  private final int[][] taps = new int[3][TAPS * PART];
  private final double[][] weights = new double[3][TAPS * PART];

  /**
   * Prepares for the rows of a grid.
   *
   * @param toVoxel index in the grid to voxel index
   * @param width points of a row
   */
  public ScalarRows(Samples image, Affine toVoxel, Interpolation interpolation, int width) {
    this.image = image;
    this.affine = toVoxel;
    this.interpolation = interpolation;
    this.width = width;
    this.row = new GridRow(image, toVoxel, interpolation, width);
    Arrays.setAll(groups, i -> 8 * i);
  }

  @Override
  public void read(int y, int z, float[] to, int at) {
    read(y, z, 0, width, to, at);
  }

  /** Part of a row: the points from {@code first} up to {@code end}, to the same places. */
  public void read(int y, int z, int first, int end, float[] to, int at) {
    if (first >= end) {
      return;
    }
    row.start(y, z);
    int from = Math.max(first, Math.min(end, row.from()));
    int stop = Math.max(from, Math.min(end, row.to()));
    Arrays.fill(to, at + first, at + from, Float.NaN);
    Arrays.fill(to, at + stop, at + end, Float.NaN);
    if (row.onGrid() && row.elementStep() == 1) {
      image.values(row.element(from) - image.offset(), stop - from, to, at + from);
      return;
    }
    for (int x = from; x < stop; x += PART) {
      part(x, y, z, Math.min(PART, stop - x), to, at + x);
    }
  }

  private void part(int x, int y, int z, int n, float[] to, int at) {
    if (row.onGrid() || interpolation == Interpolation.NEAREST) {
      if (row.onGrid()) {
        for (int i = 0; i < n; i++) {
          elements[i] = row.element(x + i);
        }
      } else {
        nearest(x, y, z, n);
      }
      Voxels.values(image, elements, n, to, at);
      return;
    }
    locate(x, y, z, n);
    if (interpolation == Interpolation.LINEAR) {
      linear(n);
    } else {
      cubic(n);
    }
    for (int i = 0; i < n; i++) {
      to[at + i] = (float) sums[i];
    }
  }

  private int size(int axis) {
    return axis == 0 ? image.nx() : axis == 1 ? image.ny() : image.nz();
  }

  /** Finds the voxel that each of n points lies in. */
  private void nearest(int x, int y, int z, int n) {
    Arrays.fill(elements, 0, n, image.offset());
    for (int r = 0, stride = 1; r < 3; stride *= size(r++)) {
      double step = affine.get(r, 0);
      double start = affine.get(r, 1) * y + affine.get(r, 2) * z + affine.get(r, 3);
      int last = size(r) - 1;
      for (int i = 0; i < n; i++) {
        // above -1, so that the cast is the floor of what is 0 or more and 0 for the rest
        int k = (int) (step * (x + i) + start + (0.5 + Composite.SNAP));
        elements[i] += stride * (k > last ? last : k);
      }
    }
  }

  /** Finds the voxel below each of n points along each axis, and the fractions of the way on. */
  private void locate(int x, int y, int z, int n) {
    for (int r = 0; r < 3; r++) {
      double start = affine.get(r, 1) * y + affine.get(r, 2) * z + affine.get(r, 3);
      locate(affine.get(r, 0), start, x, n, size(r) - 1, cells[r], fractions[r]);
    }
  }

  private static void locate(
      double step, double start, int x, int n, int last, int[] cell, double[] fraction) {
    for (int i = 0; i < n; i++) {
      double at = step * (x + i) + start;
      at = at < 0 ? 0 : at > last ? last : at;
      int k = (int) at;
      double f = at - k;
      if (f <= Composite.SNAP) {
        f = 0;
      } else if (f >= 1 - Composite.SNAP) {
        f = 0;
        k++;
      }
      fraction[i] = f;
      cell[i] = k;
    }
  }

  private void linear(int n) {
    int nx = image.nx();
    int plane = nx * image.ny();
    for (int i = 0; i < n; i++) {
      elements[i] = image.offset() + cells[0][i] + nx * cells[1][i] + plane * cells[2][i];
    }
    if (image.isPlain()) {
      Trilinear.mix((float[]) image.array(), elements, fractions, n, nx, plane, sums, 0);
      return;
    }
    for (int i = 0; i < n; i++) {
      int sx = fractions[0][i] == 0 ? 0 : 1;
      int sy = fractions[1][i] == 0 ? 0 : nx;
      int sz = fractions[2][i] == 0 ? 0 : plane;
      for (int c = 0; c < 8; c++) {
        around[8 * i + c] = elements[i] + sx * (c & 1) + sy * (c >> 1 & 1) + sz * (c >> 2);
      }
    }
    Voxels.values(image, around, 8 * n, neighbours, 0);
    Trilinear.mix(neighbours, groups, fractions, n, 2, 4, sums, 0);
  }

  /** Point after point; a voxel without weight is not looked at. */
  private void cubic(int n) {
    for (int r = 0, stride = 1; r < 3; stride *= size(r++)) {
      int last = size(r) - 1;
      for (int i = 0; i < n; i++) {
        Sampler.weights(fractions[r][i], weights[r], TAPS * i);
        for (int t = 0; t < TAPS; t++) {
          int k = cells[r][i] - 1 + t;
          taps[r][TAPS * i + t] = stride * (k < 0 ? 0 : k > last ? last : k);
        }
      }
    }
    boolean plain = image.isPlain();
    float[] from = plain ? (float[]) image.array() : neighbours;
    int offset = plain ? image.offset() : 0;
    for (int i = 0; i < n; i++) {
      if (!plain) {
        readTaps(i);
      }
      sums[i] = cubic(i, from, offset);
    }
  }

  private double cubic(int i, float[] from, int offset) {
    int[] ys = taps[1];
    double[] byY = weights[1];
    boolean between = fractions[0][i] != 0;
    double sum = 0;
    for (int c = first(2, i); c < end(2, i); c++) {
      for (int b = first(1, i); b < end(1, i); b++) {
        int line = offset + taps[2][c] + ys[b];
        double row = between ? row(i, from, line) : from[line + taps[0][TAPS * i + 1]];
        sum += byY[b] * weights[2][c] * row;
      }
    }
    return sum;
  }

  private double row(int i, float[] from, int line) {
    int[] x = taps[0];
    double[] w = weights[0];
    int at = TAPS * i;
    return w[at] * from[line + x[at]]
        + w[at + 1] * from[line + x[at + 1]]
        + w[at + 2] * from[line + x[at + 2]]
        + w[at + 3] * from[line + x[at + 3]];
  }

  /** The first tap that has a weight: all have, or on a voxel's centre the second one only. */
  private int first(int axis, int i) {
    return TAPS * i + (fractions[axis][i] == 0 ? 1 : 0);
  }

  private int end(int axis, int i) {
    return TAPS * i + (fractions[axis][i] == 0 ? 2 : TAPS);
  }

  /** Reads the 4 x 4 x 4 voxels round a point and makes its taps those of what was read. */
  private void readTaps(int i) {
    int at = TAPS * i;
    for (int k = 0; k < TAPS * TAPS * TAPS; k++) {
      around[k] =
          image.offset() + taps[0][at + k % 4] + taps[1][at + k / 4 % 4] + taps[2][at + k / 16];
    }
    Voxels.values(image, around, TAPS * TAPS * TAPS, neighbours, 0);
    for (int t = 0; t < TAPS; t++) {
      taps[0][at + t] = t;
      taps[1][at + t] = TAPS * t;
      taps[2][at + t] = TAPS * TAPS * t;
    }
  }
}
