// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.util.Arrays;

/** The positions of a map in the order of their values. */
final class Ranking {
  private Ranking() {}

  /** Falling values; of equal ones the first position comes first, NaN comes last. */
  static int[] falling(float[] map) {
    long[] keys = new long[map.length];
    Arrays.setAll(keys, p -> (long) fallingKey(map[p]) << Integer.SIZE | p);
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /** An integer that is smaller the larger the value: a float's bits sort as its magnitude. */
  private static int fallingKey(float value) {
    if (Float.isNaN(value)) {
      return Integer.MAX_VALUE;
    }
    int bits = Float.floatToIntBits(value + 0f);
    return ~(bits < 0 ? bits ^ Integer.MAX_VALUE : bits);
  }
}
