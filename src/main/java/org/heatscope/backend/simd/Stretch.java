// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

/** Stored samples under a stretch of a raster row. */
final class Stretch {
  /**
   * The most pixels in a stretch: what a stage reads and writes then stays in first-level cache.
   */
  static final int SIZE = 256;

  /** The samples, rounded to float unless {@link #exact}. */
  final float[] floats = new float[Lanes.roundUp(SIZE)];

  /** The samples, where {@link #exact} is false. */
  final double[] doubles = new double[Lanes.roundUp(SIZE)];

  /** Whether the floats are the samples themselves. */
  boolean exact;

  /** The first pixel that has a sample. */
  int from;

  /** One past the last pixel that has a sample; {@link #from} or less where none has. */
  int to;

  boolean isEmpty() {
    return from >= to;
  }

  boolean has(int i) {
    return i >= from && i < to;
  }

  /** The sample of a pixel that has one. */
  double at(int i) {
    return exact ? floats[i] : doubles[i];
  }

  /** Fills the floats from the doubles. */
  void round() {
    for (int i = from; i < to; i++) {
      floats[i] = (float) doubles[i];
    }
  }
}
