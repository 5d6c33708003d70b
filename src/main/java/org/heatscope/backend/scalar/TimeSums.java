// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.image.Samples;
import org.heatscope.op.TemporalStatistics.Wanted;

/**
 * Sums over time of a piece of voxels, and the statistics that they tell. With n frames, y(t) a
 * voxel's value, c(t) the regressor less its mean and d(t) = y(t) - y(0): {@code S = sum d}, {@code
 * Q = sum d^2} and {@code R = sum c d}. For one thread.
 */
public abstract class TimeSums {
  /** The most voxels of a piece. */
  final int piece;

  /** {@code y(0)}. */
  protected final double[] first;

  /** {@code S}. */
  protected final double[] sums;

  /** {@code Q}. */
  protected final double[] squares;

  /** {@code R}. */
  protected final double[] ramps;

  /** {@code c}. */
  protected final double[] centred;

  private final double n;
  private final double spread;

  /**
   * Sums over frames.
   *
   * @param centred {@code c}
   * @param piece the most voxels of a piece, so few that all sums stay in a near cache
   */
  protected TimeSums(double[] centred, int piece) {
    this.centred = centred;
    this.piece = piece;
    first = new double[piece];
    sums = new double[piece];
    squares = new double[piece];
    ramps = new double[piece];
    n = centred.length;
    spread = Arrays.stream(centred).map(c -> c * c).sum();
  }

  /**
   * A regressor less its mean.
   *
   * @throws IllegalArgumentException if it has not a finite number for each frame, or is constant
   */
  public static double[] centred(double[] regressor, int frames) {
    if (regressor.length != frames) {
      throw new IllegalArgumentException(
          "statistics over time: a regressor of "
              + regressor.length
              + " values for "
              + frames
              + " frames");
    }
    double mean = Arrays.stream(regressor).sum() / frames;
    double[] centred = Arrays.stream(regressor).map(r -> r - mean).toArray();
    double largest = Arrays.stream(centred).map(Math::abs).max().orElse(0);
    if (!(largest > 1e-14 * Math.abs(mean) && largest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "statistics over time: the regressor is constant or not finite");
    }
    return centred;
  }

  /** Makes sums, for each thread its own. */
  public interface Maker {
    /**
     * Sums over frames.
     *
     * @param centred {@code c}
     * @param ramp whether {@code R} is wanted
     */
    TimeSums make(List<Samples> frames, double[] centred, boolean ramp);
  }

  /**
   * Sums over all frames; {@code S}, {@code Q} and {@code R} are 0 before.
   *
   * @param from first voxel of the piece
   */
  protected abstract void add(int from, int count);

  /** Works out the statistics of a piece of voxels. */
  final void statistics(int from, int count, boolean detrend, Wanted wanted) {
    Arrays.fill(sums, 0, count, 0);
    Arrays.fill(squares, 0, count, 0);
    Arrays.fill(ramps, 0, count, 0);
    add(from, count);
    // each in the place of a sum that it needs no more
    double[] means = first;
    double[] deviations = sums;
    double[] ratios = squares;
    double[] slopes = ramps;
    for (int i = 0; i < count; i++) {
      double slope = ramps[i] / spread;
      double left = squares[i] - sums[i] * sums[i] / n - (detrend ? slope * ramps[i] : 0);
      // what rounding may leave of n terms is nothing
      double sd = left <= 4e-16 * n * squares[i] ? 0 : Math.sqrt(left / (n - 1));
      means[i] = first[i] + sums[i] / n;
      deviations[i] = sd;
      ratios[i] = sd == 0 ? 0 : means[i] / sd;
      slopes[i] = slope;
    }
    write(means, count, wanted.mean(), from);
    write(deviations, count, wanted.sd(), from);
    write(ratios, count, wanted.tsnr(), from);
    write(slopes, count, wanted.slope(), from);
  }

  private static void write(double[] values, int count, Optional<Samples> out, int from) {
    if (out.isPresent()) {
      float[] to = out.get().target();
      int at = out.get().offset() + from;
      for (int i = 0; i < count; i++) {
        to[at + i] = (float) values[i];
      }
    }
  }
}
