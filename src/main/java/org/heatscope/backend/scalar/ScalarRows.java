// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
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
  private static final int CUBIC_PART = 16;
  private static final int TAPS = 4;

  private final Samples image;
  private final Affine affine;
  private final Interpolation interpolation;
  private final int width;
  private final GridRow row;
  private final int[] elements = new int[PART];
  private final double[][] fractions = new double[3][PART];
  private final double[] sums = new double[PART];
  private final int[] around = new int[8 * PART];
  private final float[] neighbours = new float[8 * PART];
  private final int[] groups = new int[PART];
  private final double[][] weights = new double[3][TAPS * CUBIC_PART];

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
    int part = interpolation == Interpolation.CUBIC ? CUBIC_PART : PART;
    for (int x = from; x < stop; x += part) {
      part(x, y, z, Math.min(part, stop - x), to, at + x);
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

  /** Finds the lowest of the eight voxels round each of n points, and the fractions. */
  private void locate(int x, int y, int z, int n) {
    Arrays.fill(elements, 0, n, image.offset());
    for (int r = 0, stride = 1; r < 3; stride *= size(r++)) {
      double start = affine.get(r, 1) * y + affine.get(r, 2) * z + affine.get(r, 3);
      locate(affine.get(r, 0), start, x, n, size(r) - 1, stride, fractions[r]);
    }
  }

  private void locate(
      double step, double start, int x, int n, int last, int stride, double[] fraction) {
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
      elements[i] += stride * k;
    }
  }

  private void linear(int n) {
    int nx = image.nx();
    int plane = nx * image.ny();
    if (image.type() == SampleType.FLOAT32 && image.rescale().isIdentity()) {
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

  /** Row after row of the 4 x 4 x 4 voxels: the part's values, then their weights. */
  private void cubic(int n) {
    for (int r = 0; r < 3; r++) {
      for (int i = 0; i < n; i++) {
        Sampler.weights(fractions[r][i], weights[r], TAPS * i);
      }
    }
    Arrays.fill(sums, 0, n, 0);
    for (int c = 0; c < TAPS; c++) {
      for (int b = 0; b < TAPS; b++) {
        for (int i = 0; i < n; i++) {
          int e = elements[i] - image.offset();
          int k = e % image.nx();
          int rest = e / image.nx();
          int line = index(rest % image.ny(), b, image.ny());
          int plane = index(rest / image.ny(), c, image.nz());
          for (int a = 0; a < TAPS; a++) {
            around[TAPS * i + a] = image.index(index(k, a, image.nx()), line, plane);
          }
        }
        Voxels.values(image, around, TAPS * n, neighbours, 0);
        add(n, b, c);
      }
    }
  }

  private static int index(int lower, int tap, int n) {
    int i = lower - 1 + tap;
    return i < 0 ? 0 : i >= n ? n - 1 : i;
  }

  /** Adds the rows b of the planes c; a voxel without weight is not looked at. */
  private void add(int n, int b, int c) {
    for (int i = 0; i < n; i++) {
      double weight = weights[1][TAPS * i + b] * weights[2][TAPS * i + c];
      if (weight != 0) {
        double sum = 0;
        for (int a = TAPS * i; a < TAPS * i + TAPS; a++) {
          sum += weights[0][a] == 0 ? 0 : weights[0][a] * neighbours[a];
        }
        sums[i] += weight * sum;
      }
    }
  }
}
