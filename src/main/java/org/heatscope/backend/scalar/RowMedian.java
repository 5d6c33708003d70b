// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;

/**
 * Medians of boxes that are whole along x, many at once. One array holds the k-th value of each
 * box; of a set of more than half of all values neither the smallest nor the largest is the median,
 * so both are forgotten and the next value joins, until all have been seen. The comparisons do not
 * depend on the values: loops over arrays without a branch. For one thread.
 */
final class RowMedian {
  /** Work grows with the square of the box: larger ones are better selected from one at a time. */
  private static final int MAX_BOX = 350;

  /** Medians at once: what is compared stays in first-level cache for boxes of 3 x 3 x 3. */
  private static final int BLOCK = 256;

  private final int nx;
  private final int radius;
  private float[][] set = new float[0][];

  RowMedian(int nx, int radius) {
    this.nx = nx;
    this.radius = radius;
  }

  /** Writes the medians that it can make and marks them. */
  void medians(BoxMedian box, float[] to, int at, boolean[] done) {
    long values = (2L * radius + 1) * box.rowCount();
    if (values > MAX_BOX || 2 * radius >= nx) {
      return;
    }
    int kept = Math.min((int) values, (int) values / 2 + 2);
    if (set.length < kept) {
      set = new float[kept][BLOCK];
    }
    for (int x = radius; x < nx - radius; x += BLOCK) {
      int n = Math.min(BLOCK, nx - radius - x);
      block(box, x - radius, (int) values, n);
      if (values % 2 == 1) {
        System.arraycopy(set[0], 0, to, at + x, n);
      } else {
        middle(set[0], set[1], to, at + x, n);
      }
    }
    Arrays.fill(done, radius, nx - radius, true);
    box.unmarkNan(done);
  }

  /** Leaves the median, or the two in the middle, at the start of the set. */
  private void block(BoxMedian box, int from, int values, int n) {
    int size = Math.min(values, values / 2 + 2);
    for (int k = 0; k < size; k++) {
      load(box, k, from, set[k], n);
    }
    int middle = 2 - values % 2;
    for (int next = size; size > middle; next++) {
      forget(size, n);
      size--;
      if (next < values) {
        load(box, next, from, set[0], n);
      } else {
        size--;
        swap(0, size);
      }
    }
  }

  private void load(BoxMedian box, int k, int from, float[] to, int n) {
    int width = 2 * radius + 1;
    System.arraycopy(box.rows(), k / width * nx + from + k % width, to, 0, n);
  }

  /** Brings the smallest to the start of the set and the largest to its end. */
  private void forget(int size, int n) {
    int last = size - 1;
    for (int k = 0; k < size / 2; k++) {
      order(set[k], set[last - k], n);
    }
    for (int k = 1; k < (size + 1) / 2; k++) {
      order(set[0], set[k], n);
    }
    for (int k = size / 2; k < last; k++) {
      order(set[k], set[last], n);
    }
  }

  private void swap(int i, int j) {
    float[] t = set[i];
    set[i] = set[j];
    set[j] = t;
  }

  private static void order(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      float x = a[i];
      float y = b[i];
      a[i] = Math.min(x, y);
      b[i] = Math.max(x, y);
    }
  }

  private static void middle(float[] a, float[] b, float[] to, int at, int n) {
    for (int i = 0; i < n; i++) {
      to[at + i] = BoxMedian.middle(a[i], b[i]);
    }
  }
}
