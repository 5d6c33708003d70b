// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.List;
import org.heatscope.backend.Workers;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;

/** How often each number of 8 or 16 bits is stored in an image. */
final class StoredCounts {
  private static final int GRAIN = 1 << 18;

  private StoredCounts() {}

  /** Whether an image's samples can be counted so. */
  static boolean suit(Samples image) {
    return image.type().bytes() <= 2;
  }

  /** The counts by bit pattern. */
  static long[] of(Samples image, Workers workers) {
    long[] total = new long[1 << 8 * image.type().bytes()];
    int n = image.length();
    List<int[]> counts =
        workers.run(
            n,
            Math.max(GRAIN, n / 16),
            () -> new int[2 * total.length],
            (own, from, to) -> {
              int at = image.offset() + from;
              if (image.array() instanceof byte[] bytes) {
                count(bytes, at, to - from, own);
              } else {
                count((short[]) image.array(), at, to - from, own);
              }
            });
    counts.forEach(c -> add(total, c));
    return total;
  }

  /** Two tables, so that a number counts while the same number before it is still being counted. */
  private static void count(byte[] from, int at, int n, int[] counts) {
    for (int i = 0; i + 1 < n; i += 2) {
      counts[from[at + i] & 0xff]++;
      counts[0x100 + (from[at + i + 1] & 0xff)]++;
    }
    if (n % 2 == 1) {
      counts[from[at + n - 1] & 0xff]++;
    }
  }

  private static void count(short[] from, int at, int n, int[] counts) {
    for (int i = 0; i + 1 < n; i += 2) {
      counts[from[at + i] & 0xffff]++;
      counts[0x10000 + (from[at + i + 1] & 0xffff)]++;
    }
    if (n % 2 == 1) {
      counts[from[at + n - 1] & 0xffff]++;
    }
  }

  /** Adds a thread's counts: a table as long as the total, or several such one after the other. */
  static void add(long[] total, int[] counts) {
    for (int table = 0; table < counts.length; table += total.length) {
      for (int d = 0; d < total.length; d++) {
        total[d] += counts[table + d];
      }
    }
  }

  /** The stored number that a bit pattern means. */
  static int number(SampleType type, int bits) {
    return !type.isSigned() ? bits : type.bytes() == 1 ? (byte) bits : (short) bits;
  }
}
