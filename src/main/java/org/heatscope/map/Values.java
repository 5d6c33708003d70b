// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import net.imglib2.img.array.ArrayImgs;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/** Values of images in flat arrays, x fastest, and images of them. */
public final class Values {
  private Values() {}

  /** All values of a frame. */
  public static double[] of(Volume volume, int frame) {
    return of(Samples.of(scalar(volume), frame, 0));
  }

  /** All values of an image. */
  static double[] of(Samples samples) {
    double[] v = new double[samples.length()];
    samples.values(0, v.length, v, 0);
    return v;
  }

  /** All values of an image without a time axis. */
  public static double[] of(Volume volume) {
    return of(single(volume), 0);
  }

  /**
   * Checks that an image has one channel.
   *
   * @throws IllegalArgumentException if it is in colour
   */
  static Volume scalar(Volume volume) {
    if (volume.channels() != 1) {
      throw new IllegalArgumentException(
          "an image of one value a voxel is needed, this one has " + volume.channels());
    }
    return volume;
  }

  /**
   * Checks that an image is no series.
   *
   * @throws IllegalArgumentException if it has frames or channels
   */
  static Volume single(Volume volume) {
    if (volume.time().frames() != 1) {
      throw new IllegalArgumentException(
          "a single image is needed, this one has " + volume.time().frames() + " frames");
    }
    return scalar(volume);
  }

  /** A volume of values on a grid; a NaN is no data. */
  public static Volume.Builder volume(float[] values, Geometry geometry) {
    return Volume.of(
        ArrayImgs.floats(values, geometry.nx(), geometry.ny(), geometry.nz()), geometry);
  }

  /** The values as floats. */
  static float[] floats(double[] values) {
    float[] f = new float[values.length];
    for (int i = 0; i < f.length; i++) {
      f[i] = (float) values[i];
    }
    return f;
  }
}
