// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.function.IntToDoubleFunction;
import org.heatscope.backend.scalar.Sampler;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;

/**
 * Reads an image along rows of a raster. Where each step along the row is a step by whole voxels,
 * the samples are copied; elsewhere they are interpolated. For one thread.
 */
final class RowSampler {
  private final Samples samples;
  private final Affine affine;
  private final Interpolation interpolation;
  private final int width;
  private final IntToDoubleFunction stored;
  private final Sampler sampler;
  private final OffGrid offGrid;
  private final boolean wholeSteps;
  private final int elementStep;
  private int py;
  private int pz;
  private int rowFrom;
  private int rowTo;
  private boolean onGrid;
  private int firstElement;

  RowSampler(Samples samples, Affine pixelToVoxel, Interpolation interpolation, int width) {
    this.samples = samples;
    this.affine = pixelToVoxel;
    this.interpolation = interpolation;
    this.width = width;
    this.stored = samples.reader();
    this.sampler = new Sampler(samples, interpolation);
    long[] step = new long[3];
    boolean whole = true;
    for (int r = 0; r < 3; r++) {
      double s = affine.get(r, 0);
      step[r] = Math.round(s);
      whole &= Math.abs(s) < 1e6 && Math.abs(s - step[r]) * width <= Composite.SNAP;
    }
    wholeSteps = whole;
    elementStep = (int) (step[0] + samples.nx() * (step[1] + samples.ny() * step[2]));
    offGrid =
        interpolation == Interpolation.CUBIC
            ? null
            : new OffGrid(samples, pixelToVoxel, interpolation);
  }

  /** Goes to a row of the raster. */
  void startRow(int y, int z) {
    py = y;
    pz = z;
    rowFrom = 0;
    rowTo = width;
    for (int r = 0; r < 3; r++) {
      clip(r);
    }
    onGrid = rowFrom < rowTo && wholeSteps && findFirstElement();
  }

  /** Reads n samples of the row from px on. */
  void read(int px, int n, Stretch out) {
    out.from = Math.max(0, Math.min(n, rowFrom - px));
    out.to = Math.max(out.from, Math.min(n, rowTo - px));
    if (out.isEmpty()) {
      return;
    }
    if (onGrid) {
      copy(firstElement + elementStep * (px + out.from), out);
    } else if (offGrid != null) {
      offGrid.read(px, py, pz, out);
    } else {
      interpolate(px, out);
    }
  }

  private int size(int axis) {
    return axis == 0 ? samples.nx() : axis == 1 ? samples.ny() : samples.nz();
  }

  /** Narrows the row to where a coordinate, which is monotone along it, is inside the image. */
  private void clip(int r) {
    double low = -0.5 - Composite.SNAP;
    double high = size(r) - 0.5 + Composite.SNAP;
    double first = affine.apply(r, 0, py, pz);
    double last = affine.apply(r, width - 1, py, pz);
    if (Math.min(first, last) >= low && Math.max(first, last) <= high) {
      return;
    }
    boolean rises = affine.get(r, 0) >= 0;
    int end = rowTo;
    while (rowFrom < end) {
      int mid = (rowFrom + end) >>> 1;
      double x = affine.apply(r, mid, py, pz);
      if (rises ? x >= low : x <= high) {
        end = mid;
      } else {
        rowFrom = mid + 1;
      }
    }
    int start = rowFrom;
    while (start < rowTo) {
      int mid = (start + rowTo) >>> 1;
      double x = affine.apply(r, mid, py, pz);
      if (rises ? x <= high : x >= low) {
        start = mid + 1;
      } else {
        rowTo = mid;
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
      double x = affine.apply(r, 0, py, pz);
      double step = affine.get(r, 0);
      double terms =
          Math.abs(step * width)
              + Math.abs(affine.get(r, 1) * py)
              + Math.abs(affine.get(r, 2) * pz)
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

  private void copy(int element, Stretch out) {
    out.exact = samples.type().fitsFloat();
    if (!out.exact) {
      for (int i = out.from; i < out.to; i++, element += elementStep) {
        out.doubles[i] = stored.applyAsDouble(element);
      }
      out.round();
    } else if (elementStep == 1) {
      copyRun(element, out);
    } else {
      for (int i = out.from; i < out.to; i++, element += elementStep) {
        out.floats[i] = (float) stored.applyAsDouble(element);
      }
    }
  }

  private void copyRun(int element, Stretch out) {
    SampleType type = samples.type();
    if (type == SampleType.FLOAT32) {
      System.arraycopy(samples.array(), element, out.floats, out.from, out.to - out.from);
    } else if (type.bytes() == 1) {
      int cut = type.isSigned() ? -1 : 0xff;
      Lanes.toFloats((byte[]) samples.array(), element, cut, out.floats, out.from, out.to);
    } else {
      int cut = type.isSigned() ? -1 : 0xffff;
      Lanes.toFloats((short[]) samples.array(), element, cut, out.floats, out.from, out.to);
    }
  }

  private void interpolate(int px, Stretch out) {
    for (int i = out.from; i < out.to; i++) {
      double x = affine.apply(0, px + i, py, pz);
      double y = affine.apply(1, px + i, py, pz);
      double z = affine.apply(2, px + i, py, pz);
      out.doubles[i] = sampler.at(x, y, z);
    }
    out.exact = false;
    out.round();
  }
}
