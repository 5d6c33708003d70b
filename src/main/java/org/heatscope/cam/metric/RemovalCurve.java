// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.io.IOException;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.perturb.Variants;

/**
 * Deletion and insertion: the score while positions are removed from the image, or put back onto a
 * blank one, from the most relevant on, in equal steps. A map that finds what the network uses lets
 * the score fall at once when positions are deleted and rise at once when they are inserted; the
 * area under the curve says how soon. (RISE: Petsiuk et al., BMVC 2018, arXiv:1806.07421.)
 *
 * @param insertion whether positions are put back instead of removed
 * @param steps of the curve, which has one point more
 * @param blank what stands where a position is missing, in every channel
 */
public record RemovalCurve(boolean insertion, int steps, float blank) {
  /** Checks the steps. */
  public RemovalCurve {
    if (steps < 1) {
      throw new IllegalArgumentException("a curve of " + steps + " steps");
    }
  }

  /**
   * The scores after each share 0, 1/steps, ... 1 of the positions, and the area under them.
   *
   * @param scores the score at each share
   * @param area by the trapezoid rule over shares 0..1
   */
  public record Curve(double[] scores, double area) {}

  /**
   * The curve of an image.
   *
   * @param maps on the images' grid
   * @param image number of the image
   * @param target the class
   */
  public Curve of(Features images, CamMaps maps, int image, int target, Variants variants)
      throws IOException {
    requireGrid(images, maps);
    int n = images.positions();
    int[] order = Ranking.falling(maps.image(image).data());
    double[] scores =
        variants.scores(
            images,
            image,
            target,
            steps + 1,
            (step, data, at) -> {
              int moved = (int) Math.round((double) step * n / steps);
              int from = insertion ? moved : 0;
              int to = insertion ? n : moved;
              for (int c = 0; c < images.channels(); c++) {
                for (int i = from; i < to; i++) {
                  data[at + c * n + order[i]] = blank;
                }
              }
            });
    double area = 0;
    for (int i = 0; i < steps; i++) {
      area += (scores[i] + scores[i + 1]) / 2 / steps;
    }
    return new Curve(scores, area);
  }

  static void requireGrid(Features images, CamMaps maps) {
    if (images.images() != maps.images() || images.positions() != maps.positions()) {
      throw new IllegalArgumentException(
          "the images are "
              + images.shape()
              + ", the maps "
              + maps.images()
              + " of "
              + maps.positions()
              + " positions");
    }
  }
}
