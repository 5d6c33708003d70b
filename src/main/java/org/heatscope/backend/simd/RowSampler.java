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
  private final boolean wholeSteps;
  private final int elementStep;
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
  }

  /** Reads n samples from the pixel (px, py, pz) on. */
  void read(int px, int py, int pz, int n, Stretch out) {
    out.from = 0;
    out.to = n;
    for (int r = 0; r < 3; r++) {
      clip(r, px, py, pz, out);
    }
    if (out.isEmpty()) {
      return;
    }
    if (wholeSteps && findFirstElement(py, pz)) {
      copy(firstElement + elementStep * (px + out.from), out);
    } else {
      interpolate(px, py, pz, out);
    }
  }

  private int size(int axis) {
    return axis == 0 ? samples.nx() : axis == 1 ? samples.ny() : samples.nz();
  }

  /** Narrows the stretch to where a coordinate, which is monotone along the row, is inside. */
  private void clip(int r, int px, int py, int pz, Stretch out) {
    double low = -0.5 - Composite.SNAP;
    double high = size(r) - 0.5 + Composite.SNAP;
    boolean rises = affine.get(r, 0) >= 0;
    int from = out.from;
    int to = out.to;
    int end = to;
    while (from < end) {
      int mid = (from + end) >>> 1;
      double x = affine.apply(r, px + mid, py, pz);
      if (rises ? x >= low : x <= high) {
        end = mid;
      } else {
        from = mid + 1;
      }
    }
    int start = from;
    while (start < to) {
      int mid = (start + to) >>> 1;
      double x = affine.apply(r, px + mid, py, pz);
      if (rises ? x <= high : x >= low) {
        start = mid + 1;
      } else {
        to = mid;
      }
    }
    out.from = from;
    out.to = to;
  }

  /**
   * Whether each pixel of a row with whole steps meets one voxel, and if so the element of the
   * voxel at px = 0 (which may lie outside). With room to spare for rounding along the row: what is
   * near the limit is interpolated.
   */
  private boolean findFirstElement(int py, int pz) {
    long element = 0;
    for (int r = 2; r >= 0; r--) {
      double x = affine.apply(r, 0, py, pz);
      double terms =
          Math.abs(affine.get(r, 0) * width)
              + Math.abs(affine.get(r, 1) * py)
              + Math.abs(affine.get(r, 2) * pz)
              + Math.abs(affine.get(r, 3));
      double step = affine.get(r, 0);
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
      round(out);
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

  private void interpolate(int px, int py, int pz, Stretch out) {
    for (int i = out.from; i < out.to; i++) {
      double x = affine.apply(0, px + i, py, pz);
      double y = affine.apply(1, px + i, py, pz);
      double z = affine.apply(2, px + i, py, pz);
      out.doubles[i] = sampler.at(x, y, z);
    }
    out.exact = false;
    round(out);
  }

  private static void round(Stretch out) {
    for (int i = out.from; i < out.to; i++) {
      out.floats[i] = (float) out.doubles[i];
    }
  }
}
