// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Interpolation;

/** Stored samples of an image under a row of a raster, a stretch at a time. For one thread. */
final class StoredRow {
  /** Pixels in a stretch: what a row of loops reads and writes then stays in first-level cache. */
  static final int STRETCH = 256;

  /** The samples of the stretch last read. */
  final double[] samples = new double[STRETCH];

  private final Samples image;
  private final IntToDoubleFunction stored;
  private final Sampler sampler;
  private final GridRow row;
  private final double[] steps = new double[3];
  private final double[] offsets = new double[3];
  private final Affine toVoxel;
  private final double[] ofY = new double[3];
  private final double[] ofZ = new double[3];
  private int px;
  private int from;
  private int to;

  StoredRow(Samples image, Affine toVoxel, Interpolation interpolation, int width) {
    this.image = image;
    this.toVoxel = toVoxel;
    stored = image.reader();
    sampler = new Sampler(image, interpolation);
    row = new GridRow(image, toVoxel, interpolation, width);
    for (int r = 0; r < 3; r++) {
      steps[r] = toVoxel.get(r, 0);
      offsets[r] = toVoxel.get(r, 3);
    }
  }

  /** Goes to a row. */
  void start(int y, int z) {
    row.start(y, z);
    for (int r = 0; r < 3; r++) {
      ofY[r] = toVoxel.get(r, 1) * y;
      ofZ[r] = toVoxel.get(r, 2) * z;
    }
  }

  /** Whether each pixel of the row that has a sample meets one voxel; or none has. */
  boolean onGrid() {
    return row.onGrid() || row.from() >= row.to();
  }

  /** Goes to n pixels of the row from px on; false where none of them has a sample. */
  boolean find(int px, int n) {
    this.px = px;
    from = Math.max(0, Math.min(n, row.from() - px));
    to = Math.max(from, Math.min(n, row.to() - px));
    return from < to;
  }

  /** Reads the samples of the stretch. */
  void fill() {
    if (row.onGrid()) {
      copy(element());
    } else {
      interpolate(px);
    }
  }

  /** Finds and fills; false where no pixel has a sample. */
  boolean read(int px, int n) {
    boolean has = find(px, n);
    if (has) {
      fill();
    }
    return has;
  }

  /** Whether the stretch's samples lie in the array one after the other. */
  boolean isRun() {
    return row.onGrid() && row.elementStep() == 1;
  }

  /** On the grid: the element of the first pixel that has a sample. */
  int element() {
    return row.element(px + from);
  }

  /** On the grid, of whole numbers of at most 16 bits: them less the first, held to 0..last. */
  void columns(int first, int last, int[] to) {
    int step = row.elementStep();
    int element = from < this.to ? element() : 0;
    int unsigned = image.type().isSigned() ? -1 : (1 << 8 * image.type().bytes()) - 1;
    if (image.array() instanceof short[] array) {
      for (int i = from; i < this.to; i++, element += step) {
        to[i] = (array[element] & unsigned) - first;
      }
    } else {
      byte[] array = (byte[]) image.array();
      for (int i = from; i < this.to; i++, element += step) {
        to[i] = (array[element] & unsigned) - first;
      }
    }
    hold(to, last);
  }

  /** Without a branch: Java's compiler makes vectors of it. */
  private void hold(int[] to, int last) {
    for (int i = from; i < this.to; i++) {
      int least = to[i] & ~(to[i] >> 31);
      int past = least - last;
      to[i] = last + (past & past >> 31);
    }
  }

  /** The first pixel of the stretch that has a sample. */
  int from() {
    return from;
  }

  /** One past the last pixel that has a sample; {@link #from} where none has. */
  int to() {
    return to;
  }

  boolean has(int i) {
    return i >= from && i < to;
  }

  private void copy(int element) {
    int step = row.elementStep();
    switch (image.type()) {
      case FLOAT32 -> {
        float[] array = (float[]) image.array();
        for (int i = from; i < to; i++, element += step) {
          samples[i] = array[element];
        }
      }
      case UINT8 -> {
        byte[] array = (byte[]) image.array();
        for (int i = from; i < to; i++, element += step) {
          samples[i] = array[element] & 0xff;
        }
      }
      case INT16 -> {
        short[] array = (short[]) image.array();
        for (int i = from; i < to; i++, element += step) {
          samples[i] = array[element];
        }
      }
      default -> {
        for (int i = from; i < to; i++, element += step) {
          samples[i] = stored.applyAsDouble(element);
        }
      }
    }
  }

  /** The terms of a position are added in the order of {@link Affine#apply}. */
  private void interpolate(int px) {
    for (int i = from; i < to; i++) {
      int p = px + i;
      samples[i] =
          sampler.at(
              steps[0] * p + ofY[0] + ofZ[0] + offsets[0],
              steps[1] * p + ofY[1] + ofZ[1] + offsets[1],
              steps[2] * p + ofY[2] + ofZ[2] + offsets[2]);
    }
  }
}
