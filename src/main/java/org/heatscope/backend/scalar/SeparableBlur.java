// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import java.util.function.Supplier;
import org.heatscope.backend.Workers;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.GaussianBlur;

/**
 * A Gaussian or its derivatives in two passes over memory: x and y together, by strips of planes,
 * and z in place, by strips of columns. A strip keeps no more rows than weights reach, so that they
 * fit a cache. There is no image in memory but the result.
 */
public final class SeparableBlur implements GaussianBlur {

  /** The loops that take the time; for one thread. */
  public interface Arithmetic {
    /** How many rows are best given to {@link #alongRows} together. */
    int rowsAtOnce();

    /** Elements past the end of a row that may be read and written. */
    default int margin() {
      return 0;
    }

    /**
     * For each row k: {@code to[k][i] = sum over d of w[d] (before[k][i + reach - d] + after[k][i +
     * reach + d])}.
     *
     * @param before the same as {@code after} unless the weights are odd
     */
    void alongRows(float[][] before, float[][] after, int rows, float[] w, float[][] to, int count);

    /**
     * For up to {@link #ROWS} rows k: {@code to[at + k step + i] = sum over d of w[d] (before[reach
     * + k - d][i] + after[reach + k + d][i])}.
     *
     * @param before the same as {@code after} unless the weights are odd
     */
    void acrossRows(
        float[][] before,
        float[][] after,
        int rows,
        float[] w,
        float[] to,
        int at,
        int step,
        int count);
  }

  /** Makes rows of a strip, each once and in rising order. */
  private interface Source {
    void make(int first, int count, float[][] to);
  }

  /** Rows that are summed together, so that a row that is read serves several sums. */
  public static final int ROWS = 4;

  private final Workers workers;
  private final Supplier<Arithmetic> loops;

  /** Shares work among threads. */
  public SeparableBlur(Workers workers, Supplier<Arithmetic> loops) {
    this.workers = workers;
    this.loops = loops;
  }

  @Override
  public void blur(Samples image, double[] sigmaVoxels, int[] order, Border border, Samples out) {
    Shapes.requireSame("gaussianBlur", image, out);
    int[] size = {image.nx(), image.ny(), image.nz()};
    GaussianTaps[] taps = GaussianTaps.of(sigmaVoxels, order, size, border);
    blurPlanes(image, taps[0], taps[1], out);
    if (taps[2].reach() > 0) {
      int height = Math.min(out.nz(), 2 * taps[2].reach() + 2 * ROWS);
      Columns.alongZ(
          workers, out, height, w -> columns(new Strip(taps[2], out.nz(), height, ROWS, w)));
    }
  }

  private void blurPlanes(Samples image, GaussianTaps x, GaussianTaps y, Samples out) {
    int nx = image.nx();
    int ny = image.ny();
    int block = loops.get().rowsAtOnce();
    int window = 2 * y.reach() + ROWS + block;
    int width = Columns.width(nx, image.nz(), Math.min(ny, window));
    int height = Math.min(ny, Math.max(window, Columns.STRIP / width));
    int strips = (nx + width - 1) / width;
    workers.run(
        strips * image.nz(),
        Columns.grain(width, ny),
        () -> new PlaneStrip(new Rows(x, nx, block, width), new Strip(y, ny, height, block, width)),
        (strip, from, end) -> {
          for (int s = from; s < end; s++) {
            strip.blur(image, s / strips, s % strips * width, width, out);
          }
        });
  }

  private Columns.Filter columns(Strip strip) {
    return (image, at, step, n) -> {
      Samples whole = Samples.of(image, image.length, 1, 1);
      strip.blur(
          (first, count, made) -> {
            for (int k = 0; k < count; k++) {
              whole.values(at + (first + k) * step, n, made[k], 0);
            }
          },
          image,
          at,
          step,
          n);
    };
  }

  private static float[] floats(double[] weights) {
    float[] w = new float[weights.length];
    for (int d = 0; d < w.length; d++) {
      w[d] = (float) weights[d];
    }
    return w;
  }

