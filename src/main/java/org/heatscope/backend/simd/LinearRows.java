// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.heatscope.backend.scalar.GridRow;
import org.heatscope.backend.scalar.RowReader;
import org.heatscope.backend.scalar.ScalarRows;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite;
import org.heatscope.op.Interpolation;

/**
 * Rows of an image of plain floats, interpolated linearly in floats where all neighbours lie in the
 * image; the rest is left to {@link ScalarRows}.
 *
 * <p>A position is kept as a whole number and a fraction: that of a vector's first lane, from
 * double precision, plus that of the lane, which is the same in every vector. So a fraction has
 * three roundings of at most 2^-24, whatever the size of the image.
 */
final class LinearRows implements RowReader {
  private static final int PART = 256;
  private static final int LANES = Lanes.COUNT;
  private static final float ALMOST_ZERO = (float) Composite.SNAP;
  private static final float ALMOST_ONE = (float) (1 - Composite.SNAP);

  private final Affine affine;
  private final int width;
  private final GridRow row;
  private final ScalarRows edges;
  private final float[] from;
  private final int offset;
  private final int[] last;

  /** Elements to the next voxel along each axis; 0 along an axis of one voxel. */
  private final int[] strides = new int[3];

  /** The largest element with neighbours, less the offset. */
  private final int highest;

  /** From point to point, and of the row's first point; 0 along an axis of one voxel. */
  private final double[] steps = new double[3];

  private final double[] starts = new double[3];
  private final int[] laneElements = new int[LANES];
  private final float[][] laneFractions = new float[3][LANES];
  private final int[] elements = new int[PART];
  private final float[][] fractions = new float[3][PART];
  private final float[][] lines = new float[4][PART];

  LinearRows(Samples image, Affine toVoxel, int width) {
    this.affine = toVoxel;
    this.width = width;
    this.row = new GridRow(image, toVoxel, Interpolation.LINEAR, width);
    this.edges = new ScalarRows(image, toVoxel, Interpolation.LINEAR, width);
    this.from = (float[]) image.array();
    this.offset = image.offset();
    this.last = new int[] {image.nx() - 1, image.ny() - 1, image.nz() - 1};
    int stride = 1;
    for (int r = 0; r < 3; r++) {
      if (last[r] > 0) {
        strides[r] = stride;
        steps[r] = toVoxel.get(r, 0);
      }
      stride *= last[r] + 1;
      for (int i = 0; i < LANES; i++) {
        double x = steps[r] * i;
        laneElements[i] += strides[r] * (int) Math.floor(x);
        laneFractions[r][i] = (float) (x - Math.floor(x));
      }
    }
    highest = image.length() - 1 - strides[0] - strides[1] - strides[2];
  }

  @Override
  public void read(int y, int z, float[] to, int at) {
    row.start(y, z);
    int first = row.from();
    int end = row.to();
    for (int r = 0; r < 3; r++) {
      if (last[r] > 0) {
        starts[r] = affine.get(r, 1) * y + affine.get(r, 2) * z + affine.get(r, 3);
        first = Math.max(first, firstInside(r));
        end = Math.min(end, endInside(r));
      }
    }
    if (row.onGrid() || first >= end) {
      edges.read(y, z, to, at);
      return;
    }
    edges.read(y, z, 0, first, to, at);
    edges.read(y, z, end, width, to, at);
    for (int x = first; x < end; x += PART) {
      int n = Math.min(PART, end - x);
      locate(x, n);
      for (int line = 0; line < 4; line++) {
        int dy = line & 1;
        int dz = line >> 1;
        // along an axis of one voxel no fraction asks for the next
        if (dy <= last[1] && dz <= last[2]) {
          mixAlongX(offset + dy * strides[1] + dz * strides[2], n, lines[line]);
        }
      }
      mix(n);
      System.arraycopy(lines[0], 0, to, at + x, n);
    }
  }

  private int firstInside(int r) {
    double low = steps[r] < 0 ? last[r] - 2 * Composite.SNAP : 2 * Composite.SNAP;
    if (steps[r] == 0) {
      return starts[r] >= low && starts[r] <= last[r] - low ? 0 : width;
    }
    return (int) Math.max(0, Math.ceil((low - starts[r]) / steps[r]));
  }

