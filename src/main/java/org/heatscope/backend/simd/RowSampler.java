// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.function.IntToDoubleFunction;
import org.heatscope.backend.scalar.GridRow;
import org.heatscope.backend.scalar.Sampler;
import org.heatscope.image.Affine;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;

/**
 * Reads an image along rows of a raster. Where each step along the row is a step by whole voxels,
 * the samples are copied; elsewhere they are interpolated. For one thread.
 */
final class RowSampler {
  private final Samples samples;

  /** Kept here: to ask for it takes Java 17 a search of the class's interfaces. */
  private final Object array;

  private final Affine affine;
  private final IntToDoubleFunction stored;
  private final Sampler sampler;
  private final OffGrid offGrid;
  private final GridRow row;
  private int py;
  private int pz;

  RowSampler(Samples samples, Affine pixelToVoxel, Interpolation interpolation, int width) {
    this.samples = samples;
    this.array = samples.array();
    this.affine = pixelToVoxel;
    this.stored = samples.reader();
    this.sampler = new Sampler(samples, interpolation);
    this.row = new GridRow(samples, pixelToVoxel, interpolation, width);
    offGrid =
        interpolation == Interpolation.CUBIC
            ? null
            : new OffGrid(samples, pixelToVoxel, interpolation);
  }

  /** Goes to a row of the raster. */
  void startRow(int y, int z) {
    py = y;
    pz = z;
    row.start(y, z);
  }

  /** Whether the pixels of the row that have a sample meet one voxel each; or none has. */
  boolean isOnGrid() {
    return row.onGrid() || row.from() >= row.to();
  }

  /** Reads n samples of the row from px on. */
  void read(int px, int n, Stretch out) {
    out.from = Math.max(0, Math.min(n, row.from() - px));
    out.to = Math.max(out.from, Math.min(n, row.to() - px));
    if (out.isEmpty()) {
      return;
    }
    if (row.onGrid()) {
      copy(row.element(px + out.from), out);
    } else if (offGrid != null) {
      offGrid.read(px, py, pz, out);
    } else {
      interpolate(px, out);
    }
  }

  private void copy(int element, Stretch out) {
    int elementStep = row.elementStep();
    out.exact = samples.type().fitsFloat();
    if (!out.exact) {
      for (int i = out.from; i < out.to; i++, element += elementStep) {
        out.doubles[i] = stored.applyAsDouble(element);
      }
      out.round();
    } else if (elementStep == 1) {
      copyRun(element, out);
    } else {
      out.keep();
      for (int i = out.from; i < out.to; i++, element += elementStep) {
        out.floats[i] = (float) stored.applyAsDouble(element);
      }
    }
  }

  private void copyRun(int element, Stretch out) {
    SampleType type = samples.type();
    if (type == SampleType.FLOAT32 && out.refer((float[]) array, element - out.from)) {
      return;
    }
    out.keep();
    if (type == SampleType.FLOAT32) {
      System.arraycopy(array, element, out.floats, out.from, out.to - out.from);
    } else if (type.bytes() == 1) {
      int cut = type.isSigned() ? -1 : 0xff;
      Lanes.toFloats((byte[]) array, element, cut, out.floats, out.from, out.to);
    } else {
      int cut = type.isSigned() ? -1 : 0xffff;
      Lanes.toFloats((short[]) array, element, cut, out.floats, out.from, out.to);
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
