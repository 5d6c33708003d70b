// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;

/**
 * A Gaussian or its derivatives in two passes over memory: x and y together, by strips of planes
 * that fit a cache, and z in place, by strips of columns. There is no image in memory but the
 * result.
 *
 * @param <A> double[] or float[]: what sums are made of
 */
public final class SeparableBlur<A> implements GaussianBlur {

  /** The loops that take the time. */
  public interface Arithmetic<A> {
    /** The weights as numbers of this kind. */
    A weights(double[] weights);

    /** New rows, all 0. */
    A[] rows(int count, int length);

    /** Reads values; see {@link Samples#values(int, int, double[], int)}. */
    void read(Samples image, int from, int count, A to, int at);

    /** {@code to[i] = -from[i]}. */
    void negate(A from, A to, int count);

    /** {@code to[i] = sum over d of w[d] (before[i + reach - d] + after[i + reach + d])}. */
    void alongRow(A before, A after, A w, A to, int count);

    /**
     * For up to {@link #ROWS} rows k: {@code to[at + k step + i] = sum over d of w[d] (before[reach
     * + k - d][i] + after[reach + k + d][i])}.
     *
     * @param before the same as {@code after} unless the weights are odd
     */
    void acrossRows(A[] before, A[] after, int rows, A w, float[] to, int at, int step, int count);
  }

  /** Rows that are summed together, so that a row that is read serves several sums. */
  public static final int ROWS = 4;

  private final Workers workers;
  private final Arithmetic<A> arithmetic;

  /** Shares work among threads. */
  public SeparableBlur(Workers workers, Arithmetic<A> arithmetic) {
    this.workers = workers;
    this.arithmetic = arithmetic;
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    Shapes.requireSame("gaussianBlur", image, out);
    int[] size = {image.nx(), image.ny(), image.nz()};
    GaussianTaps[] taps = GaussianTaps.of(sigmaVoxels, order, size, border);
    blurPlanes(image, taps[0], taps[1], out);
    if (taps[2].reach() > 0) {
      Columns.alongZ(workers, out, width -> columns(new Strip(taps[2], out.nz(), width)));
    }
  }

  private void blurPlanes(Samples image, GaussianTaps x, GaussianTaps y, Samples out) {
    float[] to = out.target();
    int nx = image.nx();
    int ny = image.ny();
    int width = Columns.width(nx, ny);
    int strips = (nx + width - 1) / width;
    workers.run(
        strips * image.nz(),
        Columns.grain(width, ny),
        (from, end) -> {
          Strip strip = new Strip(y, ny, width);
          Row row = new Row(x, nx, width);
          for (int s = from; s < end; s++) {
            int x0 = s % strips * width;
            int plane = s / strips * nx * ny;
            int n = Math.min(width, nx - x0);
            for (int j = 0; j < ny; j++) {
              row.read(image, plane + j * nx, x0, n);
              arithmetic.alongRow(row.mirrored, row.values, row.weights, strip.rows[j], n);
            }
            strip.blur(to, out.offset() + plane + x0, nx, n);
          }
        });
  }

  private Columns.Filter columns(Strip strip) {
    return (image, at, step, n) -> {
      Samples whole = Samples.of(image, image.length, 1, 1);
      for (int k = 0; k < strip.length; k++) {
        arithmetic.read(whole, at + k * step, n, strip.rows[k], 0);
      }
      strip.blur(image, at, step, n);
    };
  }

  /** Part of a row of the image and what stands beside it. */
  private final class Row {
    private final GaussianTaps taps;
    private final int nx;
    private final int zero;
    private final A weights;
    private final A values;
    private final A mirrored;

    /** One more element than is ever read stays 0. */
    Row(GaussianTaps taps, int nx, int width) {
      this.taps = taps;
      this.nx = nx;
      zero = width + 2 * taps.reach();
      weights = arithmetic.weights(taps.weights());
      values = arithmetic.rows(1, zero + 1)[0];
      mirrored = taps.isOdd() ? arithmetic.rows(1, zero + 1)[0] : values;
    }

    /** Reads n values from x0 on, and before and after them as many as weights reach. */
    void read(Samples image, int start, int x0, int n) {
      int low = x0 - taps.reach();
      int high = x0 + n + taps.reach();
      int first = Math.max(0, low);
      int end = Math.min(nx, high);
      arithmetic.read(image, start + first, end - first, values, first - low);
      copyBeyond(low, low, first);
      copyBeyond(low, end, high);
      if (taps.isOdd()) {
        arithmetic.negate(values, mirrored, high - low);
      }
    }

    private void copyBeyond(int low, int from, int end) {
      for (int i = from; i < end; i++) {
        int source = taps.source(i);
        System.arraycopy(values, source == nx ? zero : source - low, values, i - low, 1);
      }
    }
  }

  /** Rows to be summed with weights. */
  private final class Strip {
    private final GaussianTaps taps;
    private final int length;
    private final A weights;
    private final A[] rows;
    private final A[] mirrored;
    private final A[] before;
    private final A[] after;

    /** The row after the last stays 0. */
    Strip(GaussianTaps taps, int length, int width) {
      this.taps = taps;
      this.length = length;
      weights = arithmetic.weights(taps.weights());
      rows = arithmetic.rows(length + 1, width);
      mirrored = taps.isOdd() ? arithmetic.rows(length + 1, width) : rows;
      after = Arrays.copyOf(rows, ROWS + 2 * taps.reach());
      before = taps.isOdd() ? Arrays.copyOf(rows, after.length) : after;
    }

    void blur(float[] to, int at, int step, int n) {
      for (int i = 0; taps.isOdd() && i < length; i++) {
        arithmetic.negate(rows[i], mirrored[i], n);
      }
      int reach = taps.reach();
      for (int i = 0; i < length; i += ROWS) {
        int sums = Math.min(ROWS, length - i);
        for (int k = 0; k < sums + 2 * reach; k++) {
          int source = taps.source(i + k - reach);
          before[k] = mirrored[source];
          after[k] = rows[source];
        }
        arithmetic.acrossRows(before, after, sums, weights, to, at + i * step, step, n);
      }
    }
  }
}
