// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

/** Stored samples under a stretch of a raster row. */
final class Stretch {
  /**
   * The most pixels in a stretch: what a stage reads and writes then stays in first-level cache.
   */
  static final int SIZE = 256;

  private final float[] own = new float[Lanes.roundUp(SIZE)];

  /** The samples, rounded to float unless {@link #exact}; that of pixel i is at start + i. */
  float[] floats = own;

  int start;

  /** The samples, where {@link #exact} is false. */
  final double[] doubles = new double[Lanes.roundUp(SIZE)];

  /** Whether the floats are the samples themselves. */
  boolean exact;

  /** The first pixel that has a sample. */
  int from;

  /** One past the last pixel that has a sample; {@link #from} or less where none has. */
  int to;

  /** Has the floats written to the stretch itself. */
  void keep() {
    floats = own;
    start = 0;
  }

  /** Has the floats where they are, if whole vectors can be read from there. */
  boolean refer(float[] array, int at) {
    boolean readable = at >= 0 && at + own.length <= array.length;
    if (readable) {
      floats = array;
      start = at;
    }
    return readable;
  }

  boolean isEmpty() {
    return from >= to;
  }

  boolean has(int i) {
    return i >= from && i < to;
  }

  /** The sample of a pixel that has one. */
  double at(int i) {
    return exact ? floats[start + i] : doubles[i];
  }

  /** Fills the floats from the doubles. */
  void round() {
    keep();
    for (int i = from; i < to; i++) {
      floats[i] = (float) doubles[i];
    }
  }
}