  private static void negate(float[] from, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = -from[i];
    }
  }

  /** Part of a plane: along x, then along y. */
  private final class PlaneStrip {
    private final Rows rows;
    private final Strip strip;

    PlaneStrip(Rows rows, Strip strip) {
      this.rows = rows;
      this.strip = strip;
    }

    void blur(Samples image, int z, int x0, int width, Samples out) {
      int nx = image.nx();
      int plane = z * nx * image.ny();
      int n = Math.min(width, nx - x0);
      strip.blur(
          (first, count, made) -> rows.blur(image, plane + first * nx, count, x0, n, made),
          out.target(),
          out.offset() + plane + x0,
          nx,
          n);
    }
  }

  /** Parts of neighbouring rows of the image and what stands beside them. */
  private final class Rows {
    private final Arithmetic arithmetic = loops.get();
    private final GaussianTaps taps;
    private final int nx;
    private final int zero;
    private final float[] weights;
    private final float[][] values;
    private final float[][] mirrored;

    /** One more element than is ever read stays 0. */
    Rows(GaussianTaps taps, int nx, int block, int width) {
      this.taps = taps;
      this.nx = nx;
      zero = width + 2 * taps.reach();
      weights = floats(taps.weights());
      values = new float[block][zero + 1 + arithmetic.margin()];
      mirrored = taps.isOdd() ? new float[block][zero + 1 + arithmetic.margin()] : values;
    }

    /** Reads n values from x0 on, and before and after them as many as weights reach; sums them. */
    void blur(Samples image, int start, int count, int x0, int n, float[][] to) {
      int low = x0 - taps.reach();
      int high = x0 + n + taps.reach();
      int first = Math.max(0, low);
      int end = Math.min(nx, high);
      for (int k = 0; k < count; k++) {
        image.values(start + k * nx + first, end - first, values[k], first - low);
        copyBeyond(values[k], low, low, first);
        copyBeyond(values[k], low, end, high);
        if (taps.isOdd()) {
          negate(values[k], mirrored[k], high - low);
        }
      }
      arithmetic.alongRows(mirrored, values, count, weights, to, n);
    }

    private void copyBeyond(float[] row, int low, int from, int end) {
      for (int i = from; i < end; i++) {
        int source = taps.source(i);
        row[i - low] = row[source == nx ? zero : source - low];
      }
    }
  }

  /** Rows to be summed with weights, made as they are needed, the later in place of the earlier. */
  private final class Strip {
    private final Arithmetic arithmetic = loops.get();
    private final GaussianTaps taps;
    private final int length;
    private final float[] weights;
    private final int height;
    private final float[][] rows;
    private final float[][] mirrored;
    private final float[][] before;
    private final float[][] after;
    private final float[][] made;

    /** The row after the last stays 0. */
    Strip(GaussianTaps taps, int length, int height, int block, int width) {
      this.taps = taps;
      this.length = length;
      weights = floats(taps.weights());
      this.height = height;
      rows = new float[height + 1][width + arithmetic.margin()];
      mirrored = taps.isOdd() ? new float[height + 1][width + arithmetic.margin()] : rows;
      after = Arrays.copyOf(rows, ROWS + 2 * taps.reach());
      before = taps.isOdd() ? Arrays.copyOf(rows, after.length) : after;
      made = Arrays.copyOf(rows, block);
    }

    void blur(Source source, float[] to, int at, int step, int n) {
      int reach = taps.reach();
      int ready = 0;
      for (int i = 0; i < length; i += ROWS) {
        int sums = Math.min(ROWS, length - i);
        if (ready < Math.min(length, i + sums + reach)) {
          ready = makeAll(source, ready, height + Math.max(0, i - reach), n);
        }
        for (int k = 0; k < sums + 2 * reach; k++) {
          int row = taps.source(i + k - reach);
          int slot = row == length ? height : row % height;
          before[k] = mirrored[slot];
          after[k] = rows[slot];
        }
        arithmetic.acrossRows(before, after, sums, weights, to, at + i * step, step, n);
      }
    }

    /** Makes rows by blocks as long as they end before or at an end; returns how many there are. */
    private int makeAll(Source source, int ready, int end, int n) {
      int next = ready;
      int count = Math.min(made.length, length - next);
      while (count > 0 && next + count <= end) {
        make(source, next, count, n);
        next += count;
        count = Math.min(made.length, length - next);
      }
      return next;
    }

    private void make(Source source, int first, int count, int n) {
      for (int k = 0; k < count; k++) {
        made[k] = rows[(first + k) % height];
      }
      source.make(first, count, made);
      for (int k = 0; taps.isOdd() && k < count; k++) {
        negate(made[k], mirrored[(first + k) % height], n);
      }
    }
  }
}
