// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.io.IOException;
import java.util.Random;
import java.util.SplittableRandom;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.perturb.Variants;

/**
 * Infidelity: the mean of (I·Φ - (y(x) - y(x - I)))² over random changes I ~ N(0, sigma²), where a
 * map Φ stands for every channel; 0 if the map foretells the change of the score. (Yeh et al.,
 * NeurIPS 2019, arXiv:1901.09392.) A map has no unit, so it may first be multiplied by the factor
 * that fits best, E[ab] / E[a²] with a = I·Φ and b the change of the score.
 *
 * @param changes how many
 * @param sigma standard deviation of a change, in the unit of the images
 * @param scaled whether the map is multiplied by the best factor
 * @param seed of the random numbers
 */
public record Infidelity(int changes, double sigma, boolean scaled, long seed) {

  /**
   * The infidelity of an image's map.
   *
   * @param maps on the images' grid
   * @param image number of the image
   * @param target the class
   */
  public double of(Features images, CamMaps maps, int image, int target, Variants variants)
      throws IOException {
    RemovalCurve.requireGrid(images, maps);
    float[] map = maps.image(image).data();
    double[] foretold = new double[changes];
    double[] scores =
        variants.scores(
            images,
            image,
            target,
            changes,
            (k, data, at) -> {
              Random random = new Random(new SplittableRandom(seed + k).nextLong());
              for (int j = 0; j < images.channels() * map.length; j++) {
                double change = sigma * random.nextGaussian();
                foretold[k] += change * map[j % map.length];
                data[at + j] -= (float) change;
              }
            });
    double whole = variants.score(images, image, target);
    double ab = 0;
    double aa = 0;
    for (int k = 0; k < changes; k++) {
      ab += foretold[k] * (whole - scores[k]);
      aa += foretold[k] * foretold[k];
    }
    double factor = scaled && aa > 0 ? ab / aa : 1;
    double sum = 0;
    for (int k = 0; k < changes; k++) {
      double error = factor * foretold[k] - (whole - scores[k]);
      sum += error * error;
    }
    return sum / changes;
  }
}