  private int endInside(int r) {
    double high = steps[r] < 0 ? 2 * Composite.SNAP : last[r] - 2 * Composite.SNAP;
    return steps[r] == 0
        ? width
        : (int) Math.min(width, Math.floor((high - starts[r]) / steps[r]) + 1);
  }

  /** The lowest of the eight voxels round each of n points, and the fractions of the way on. */
  private void locate(int px, int n) {
    int row = strides[1];
    int plane = strides[2];
    IntVector lanes = IntVector.fromArray(Lanes.I, laneElements, 0);
    FloatVector lanesX = FloatVector.fromArray(Lanes.F, laneFractions[0], 0);
    FloatVector lanesY = FloatVector.fromArray(Lanes.F, laneFractions[1], 0);
    FloatVector lanesZ = FloatVector.fromArray(Lanes.F, laneFractions[2], 0);
    for (int i = 0; i < n; i += LANES) {
      double x = starts[0] + steps[0] * (px + i);
      double y = starts[1] + steps[1] * (px + i);
      double z = starts[2] + steps[2] * (px + i);
      FloatVector u = lanesX.add((float) (x - (int) x));
      FloatVector v = lanesY.add((float) (y - (int) y));
      FloatVector w = lanesZ.add((float) (z - (int) z));
      // the sign of what is below one, spread over all bits
      IntVector notX = u.sub(ALMOST_ONE).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      IntVector notY = v.sub(ALMOST_ONE).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      IntVector notZ = w.sub(ALMOST_ONE).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      lanes
          .add((int) x + 1 + row * ((int) y + 1) + plane * ((int) z + 1))
          .sub(notX.and(1))
          .sub(notY.and(row))
          .sub(notZ.and(plane))
          .max(0)
          .min(highest)
          .intoArray(elements, i);
      u.intoArray(fractions[0], i);
      v.intoArray(fractions[1], i);
      w.intoArray(fractions[2], i);
    }
    for (float[] fraction : fractions) {
      hold(fraction, n);
    }
  }

  /** Fractions from 0 to 2 without their whole part; 0 where that is all but whole. */
  private static void hold(float[] fraction, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = FloatVector.fromArray(Lanes.F, fraction, i);
      t = t.blend(t.sub(1), t.compare(VectorOperators.GE, ALMOST_ONE));
      t.blend(0, t.compare(VectorOperators.LE, ALMOST_ZERO)).intoArray(fraction, i);
    }
  }

  /** Between neighbours along x, in the row and plane that start at an element. */
  private void mixAlongX(int at, int n, float[] to) {
    float[] fraction = fractions[0];
    int next = at + strides[0];
    for (int i = 0; i < n; i += LANES) {
      FloatVector a = FloatVector.fromArray(Lanes.F, from, at, elements, i);
      FloatVector b = FloatVector.fromArray(Lanes.F, from, next, elements, i);
      FloatVector t = FloatVector.fromArray(Lanes.F, fraction, i);
      FloatVector mixed = a.mul(t.neg().add(1)).add(b.mul(t));
      mixed.blend(a, t.compare(VectorOperators.EQ, 0)).intoArray(to, i);
    }
  }

  /** Between rows and then between planes, into the first line. */
  private void mix(int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = FloatVector.fromArray(Lanes.F, fractions[1], i);
      FloatVector rest = t.neg().add(1);
      VectorMask<Float> zero = t.compare(VectorOperators.EQ, 0);
      FloatVector a = FloatVector.fromArray(Lanes.F, lines[0], i);
      FloatVector c = FloatVector.fromArray(Lanes.F, lines[2], i);
      a = a.mul(rest).add(FloatVector.fromArray(Lanes.F, lines[1], i).mul(t)).blend(a, zero);
      c = c.mul(rest).add(FloatVector.fromArray(Lanes.F, lines[3], i).mul(t)).blend(c, zero);
      FloatVector u = FloatVector.fromArray(Lanes.F, fractions[2], i);
      FloatVector mixed = a.mul(u.neg().add(1)).add(c.mul(u));
      mixed.blend(a, u.compare(VectorOperators.EQ, 0)).intoArray(lines[0], i);
    }
  }
}
