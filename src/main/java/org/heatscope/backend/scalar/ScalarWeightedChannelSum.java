// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.op.WeightedChannelSum;

/**
 * The specification of {@link WeightedChannelSum}: sums in double precision, of plain floats those
 * of short sums in floats.
 */
public final class ScalarWeightedChannelSum implements WeightedChannelSum {
  private static final int PIECE = 1024;

  /** Channels that are summed in floats. */
  private static final int BLOCK = 32;

  private final Workers workers;
  private final ChannelBlock plain;

  ScalarWeightedChannelSum(Workers workers) {
    this(workers, ChannelBlock::inTurn);
  }

  /**
   * With a way of its own to add up plain floats.
   *
   * @param plain adds up some channels
   */
  public ScalarWeightedChannelSum(Workers workers, ChannelBlock plain) {
    this.workers = workers;
    this.plain = plain;
  }

  @Override
  public void weightedChannelSum(Samples activations, Samples weights, Samples out) {
    WeightedChannelSum.check(activations, weights, out);
    float[] to = out.target();
    int positions = activations.nx();
    int pieces = (positions + PIECE - 1) / PIECE;
    workers.run(
        activations.nz() * pieces,
        1,
        (first, end) -> {
          double[] sums = new double[PIECE];
          for (int p = first; p < end; p++) {
            int from = p % pieces * PIECE;
            int n = Math.min(PIECE, positions - from);
            sum(activations, weights, p / pieces, from, n, sums);
            int at = out.index(from, p / pieces, 0);
            for (int i = 0; i < n; i++) {
              to[at + i] = (float) sums[i];
            }
          }
        });
  }

  private void sum(
      Samples activations, Samples weights, int image, int from, int n, double[] sums) {
    int channels = activations.ny();
    double[] w = new double[channels];
    weights.values(image * channels, channels, w, 0);
    Arrays.fill(sums, 0, n, 0);
    if (activations.type() == SampleType.FLOAT32 && activations.rescale().isIdentity()) {
      sum(activations, w, image, from, n, sums);
      return;
    }
    double[] a = new double[n];
    for (int k = 0; k < channels; k++) {
      int start = from + activations.nx() * (k + channels * image);
      activations.values(start, n, a, 0);
      double weight = w[k];
      for (int i = 0; i < n; i++) {
        sums[i] += weight * a[i];
      }
    }
  }

  /** Plain floats, in floats over a block of channels at a time: within its length of roundings. */
  private void sum(Samples activations, double[] w, int image, int from, int n, double[] sums) {
    float[] a = (float[]) activations.array();
    int positions = activations.nx();
    float[] block = new float[n];
    float[] some = new float[BLOCK];
    for (int k = 0; k < w.length; k += BLOCK) {
      int count = Math.min(BLOCK, w.length - k);
      for (int i = 0; i < count; i++) {
        some[i] = (float) w[k + i];
      }
      int start = activations.offset() + from + positions * (k + w.length * image);
      plain.sum(a, start, positions, some, count, block);
      for (int i = 0; i < n; i++) {
        sums[i] += block[i];
      }
    }
  }
}
