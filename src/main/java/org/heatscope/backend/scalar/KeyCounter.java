// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/**
 * Counts keys: whole numbers without sign, of digits of 16 bits, that order as an image's values
 * do. Keys of what is not finite have a first digit beyond those of the finite values.
 */
public interface KeyCounter {
  /** The number of different digits. */
  int DIGITS = 1 << 16;

  /** Digits of a key, the highest first. */
  int digits();

  /** The least first digit of a finite value. */
  int lowest();

  /** One past the largest first digit of a finite value. */
  int end();

  /** Samples of a part that are counted at once, to share the counts among threads. */
  default int grain(Samples part) {
    return Math.max(1 << 18, part.length() / 16);
  }

  /**
   * Counts the first digits of the samples from {@code from} up to {@code to}.
   *
   * @param counts two tables one after the other, whose sums are the counts
   */
  void countFirst(Samples part, int from, int to, int[] counts);

  /**
   * Counts the next digit of those samples whose key starts with one of some prefixes.
   *
   * @param counts for each prefix
   */
  void countNext(Samples part, int from, int to, Prefixes prefixes, int[][] counts);

  /** The stored number of a key. */
  double stored(long key);
}
