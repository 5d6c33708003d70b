// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import java.util.function.Supplier;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.WeightedChannelSum;

/**
 * The specification of {@link WeightedChannelSum}: sums in double precision, of plain floats those
 * of short sums in floats.
 */
public final class ScalarWeightedChannelSum implements WeightedChannelSum {
  /** Positions that are summed together, at most. */
  public static final int PIECE = 1024;

  private final Workers workers;
  private final Supplier<ChannelSums> plain;

  ScalarWeightedChannelSum(Workers workers) {
    this(workers, ChannelTiles::new);
  }

  /**
   * With a way of its own to add up plain floats.
   *
   * @param plain makes what adds up channels in one thread
   */
  public ScalarWeightedChannelSum(Workers workers, Supplier<ChannelSums> plain) {
    this.workers = workers;
    this.plain = plain;
  }

  @Override
  public void weightedChannelSum(Samples activations, Samples weights, Samples out) {
    WeightedChannelSum.check(activations, weights, out);
    int positions = activations.nx();
    int least = (positions + PIECE - 1) / PIECE;
    int piece = (positions + least - 1) / least;
    int pieces = (positions + piece - 1) / piece;
    workers.run(
        activations.nz() * pieces,
        1,
        () -> new Piece(activations, weights, out),
        (own, first, end) -> {
          for (int p = first; p < end; p++) {
            int from = p % pieces * piece;
            own.sum(p / pieces, from, Math.min(piece, positions - from));
          }
        });
  }

  /** Some positions of an image. */
  private final class Piece {
    private final Samples activations;
    private final Samples weights;
    private final Samples out;
    private final int channels;
    private final double[] sums = new double[PIECE];
    private final float[] floatWeights;
    private final ChannelSums loops = plain.get();

    Piece(Samples activations, Samples weights, Samples out) {
      this.activations = activations;
      this.weights = weights;
      this.out = out;
      channels = activations.ny();
      floatWeights = new float[channels];
    }

    void sum(int image, int from, int n) {
      Arrays.fill(sums, 0, n, 0);
      int start = from + activations.nx() * channels * image;
      if (activations.isPlain()) {
        addFloats(image, start, n);
      } else {
        addValues(image, start, n);
      }
      float[] to = out.target();
      int at = out.index(from, image, 0);
      for (int i = 0; i < n; i++) {
        to[at + i] = (float) sums[i];
      }
    }

    private void addFloats(int image, int start, int n) {
      weights.values(image * channels, channels, floatWeights, 0);
      float[] a = (float[]) activations.array();
      loops.add(a, activations.offset() + start, activations.nx(), floatWeights, n, sums);
    }

    private void addValues(int image, int start, int n) {
      double[] w = new double[channels];
      weights.values(image * channels, channels, w, 0);
      double[] a = new double[n];
      for (int k = 0; k < channels; k++) {
        activations.values(start + activations.nx() * k, n, a, 0);
        double weight = w[k];
        for (int i = 0; i < n; i++) {
          sums[i] += weight * a[i];
        }
      }
    }
  }
}
