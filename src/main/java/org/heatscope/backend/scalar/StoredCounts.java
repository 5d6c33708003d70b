// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    int numbers = 1 << 8 * image.type().bytes();
    // A thread has its two back for its next piece.
    Queue<int[]> tables = new ConcurrentLinkedQueue<>();
    int n = image.length();
    workers.run(
        n,
        Math.max(GRAIN, n / 16),
        (from, to) -> {
          int[] even = table(tables.poll(), numbers);
          int[] odd = table(tables.poll(), numbers);
          int at = image.offset() + from;
          if (image.array() instanceof byte[] bytes) {
            count(bytes, at, to - from, even, odd);
          } else {
            count((short[]) image.array(), at, to - from, even, odd);
          }
          tables.add(even);
          tables.add(odd);
        });
    long[] total = new long[numbers];
    tables.forEach(table -> add(total, table));
    return total;
  }

  private static int[] table(int[] used, int numbers) {
    return used != null ? used : new int[numbers];
  }

  /** Two tables, so that a number counts while the same number before it is still being counted. */
  private static void count(byte[] from, int at, int n, int[] even, int[] odd) {
    for (int i = 0; i + 1 < n; i += 2) {
      even[from[at + i] & 0xff]++;
      odd[from[at + i + 1] & 0xff]++;
    }
    if (n % 2 == 1) {
      even[from[at + n - 1] & 0xff]++;
    }
  }

  private static void count(short[] from, int at, int n, int[] even, int[] odd) {
    for (int i = 0; i + 1 < n; i += 2) {
      even[from[at + i] & 0xffff]++;
      odd[from[at + i + 1] & 0xffff]++;
    }
    if (n % 2 == 1) {
      even[from[at + n - 1] & 0xffff]++;
    }
  }

  /** Adds a thread's counts. */
  static void add(long[] total, int[] counts) {
    synchronized (total) {
      for (int d = 0; d < total.length; d++) {
        total[d] += counts[d];
      }
    }
  }

  /** The stored number that a bit pattern means. */
  static int number(SampleType type, int bits) {
    return !type.isSigned() ? bits : type.bytes() == 1 ? (byte) bits : (short) bits;
  }
}
