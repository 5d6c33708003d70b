// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;

/**
 * A sum over many channels at every position. Up to {@value #CHANNELS} channels are added in float,
 * which vector instructions do well, then those sums in double: so the error does not grow with the
 * number of channels.
 */
final class BlockedSum {
  private static final int CHANNELS = 128;

  /** The float sums of the present block: add to them, then tell {@link #added}. */
  final float[] block;

  private final double[] sums;
  private int pending;

  BlockedSum(int positions) {
    block = new float[positions];
    sums = new double[positions];
  }

  /** Notes that channels were added to {@link #block}. */
  void added(int channels) {
    pending += channels;
    if (pending >= CHANNELS) {
      flush();
    }
  }

  private void flush() {
    for (int p = 0; p < sums.length; p++) {
      sums[p] += block[p];
    }
    Arrays.fill(block, 0);
    pending = 0;
  }

  /** Writes the sums and starts anew at zero. */
  void take(float[] out, int at) {
    flush();
    for (int p = 0; p < sums.length; p++) {
      out[at + p] = (float) sums[p];
    }
    Arrays.fill(sums, 0);
  }
}
