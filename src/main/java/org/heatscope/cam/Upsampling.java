// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import java.util.Locale;
import org.heatscope.backend.Workers;

/**
 * How maps are brought to another grid, axis by axis.
 *
 * <p>Two conventions say where the n samples of an axis lie among the m wanted. Half-pixel: both
 * grids cover the same extent, so that output o lies at input (o + 1/2) n / m - 1/2; beyond the
 * outermost centres their values go on. Corners: the first and the last centres coincide, so that o
 * lies at o (n - 1) / (m - 1), which puts everything but the middle off its place. Nothing is
 * smoothed before it is made smaller.
 *
 * <p>NaN makes NaN of every sample that it has a part in; for the spline of its whole line.
 */
public enum Upsampling {
  /** The value of the nearest cell; half-pixel. */
  NEAREST(false, 0),
  /** Linear along each axis; half-pixel, as OpenCV's and PyTorch's (align_corners=False). */
  LINEAR(false, 1),
  /** Linear along each axis; corners, as PyTorch's align_corners=True. */
  LINEAR_CORNERS(true, 1),
  /**
   * Cubic B-spline through the values, mirrored about the outermost centres; corners, as {@code
   * scipy.ndimage.zoom} of order 3. May overshoot.
   */
  SPLINE_CORNERS(true, 3);

  private final boolean corners;
  private final int degree;

  Upsampling(boolean corners, int degree) {
    this.corners = corners;
    this.degree = degree;
  }

  /** The name that users give: "linear-corners". */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Along one axis, the distance of neighbouring output samples and the place of the first one,
   * both in input samples.
   *
   * @param n input samples
   * @param m output samples
   * @return {step, first}
   */
  public double[] grid(int n, int m) {
    if (corners) {
      return new double[] {m > 1 ? (n - 1.0) / (m - 1) : 1, 0};
    }
    double step = (double) n / m;
    return new double[] {step, 0.5 * step - 0.5};
  }

  /**
   * The maps on another grid.
   *
   * @param size of the grid, as many axes as the maps have
   * @throws IllegalArgumentException if the number of axes differs or a size is not positive
   */
  public CamMaps apply(CamMaps maps, int[] size, Workers workers) {
    Plan plan = plan(maps.grid(), size);
    CamMaps out = CamMaps.zeros(maps.images(), size.clone());
    workers.run(
        maps.images(),
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            plan.apply(maps.data(), i * maps.positions(), out.data(), i * out.positions());
          }
        });
    return out;
  }

  /**
   * What does not depend on the values, for many maps of one grid.
   *
   * @throws IllegalArgumentException if the number of axes differs or a size is not positive
   */
  public Plan plan(int[] grid, int[] size) {
    if (size.length != grid.length) {
      throw new IllegalArgumentException(
          "the maps have " + grid.length + " axes, the size " + size.length + " numbers");
    }
    Taps[] taps = new Taps[grid.length];
    for (int a = 0; a < grid.length; a++) {
      if (size[a] < 1) {
        throw new IllegalArgumentException("a size of " + size[a]);
      }
      taps[a] = taps(grid[a], size[a]);
    }
    return new Plan(grid.clone(), taps, degree == 3);
  }

  /** The way from one grid to another; several threads may use it. */
  public static final class Plan {
    private final int[] grid;
    private final Taps[] taps;
    private final boolean spline;

    private Plan(int[] grid, Taps[] taps, boolean spline) {
      this.grid = grid;
      this.taps = taps;
      this.spline = spline;
    }

    /**
     * Brings one map to the other grid.
     *
     * @param maps hold it from {@code from} on
     * @param out receives it from {@code to} on
     */
    public void apply(float[] maps, int from, float[] out, int to) {
      float[] in = maps;
      int start = from;
      if (spline) {
        in = Arrays.copyOfRange(maps, from, from + Features.positions(grid));
        start = 0;
        Spline.coefficients(in, grid);
      }
      // The last axis comes first: it makes the data grow least while steps are short.
      int outer = Features.positions(grid);
      int inner = 1;
      for (int a = grid.length - 1; a >= 0; a--) {
        outer /= grid[a];
        int wanted = taps[a].size();
        float[] next = a == 0 ? out : new float[outer * wanted * inner];
        taps[a].apply(in, start, outer, grid[a], inner, next, a == 0 ? to : 0);
        in = next;
        start = 0;
        inner *= wanted;
      }
    }
  }

  private Taps taps(int n, int m) {
    double[] g = grid(n, m);
    Taps t = new Taps(m, degree == 3 ? 4 : 2);
    for (int o = 0; o < m; o++) {
      double x = Math.min(Math.max(o * g[0] + g[1], 0), n - 1.0);
      if (degree == 3) {
        Spline.taps(x, n, t, o);
      } else {
        double y = degree == 0 ? Math.floor(x + 0.5) : x;
        int first = (int) y;
        float part = (float) (y - first);
        // A tap without weight points to the same cell: no NaN comes in from the neighbour.
        t.set(o, 0, first, 1 - part);
        t.set(o, 1, part > 0 ? first + 1 : first, part);
      }
    }
    return t;
  }

  /** For each output sample of an axis the input samples that it is made of, and their weights. */
  static final class Taps {
    private final int count;
    private final int[] index;
    private final float[] weight;

    Taps(int size, int count) {
      this.count = count;
      index = new int[size * count];
      weight = new float[size * count];
    }

    void set(int output, int tap, int input, double w) {
      index[output * count + tap] = input;
      weight[output * count + tap] = (float) w;
    }

    int size() {
      return index.length / count;
    }

    /** [outer][n][inner] to [outer][size][inner]. */
    void apply(float[] in, int from, int outer, int n, int inner, float[] out, int at) {
      int to = at;
      for (int b = 0; b < outer; b++) {
        int row = from + b * n * inner;
        if (inner == 1) {
          gather(in, row, out, to);
          to += size();
          continue;
        }
        for (int t = 0; t < index.length; t += count) {
          combine(
              in,
              row + index[t] * inner,
              row + index[t + 1] * inner,
              weight[t],
              weight[t + 1],
              out,
              to,
              inner);
          for (int k = t + 2; k < t + count; k++) {
            add(in, row + index[k] * inner, weight[k], out, to, inner);
          }
          to += inner;
        }
      }
    }

    /** The same along the fastest axis, where there is nothing to go over inside. */
    private void gather(float[] in, int row, float[] out, int at) {
      int to = at;
      for (int t = 0; t < index.length; t += count) {
        float v = weight[t] * in[row + index[t]] + weight[t + 1] * in[row + index[t + 1]];
        for (int k = t + 2; k < t + count; k++) {
          v += weight[k] * in[row + index[k]];
        }
        out[to++] = v;
      }
    }

    /** Bare loops, which the compiler turns into vector instructions. */
    private static void combine(
        float[] in, int a, int b, float wa, float wb, float[] out, int to, int n) {
      for (int i = 0; i < n; i++) {
        out[to + i] = wa * in[a + i] + wb * in[b + i];
      }
    }

    private static void add(float[] in, int a, float w, float[] out, int to, int n) {
      for (int i = 0; i < n; i++) {
        out[to + i] += w * in[a + i];
      }
    }
  }
}
