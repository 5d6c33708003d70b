// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.image.Samples;

/** Medians in boxes along a row of an image, one at a time. For one thread. */
final class BoxMedian {
  private final Samples image;
  private final int[] radius;
  private float[] rows = new float[0];
  private float[] box = new float[0];
  private int count;

  /** Prepares for an image. */
  BoxMedian(Samples image, int[] radius) {
    this.image = image;
    this.radius = radius;
  }

  /** Reads the rows that meet the boxes along row (y, z). */
  void row(int y, int z) {
    int nx = image.nx();
    int y0 = first(y, radius[1]);
    int y1 = end(y, radius[1], image.ny());
    int z0 = first(z, radius[2]);
    int z1 = end(z, radius[2], image.nz());
    count = (y1 - y0) * (z1 - z0);
    if (rows.length < count * nx) {
      rows = new float[Math.multiplyExact(count, nx)];
      box = new float[count * Math.min(nx, Math.min(nx, radius[0]) * 2 + 1)];
    }
    int at = 0;
    for (int k = z0; k < z1; k++) {
      for (int j = y0; j < y1; j++, at += nx) {
        image.values(nx * (j + image.ny() * k), nx, rows, at);
      }
    }
  }

  private static int first(int i, int radius) {
    return Math.max(0, i - radius);
  }

  private static int end(int i, int radius, int n) {
    return (int) Math.min(n, (long) i + radius + 1);
  }

  /** The number of those rows. */
  int rowCount() {
    return count;
  }

  /** Those rows, one after the other. */
  float[] rows() {
    return rows;
  }

  /** Sets false where a box has a NaN. */
  void unmarkNan(boolean[] marks) {
    int nx = image.nx();
    for (int i = 0; i < count * nx; i++) {
      if (rows[i] != rows[i]) {
        int x = i % nx;
        Arrays.fill(marks, first(x, radius[0]), end(x, radius[0], nx), false);
      }
    }
  }

  /** The median around a voxel of the row; NaN does not count. */
  float median(int x) {
    int n = 0;
    int end = end(x, radius[0], image.nx());
    for (int r = 0; r < count; r++) {
      for (int i = first(x, radius[0]); i < end; i++) {
        float v = rows[r * image.nx() + i];
        box[n] = v;
        n += v == v ? 1 : 0;
      }
    }
    if (n == 0) {
      return Float.NaN;
    }
    float upper = select(n, n / 2);
    return n % 2 == 1 ? upper : middle(largestBelow(n / 2), upper);
  }

  /** The mean of two values. */
  static float middle(float a, float b) {
    return (float) (0.5 * ((double) a + b));
  }

  /** The k-th smallest of the first n values of the box; those before it are then no larger. */
  private float select(int n, int k) {
    int low = 0;
    int high = n - 1;
    while (low < high) {
      float pivot = box[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (box[i] < pivot) {
          i++;
        }
        while (box[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float t = box[i];
          box[i++] = box[j];
          box[j--] = t;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        break;
      }
    }
    return box[k];
  }

  private float largestBelow(int k) {
    float largest = box[0];
    for (int i = 1; i < k; i++) {
      largest = Math.max(largest, box[i]);
    }
    return largest;
  }
}
