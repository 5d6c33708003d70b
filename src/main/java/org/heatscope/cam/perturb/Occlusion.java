// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import java.util.Arrays;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;

/**
 * Occlusion sensitivity: how much the score falls when a window is hidden, high where the network
 * looks. A window w hides the image by x_w = (1 - k_w) x + k_w fill in all channels; the map is
 * L(p) = Σ_w k_w(p) (y(x) - y(x_w)) / Σ_w k_w(p). (Zeiler and Fergus, ECCV 2014.)
 *
 * <p>With a box, k is 1 inside the window: the mean over the windows that cover a position, as
 * Captum. With a Gaussian, k falls off from 1 at the centre with a standard deviation of a quarter
 * of the window, as in MONAI, whose map however is y(x_w) itself: low where it matters. Windows lie
 * evenly from the first position on; the last of each axis ends with the image.
 *
 * @param window sizes along each axis of the grid
 * @param overlap share of a window that the next one covers, at least 0 and below 1
 * @param gaussian whether k is a Gaussian and not a box
 * @param fill what hides the image
 */
public record Occlusion(int[] window, double overlap, boolean gaussian, float fill) {
  private static final double SIGMA = 0.25;

  /** Checks the numbers. */
  public Occlusion {
    if (Arrays.stream(window).anyMatch(w -> w < 1)) {
      throw new IllegalArgumentException("an occlusion window of " + Arrays.toString(window));
    }
    if (!(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException("windows overlap by 0 to below 1, not " + overlap);
    }
  }

  /** How many copies of an image of a grid are scored. */
  public int copies(int[] grid) {
    int[][] starts = starts(grid);
    return Math.toIntExact(
        Arrays.stream(starts).mapToLong(s -> s.length).reduce(1, Math::multiplyExact));
  }

  /**
   * The maps on the images' grid.
   *
   * @param targets the class of each image
   * @throws IllegalArgumentException if the window has another number of axes than the images, or
   *     is larger than they are
   */
  public CamMaps map(Features images, int[] targets, Variants variants) throws IOException {
    int[] grid = images.grid();
    int[][] starts = starts(grid);
    int count = copies(grid);
    CamMaps maps = CamMaps.zeros(images.images(), grid);
    int n = images.positions();
    for (int i = 0; i < images.images(); i++) {
      double whole = variants.score(images, i, targets[i]);
      double[] hidden =
          variants.scores(
              images,
              i,
              targets[i],
              count,
              (w, data, at) -> {
                for (int c = 0; c < images.channels(); c++) {
                  int from = at + c * n;
                  visit(w, starts, grid, (p, k) -> data[from + p] += k * (fill - data[from + p]));
                }
              });
      double[] sum = new double[n];
      double[] weight = new double[n];
      for (int w = 0; w < count; w++) {
        double drop = whole - hidden[w];
        visit(
            w,
            starts,
            grid,
            (p, k) -> {
              sum[p] += k * drop;
              weight[p] += k;
            });
      }
      for (int p = 0; p < n; p++) {
        maps.data()[i * n + p] = (float) (sum[p] / weight[p]);
      }
    }
    return maps;
  }

  /** Along each axis, where the windows begin. */
  private int[][] starts(int[] grid) {
    if (window.length != grid.length) {
      throw new IllegalArgumentException(
          "an occlusion window of " + window.length + " axes for images of " + grid.length);
    }
    int[][] starts = new int[grid.length][];
    for (int a = 0; a < grid.length; a++) {
      int last = grid[a] - window[a];
      if (last < 0) {
        throw new IllegalArgumentException(
            "an occlusion window of " + window[a] + " for an image of " + grid[a]);
      }
      int step = (int) Math.max(1, Math.round(window[a] * (1 - overlap)));
      starts[a] = new int[(last + step - 1) / step + 1];
      Arrays.setAll(starts[a], i -> Math.min(i * step, last));
    }
    return starts;
  }

  private interface Visitor {
    void at(int position, float weight);
  }

  /** Goes over the positions of a window with their weights. */
  private void visit(int number, int[][] starts, int[] grid, Visitor visitor) {
    int axes = grid.length;
    int[] start = new int[axes];
    int rest = number;
    for (int a = axes - 1; a >= 0; a--) {
      start[a] = starts[a][rest % starts[a].length];
      rest /= starts[a].length;
    }
    int cells = Arrays.stream(window).reduce(1, Math::multiplyExact);
    for (int cell = 0; cell < cells; cell++) {
      int left = cell;
      int position = 0;
      int stride = 1;
      double weight = 1;
      for (int a = axes - 1; a >= 0; a--) {
        int offset = left % window[a];
        left /= window[a];
        position += (start[a] + offset) * stride;
        stride *= grid[a];
        weight *= weight(offset, window[a]);
      }
      visitor.at(position, (float) weight);
    }
  }

  private double weight(int offset, int size) {
    double z = (offset - (size - 1) / 2.0) / (SIGMA * size);
    return gaussian ? Math.exp(-z * z / 2) : 1;
  }
}
