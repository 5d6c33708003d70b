// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;

/** The starts of keys that are looked for, of the same number of digits. */
public final class Prefixes {
  private final long[] sorted;
  private final boolean[] isFirst = new boolean[KeyCounter.DIGITS];
  private final int digits;

  /**
   * Some prefixes.
   *
   * @param prefixes in any order, also repeatedly
   * @param digits of each
   */
  Prefixes(long[] prefixes, int digits) {
    this.sorted = Arrays.stream(prefixes).sorted().distinct().toArray();
    this.digits = digits;
    for (long p : sorted) {
      isFirst[(int) (p >>> 16 * (digits - 1))] = true;
    }
  }

  /** The number of different prefixes. */
  public int count() {
    return sorted.length;
  }

  /** The number of digits. */
  public int digits() {
    return digits;
  }

  /** A prefix, of those in rising order. */
  public long get(int i) {
    return sorted[i];
  }

  /** For each first digit whether a prefix starts with it. */
  public boolean[] isFirst() {
    return isFirst;
  }

  /** Where a prefix stands; negative if it is none of these. */
  public int indexOf(long prefix) {
    return Arrays.binarySearch(sorted, prefix);
  }
}
