// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.op.Projection.Kind;

/** What is kept of a number of rays so far. For one thread. */
final class RayValues {
  private final Kind kind;
  private final float[] kept;
  private final double[] sums;
  private final int[] counts;

  RayValues(Kind kind, int rays) {
    this.kind = kind;
    boolean mean = kind == Kind.MEAN;
    kept = new float[mean ? 0 : rays];
    sums = new double[mean ? rays : 0];
    counts = new int[mean ? rays : 0];
    Arrays.fill(kept, Float.NaN);
  }

  /** Adds one value to each of n rays, the first of them the ray {@code at}; NaN does not count. */
  void add(float[] values, int n, int at) {
    switch (kind) {
      case MAX -> {
        for (int i = 0; i < n; i++) {
          float v = values[i];
          float k = kept[at + i];
          kept[at + i] = v > k || k != k ? v : k;
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          float v = values[i];
          float k = kept[at + i];
          kept[at + i] = v < k || k != k ? v : k;
        }
      }
      case SIGNED_MAX -> {
        for (int i = 0; i < n; i++) {
          float v = values[i];
          float k = kept[at + i];
          kept[at + i] = isFurther(v, k) ? v : k;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          float v = values[i];
          sums[at + i] += v == v ? v : 0;
          counts[at + i] += v == v ? 1 : 0;
        }
      }
    }
  }

  private static boolean isFurther(float v, float kept) {
    float a = Math.abs(v);
    float b = Math.abs(kept);
    return a > b || a == b && v > kept || kept != kept;
  }

  /** Writes n rays from the ray {@code first} on. */
  void write(int first, int n, float[] to, int at, int step) {
    for (int i = 0; i < n; i++) {
      to[at + i * step] =
          kind == Kind.MEAN ? (float) (sums[first + i] / counts[first + i]) : kept[first + i];
    }
  }

  /** What is kept of one ray of these values. */
  static float of(Kind kind, float[] ray) {
    float kept = Float.NaN;
    double sum = 0;
    int count = 0;
    switch (kind) {
      case MAX -> {
        for (float v : ray) {
          kept = v > kept || kept != kept ? v : kept;
        }
      }
      case MIN -> {
        for (float v : ray) {
          kept = v < kept || kept != kept ? v : kept;
        }
      }
      case SIGNED_MAX -> {
        for (float v : ray) {
          kept = isFurther(v, kept) ? v : kept;
        }
      }
      default -> {
        for (float v : ray) {
          sum += v == v ? v : 0;
          count += v == v ? 1 : 0;
        }
        kept = (float) (sum / count);
      }
    }
    return kept;
  }
}
