// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.op.Interpolation;

/**
 * An image on its way to a network: where its voxels lie in the scan's world, and their values.
 *
 * @param geometry of the voxels
 * @param channels values of each channel, x fastest; none where only the place is asked for
 */
record Stage(Geometry geometry, List<float[]> channels) {

  /** The number of voxels along each axis. */
  int[] size() {
    return new int[] {geometry.nx(), geometry.ny(), geometry.nz()};
  }

  /** The same voxels with other values. */
  Stage withChannels(List<float[]> other) {
    return new Stage(geometry, other);
  }

  /**
   * The image on another grid.
   *
   * @param size voxels along x, y, z
   * @param toThis index on the new grid to index on this one
   * @param how nearest or linear
   * @param outside the value more than half a voxel beyond the outermost centres; empty: there, as
   *     within that half voxel, the edge's value goes on
   */
  Stage resampled(int[] size, Affine toThis, Interpolation how, OptionalDouble outside) {
    Geometry g = grid(size, geometry.affine().after(toThis), geometry.frame());
    List<float[]> resampled = new ArrayList<>();
    for (float[] channel : channels) {
      resampled.add(resample(channel, g, toThis, how, outside));
    }
    return new Stage(g, resampled);
  }

  /**
   * A grid that can be stored.
   *
   * @throws IllegalArgumentException if it has more voxels than one array holds, or lies where
   *     float32, which files keep places in, does not reach
   */
  static Geometry grid(int[] size, Affine toWorld, Geometry.Frame frame) {
    Features.positions(size);
    boolean stored = true;
    for (int row = 0; row < 3; row++) {
      stored &= toWorld.columnLength(row) >= Float.MIN_NORMAL;
      for (int column = 0; column < 4; column++) {
        stored &= Float.isFinite((float) toWorld.get(row, column));
      }
    }
    if (!stored) {
      throw new IllegalArgumentException(
          "the place of the voxels is beyond what float32 holds: sizes, spacings, stride or offset"
              + " are too large or too small");
    }
    return new Geometry(size[0], size[1], size[2], toWorld, frame);
  }

  private float[] resample(
      float[] in, Geometry to, Affine toThis, Interpolation how, OptionalDouble outside) {
    float[] out = new float[Features.positions(new int[] {to.nx(), to.ny(), to.nz()})];
    double[] at = new double[3];
    int i = 0;
    for (int z = 0; z < to.nz(); z++) {
      for (int y = 0; y < to.ny(); y++) {
        for (int x = 0; x < to.nx(); x++) {
          boolean inside = true;
          for (int a = 0; a < 3; a++) {
            double p = toThis.apply(a, x, y, z);
            int last = geometry.size(a) - 1;
            inside &= p >= -0.5 - 1e-9 && p <= last + 0.5 + 1e-9;
            at[a] = Math.min(Math.max(p, 0), last);
          }
          out[i++] =
              inside || outside.isEmpty() ? sample(in, at, how) : (float) outside.getAsDouble();
        }
      }
    }
    return out;
  }

  /** The value at an index within the grid's centres. */
  private float sample(float[] in, double[] at, Interpolation how) {
    if (how == Interpolation.NEAREST) {
      return in[
          (int) (at[0] + 0.5)
              + geometry.nx() * ((int) (at[1] + 0.5) + geometry.ny() * (int) (at[2] + 0.5))];
    }
    double value = 0;
    for (int corner = 0; corner < 8; corner++) {
      double weight = 1;
      int index = 0;
      int stride = 1;
      for (int a = 0; a < 3; a++) {
        int first = (int) at[a];
        double part = at[a] - first;
        boolean upper = (corner >> a & 1) == 1;
        weight *= upper ? part : 1 - part;
        index += stride * (upper && part > 0 ? first + 1 : first);
        stride *= geometry.size(a);
      }
      // A corner without weight is left out: its NaN is none of this sample's.
      value += weight > 0 ? weight * in[index] : 0;
    }
    return (float) value;
  }
}
