// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.Upsampling;

/**
 * RISE: L(p) = Σ_i y(x ⊙ M_i) M_i(p) / (N share) over N random masks. A mask is a coarse grid of
 * cells, each 1 with a probability and else 0, brought to one cell more than the image along each
 * axis, linearly, and cut out at a random shift. (Petsiuk et al., BMVC 2018, arXiv:1806.07421.) The
 * scores should be probabilities: an offset of the scores shows in the map as noise.
 *
 * @param masks how many
 * @param cells along each axis
 * @param share probability of a cell to be seen
 * @param seed of the random numbers; every image has the same masks
 */
public record Rise(int masks, int cells, double share, long seed) {
  /** Checks the numbers. */
  public Rise {
    if (masks < 1 || cells < 1 || !(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          masks + " masks of " + cells + " cells, each seen with the probability " + share);
    }
  }

  /**
   * The maps on the images' grid.
   *
   * @param targets the class of each image
   */
  public CamMaps map(Features images, int[] targets, Variants variants) throws IOException {
    CamMaps maps = CamMaps.zeros(images.images(), images.grid());
    int n = images.positions();
    for (int i = 0; i < images.images(); i++) {
      int image = i;
      double[] scores =
          variants.scores(
              images,
              targets[i],
              masks,
              (m, data, at) ->
                  ScoreCam.multiply(images, image, mask(images.grid(), m), 0, 1, data, at));
      double[] sum = new double[n];
      // Masks are made anew: to keep them all would take more memory than the images.
      for (int m = 0; m < masks; m++) {
        float[] mask = mask(images.grid(), m);
        for (int p = 0; p < n; p++) {
          sum[p] += scores[m] * mask[p];
        }
      }
      for (int p = 0; p < n; p++) {
        maps.data()[i * n + p] = (float) (sum[p] / (masks * share));
      }
    }
    return maps;
  }

  /** A mask, which depends on the seed and its number only. */
  private float[] mask(int[] grid, int number) {
    Random random = new Random(new SplittableRandom(seed + number).nextLong());
    int axes = grid.length;
    int[] coarse = new int[axes];
    Arrays.fill(coarse, cells);
    CamMaps seen = CamMaps.zeros(1, coarse);
    for (int c = 0; c < seen.data().length; c++) {
      seen.data()[c] = random.nextDouble() < share ? 1 : 0;
    }
    int[] size = new int[axes];
    int[] shift = new int[axes];
    for (int a = 0; a < axes; a++) {
      int cell = (grid[a] + cells - 1) / cells;
      size[a] = (cells + 1) * cell;
      shift[a] = random.nextInt(cell);
    }
    return cut(Upsampling.LINEAR.apply(seen, size, ScoreCam.ALONE).data(), size, shift, grid);
  }

  private static float[] cut(float[] from, int[] size, int[] shift, int[] grid) {
    float[] out = new float[Arrays.stream(grid).reduce(1, Math::multiplyExact)];
    for (int p = 0; p < out.length; p++) {
      int left = p;
      int at = 0;
      int stride = 1;
      for (int a = grid.length - 1; a >= 0; a--) {
        at += (left % grid[a] + shift[a]) * stride;
        left /= grid[a];
        stride *= size[a];
      }
      out[p] = from[at];
    }
    return out;
  }
}
