// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.heatscope.backend.scalar.Trilinear;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;

/**
 * Nearest and trilinear samples between voxel centres along rows of a raster. Positions and sums
 * are vectors of doubles that make the same roundings in the same order as the scalar backend, so
 * the samples are the same to the last bit; only the looking up of voxels goes one by one. For one
 * thread.
 */
final class OffGrid {
  private static final VectorSpecies<Double> D = Lanes.D;
  private static final int LANES = D.length();

  /** Pixels at a time: all arrays together stay in first-level cache. */
  private static final int PART = 128;

  /** Added to a double below 2^51 and taken off again: rounds to a whole number, as rint does. */
  private static final double WHOLE = 0x1.8p52;

  private static final double[] COUNT_UP = new double[PART + LANES];

  static {
    for (int i = 0; i < COUNT_UP.length; i++) {
      COUNT_UP[i] = i;
    }
  }

  private final Samples samples;
  private final Affine affine;
  private final boolean linear;
  private final IntToDoubleFunction stored;
  private final double[][] fractions = new double[3][PART + LANES];
  private final double[] elements = new double[PART + LANES];
  private final int[] indices = new int[PART];
  private final double[][] corners = new double[8][PART + LANES];
  private final boolean[] between = new boolean[3];

  OffGrid(Samples samples, Affine pixelToVoxel, Interpolation interpolation) {
    this.samples = samples;
    this.affine = pixelToVoxel;
    this.linear = interpolation == Interpolation.LINEAR;
    this.stored = samples.reader();
  }

  /** Reads the samples of a stretch that starts at the pixel (px, py, pz). */
  void read(int px, int py, int pz, Stretch out) {
    for (int i = out.from; i < out.to; i += PART) {
      int n = Math.min(PART, out.to - i);
      locate(px + i, py, pz, n);
      if (linear && samples.array() instanceof float[] floats) {
        int plane = samples.nx() * samples.ny();
        Trilinear.mix(floats, indices, fractions, n, samples.nx(), plane, out.doubles, i);
      } else if (linear) {
        for (int corner = 0; corner < 8; corner++) {
          if (isNeeded(corner)) {
            gather(corner, n, corners[corner]);
          }
        }
        blend(n, out.doubles, i);
      } else {
        gather(0, n, corners[0]);
        System.arraycopy(corners[0], 0, out.doubles, i, n);
      }
    }
    out.exact = !linear && samples.type().fitsFloat();
    out.round();
  }

  private boolean isNeeded(int corner) {
    for (int r = 0; r < 3; r++) {
      if ((corner >> r & 1) == 1 && !between[r]) {
        return false;
      }
    }
    return true;
  }

  /** Finds the lower voxel and the fractions for n pixels. */
  private void locate(int px, int py, int pz, int n) {
    int stride = 1;
    for (int i = 0; i < n; i++) {
      elements[i] = samples.offset();
    }
    for (int r = 0; r < 3; r++) {
      int size = r == 0 ? samples.nx() : r == 1 ? samples.ny() : samples.nz();
      if (linear) {
        between[r] = lower(r, px, py, pz, n, size - 1, stride);
      } else {
        nearest(r, px, py, pz, n, size - 1, stride);
      }
      stride *= size;
    }
    for (int i = 0; i < n; i++) {
      indices[i] = (int) elements[i];
    }
  }

