// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/** Keys of stored floats: two digits. */
public class FloatKeys implements KeyCounter {
  /** What is kept of a float's bits: all, or all but the sign. */
  protected final int kept;

  /** Keys of the floats or of their magnitudes. */
  public FloatKeys(boolean absolute) {
    kept = absolute ? Integer.MAX_VALUE : -1;
  }

  @Override
  public final int digits() {
    return 2;
  }

  @Override
  public final int lowest() {
    return 0x80;
  }

  @Override
  public final int end() {
    return 0xff80;
  }

  @Override
  public void countFirst(Samples part, int from, int to, int[] counts) {
    float[] stored = (float[]) part.array();
    for (int i = part.offset() + from; i < part.offset() + to; i++) {
      counts[key(Float.floatToRawIntBits(stored[i]) & kept) >>> 16]++;
    }
  }

  @Override
  public void countNext(Samples part, int from, int to, Prefixes prefixes, int[][] counts) {
    float[] stored = (float[]) part.array();
    boolean[] isFirst = prefixes.isFirst();
    for (int i = part.offset() + from; i < part.offset() + to; i++) {
      int key = key(Float.floatToRawIntBits(stored[i]) & kept);
      if (isFirst[key >>> 16]) {
        counts[prefixes.indexOf(key >>> 16)][key & 0xffff]++;
      }
    }
  }

  /** A float's bits, as a number without sign that orders as the floats do. */
  protected static int key(int bits) {
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  @Override
  public final double stored(long key) {
    int k = (int) key;
    return Float.intBitsToFloat(k < 0 ? k ^ Integer.MIN_VALUE : ~k);
  }
}
