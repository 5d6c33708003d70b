// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.io.IOException;
import java.util.Random;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.perturb.Variants;

/**
 * ROAD, remove and debias: the score with a share of the positions replaced by what their
 * neighbours let expect, the most relevant first (MoRF) or the least relevant first (LeRF), so that
 * the shape of the hole tells nothing. Combined is (LeRF - MoRF) / 2, high for a good map. (Rong et
 * al., ICML 2022, arXiv:2202.00449.)
 *
 * @param shares of the positions to be replaced, between 0 and 1
 * @param noise standard deviation of what is added to replaced values
 * @param seed of the noise
 */
public record Road(double[] shares, double noise, long seed) {
  /** The paper's noise and the shares 0.1, 0.2, ... 0.9. */
  public static Road usual(long seed) {
    return new Road(new double[] {.1, .2, .3, .4, .5, .6, .7, .8, .9}, 0.01, seed);
  }

  /**
   * Scores at each share.
   *
   * @param morf the most relevant positions replaced
   * @param lerf the least relevant ones
   */
  public record Scores(double[] morf, double[] lerf) {
    /** (LeRF - MoRF) / 2, the mean over the shares. */
    public double combined() {
      double sum = 0;
      for (int i = 0; i < morf.length; i++) {
        sum += (lerf[i] - morf[i]) / 2;
      }
      return sum / morf.length;
    }
  }

  /**
   * The scores of an image.
   *
   * @param maps on the images' grid
   * @param image number of the image
   * @param target the class
   */
  public Scores of(Features images, CamMaps maps, int image, int target, Variants variants)
      throws IOException {
    RemovalCurve.requireGrid(images, maps);
    int[] order = Ranking.falling(maps.image(image).data());
    return new Scores(
        replaced(images, image, target, order, true, variants),
        replaced(images, image, target, order, false, variants));
  }

  private double[] replaced(
      Features images, int image, int target, int[] order, boolean most, Variants variants)
      throws IOException {
    NoisyLinearImputation imputation = new NoisyLinearImputation(images.grid(), noise);
    int n = images.positions();
    return variants.scores(
        images,
        image,
        target,
        shares.length,
        (i, data, at) -> {
          int count = (int) Math.round(shares[i] * n);
          boolean[] missing = new boolean[n];
          for (int k = 0; k < count; k++) {
            missing[order[most ? k : n - 1 - k]] = true;
          }
          Random random = new Random(seed);
          for (int c = 0; c < images.channels(); c++) {
            imputation.fill(data, at + c * n, missing, random);
          }
        });
  }
}
