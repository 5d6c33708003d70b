// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Samples;

/** Values of voxels here and there in an image. */
final class Voxels {
  private Voxels() {}

  /** The values, as floats, in the elements of the image's array that are listed. */
  static void values(Samples image, int[] elements, int n, float[] to, int at) {
    double slope = image.rescale().slope();
    double intercept = image.rescale().intercept();
    Object array = image.array();
    switch (image.type()) {
      case FLOAT32 -> {
        float[] from = (float[]) array;
        for (int i = 0; i < n; i++) {
          to[at + i] = (float) (slope * from[elements[i]] + intercept);
        }
      }
      case UINT8 -> {
        byte[] from = (byte[]) array;
        for (int i = 0; i < n; i++) {
          to[at + i] = (float) (slope * (from[elements[i]] & 0xff) + intercept);
        }
      }
      case UINT16 -> {
        short[] from = (short[]) array;
        for (int i = 0; i < n; i++) {
          to[at + i] = (float) (slope * (from[elements[i]] & 0xffff) + intercept);
        }
      }
      case INT16 -> {
        short[] from = (short[]) array;
        for (int i = 0; i < n; i++) {
          to[at + i] = (float) (slope * from[elements[i]] + intercept);
        }
      }
      default -> {
        IntToDoubleFunction from = image.reader();
        for (int i = 0; i < n; i++) {
          to[at + i] = (float) (slope * from.applyAsDouble(elements[i]) + intercept);
        }
      }
    }
  }
}
