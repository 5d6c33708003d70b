// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.io.IOException;
import java.util.Random;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;

/**
 * Sensitivity-max: the largest ||Φ(x + d) - Φ(x)|| / ||Φ(x)|| over random d with every |d_j| at
 * most a radius; low for maps that do not change when the image hardly does. (Yeh et al., NeurIPS
 * 2019, arXiv:1901.09392.)
 *
 * @param changes how many
 * @param radius in the unit of the images
 * @param seed of the random numbers
 */
public record MaxSensitivity(int changes, double radius, long seed) {
  /** Makes the maps of a batch. */
  @FunctionalInterface
  public interface Explanation {
    /** The maps, on any grid. */
    CamMaps of(Features images) throws IOException;
  }

  /** The sensitivity of each image's map; NaN for a map of zeros. */
  public double[] of(Features images, Explanation explanation) throws IOException {
    CamMaps before = explanation.of(images);
    Random random = new Random(seed);
    double[] most = new double[images.images()];
    for (int k = 0; k < changes; k++) {
      float[] data = images.data().clone();
      for (int j = 0; j < data.length; j++) {
        data[j] += (float) (radius * (2 * random.nextDouble() - 1));
      }
      CamMaps after =
          explanation.of(new Features(images.images(), images.channels(), images.grid(), data));
      for (int i = 0; i < most.length; i++) {
        most[i] = Math.max(most[i], change(before.image(i).data(), after.image(i).data()));
      }
    }
    return most;
  }

  private static double change(float[] before, float[] after) {
    double difference = 0;
    double norm = 0;
    for (int p = 0; p < before.length; p++) {
      difference += Math.pow((double) after[p] - before[p], 2);
      norm += Math.pow(before[p], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