  /** Adds an axis's part of the element; false if all pixels lie on voxel centres of the axis. */
  private boolean lower(int r, int px, int py, int pz, int n, int last, int stride) {
    double perPixel = affine.get(r, 0);
    double y = affine.get(r, 1) * py;
    double z = affine.get(r, 2) * pz;
    double origin = affine.get(r, 3);
    double[] fraction = fractions[r];
    long lastBits = Double.doubleToRawLongBits(last);
    DoubleVector any = DoubleVector.zero(D);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x =
          DoubleVector.fromArray(D, COUNT_UP, i).add(px).mul(perPixel).add(y).add(z).add(origin);
      DoubleVector whole = x.add(WHOLE).sub(WHOLE);
      VectorMask<Double> isWhole = x.sub(whole).abs().compare(VectorOperators.LE, Composite.SNAP);
      // The bits of doubles from 0 up rise as the doubles do, and negative ones are negative longs.
      DoubleVector held =
          x.blend(whole, isWhole).reinterpretAsLongs().max(0).min(lastBits).reinterpretAsDoubles();
      DoubleVector rounded = held.add(WHOLE).sub(WHOLE);
      DoubleVector floor = rounded.blend(rounded.sub(1), rounded.compare(VectorOperators.GT, held));
      DoubleVector f = held.sub(floor);
      f.intoArray(fraction, i);
      any = any.add(f);
      DoubleVector.fromArray(D, elements, i).add(floor.mul(stride)).intoArray(elements, i);
    }
    return any.compare(VectorOperators.GT, 0).anyTrue();
  }

  /** Adds an axis's part of the element of the voxel that each pixel lies in. */
  private void nearest(int r, int px, int py, int pz, int n, int last, int stride) {
    double perPixel = affine.get(r, 0);
    double y = affine.get(r, 1) * py;
    double z = affine.get(r, 2) * pz;
    double origin = affine.get(r, 3);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x =
          DoubleVector.fromArray(D, COUNT_UP, i).add(px).mul(perPixel).add(y).add(z).add(origin);
      DoubleVector t = x.add(0.5).add(Composite.SNAP);
      DoubleVector rounded = t.add(WHOLE).sub(WHOLE);
      DoubleVector floor = rounded.blend(rounded.sub(1), rounded.compare(VectorOperators.GT, t));
      DoubleVector held = floor.max(0).min(last);
      DoubleVector.fromArray(D, elements, i).add(held.mul(stride)).intoArray(elements, i);
    }
  }

  /**
   * Looks up a corner (bit 0: higher in x, bit 1: in y, bit 2: in z). Past the last voxel, where
   * the corner has no weight, some voxel is read.
   */
  private void gather(int corner, int n, double[] to) {
    int shift = corner & 1;
    shift += (corner >> 1 & 1) * samples.nx();
    shift += (corner >> 2) * samples.nx() * samples.ny();
    int last = samples.offset() + samples.length() - 1;
    switch (samples.type()) {
      case FLOAT32 -> gather((float[]) samples.array(), shift, last, n, to);
      case UINT8 -> gather((byte[]) samples.array(), 0xff, shift, last, n, to);
      case INT8 -> gather((byte[]) samples.array(), -1, shift, last, n, to);
      case UINT16 -> gather((short[]) samples.array(), 0xffff, shift, last, n, to);
      case INT16 -> gather((short[]) samples.array(), -1, shift, last, n, to);
      default -> {
        for (int i = 0; i < n; i++) {
          to[i] = stored.applyAsDouble(Math.min(indices[i] + shift, last));
        }
      }
    }
  }

  private void gather(float[] from, int shift, int last, int n, double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[Math.min(indices[i] + shift, last)];
    }
  }

  private void gather(short[] from, int cut, int shift, int last, int n, double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[Math.min(indices[i] + shift, last)] & cut;
    }
  }

  private void gather(byte[] from, int cut, int shift, int last, int n, double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[Math.min(indices[i] + shift, last)] & cut;
    }
  }

  /** Along x, then y, then z; each step where a pixel of this part lies between centres. */
  private void blend(int n, double[] to, int at) {
    if (between[0]) {
      for (int corner = 0; corner < 8; corner += 2) {
        if (isNeeded(corner)) {
          mix(corners[corner], corners[corner + 1], fractions[0], n);
        }
      }
    }
    if (between[1]) {
      mix(corners[0], corners[2], fractions[1], n);
      if (between[2]) {
        mix(corners[4], corners[6], fractions[1], n);
      }
    }
    if (between[2]) {
      mix(corners[0], corners[4], fractions[2], n);
    }
    System.arraycopy(corners[0], 0, to, at, n);
  }

  /** {@code low (1 - f) + high f} into low, which stays as it is where f = 0. */
  private static void mix(double[] low, double[] high, double[] f, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector a = DoubleVector.fromArray(D, low, i);
      DoubleVector b = DoubleVector.fromArray(D, high, i);
      DoubleVector t = DoubleVector.fromArray(D, f, i);
      DoubleVector mixed = a.mul(t.neg().add(1)).add(b.mul(t));
      mixed.blend(a, t.compare(VectorOperators.EQ, 0)).intoArray(low, i);
    }
  }
}
