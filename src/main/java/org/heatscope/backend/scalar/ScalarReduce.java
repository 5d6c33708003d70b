// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Reduce;

/**
 * The specification of {@link Reduce}: pieces that fit the first-level cache are summed twice, the
 * second time about their own mean; their summaries merge in the order of the pieces, whatever the
 * number of threads.
 */
public final class ScalarReduce implements Reduce {
  /** Samples of a piece. */
  public static final int PIECE = 2048;

  private static final int GRAIN = 1 << 18;

  private final Workers workers;
  private final PieceReader.Maker maker;

  /** Over a way to sum up pieces. */
  public ScalarReduce(Workers workers, PieceReader.Maker maker) {
    this.workers = workers;
    this.maker = maker;
  }

  /** Sums up pieces of an image. For one thread. */
  public interface PieceReader {
    /** The summary of n samples, at most {@link #PIECE}. */
    Summary read(int from, int n);

    /** Makes readers, for each thread its own. */
    interface Maker {
      /** A reader for an image. */
      PieceReader make(Samples image);
    }
  }

  @Override
  public Summary reduce(Samples image) {
    int n = image.length();
    Summary[] parts = new Summary[n / GRAIN + 1];
    workers.run(
        n,
        GRAIN,
        () -> maker.make(image),
        (reader, from, to) -> parts[from / GRAIN] = reduce(reader, from, to));
    Summary whole = Summary.NONE;
    for (Summary part : parts) {
      whole = part == null ? whole : whole.and(part);
    }
    return whole;
  }

  private static Summary reduce(PieceReader reader, int from, int to) {
    Summary sum = Summary.NONE;
    for (int at = from; at < to; at += PIECE) {
      sum = sum.and(reader.read(at, Math.min(PIECE, to - at)));
    }
    return sum;
  }

  /** Reads values in double precision. */
  public static PieceReader reader(Samples image) {
    double[] values = new double[PIECE];
    return (from, n) -> {
      image.values(from, n, values, 0);
      return summary(values, n);
    };
  }

  private static Summary summary(double[] values, int count) {
    int nan = 0;
    int n = 0;
    for (int i = 0; i < count; i++) {
      double v = values[i];
      nan += v != v ? 1 : 0;
      values[n] = v;
      n += Math.abs(v) < Double.POSITIVE_INFINITY ? 1 : 0;
    }
    if (n == 0) {
      return new Summary(Double.NaN, Double.NaN, Double.NaN, 0, nan, count - nan, count);
    }
    double min = values[0];
    double max = values[0];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
      sum += values[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return new Summary(min, max, mean, squares, nan, count - n - nan, count);
  }
}
