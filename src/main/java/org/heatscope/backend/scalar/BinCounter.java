// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.image.Samples;

/** Counts an image's values by the slots of {@link Bins}. For one thread. */
public interface BinCounter {
  /** Counts the samples from {@code from} up to {@code to}. */
  void count(Samples image, int from, int to, int[] counts);

  /** Makes counters, for each thread its own. */
  interface Maker {
    /** A counter for an image. */
    BinCounter make(Samples image, Bins bins);
  }
}
