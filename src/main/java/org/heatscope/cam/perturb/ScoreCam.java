// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.perturb;

import java.io.IOException;
import java.util.Arrays;
import org.heatscope.backend.Workers;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.Upsampling;
import org.heatscope.cam.WeightedChannelSum;

/**
 * Score-CAM: L = Σ_c w_c A_c with w = softmax over c of y(x ⊙ s(up A_c)), where up brings a channel
 * to the image's grid and s takes its values to 0..1 by (v - min) / (max - min + 1e-8). No score of
 * a baseline is taken off: softmax ignores constants. (Wang et al., CVPR Workshops 2020,
 * arXiv:1910.01279.)
 *
 * <p>A channel with NaN scores NaN, and so does its image's map.
 *
 * @param upsampling half-pixel {@link Upsampling#LINEAR}; pytorch-grad-cam takes {@link
 *     Upsampling#LINEAR_CORNERS}
 */
public record ScoreCam(Upsampling upsampling) {
  private static final double EPSILON = 1e-8;

  /** A mask is made by the thread that makes its copy. */
  static final Workers ALONE = new Workers(1);

  /** How many copies of an image are scored. */
  public static int copies(Features activations) {
    return activations.channels();
  }

  /**
   * The raw maps on the layer's grid, before ReLU.
   *
   * @param images what the network takes
   * @param activations of the layer for these images
   * @param targets the class of each image
   */
  public CamMaps map(Features images, Features activations, int[] targets, Variants variants)
      throws IOException {
    return WeightedChannelSum.of(
        activations, weights(images, activations, targets, variants), variants.workers());
  }

  /** The weights [image, channel]. */
  float[] weights(Features images, Features activations, int[] targets, Variants variants)
      throws IOException {
    int channels = activations.channels();
    Upsampling.Plan up = upsampling.plan(activations.grid(), images.grid());
    float[] weights = new float[images.images() * channels];
    for (int i = 0; i < images.images(); i++) {
      int image = i;
      double[] scores =
          variants.scores(
              images,
              targets[i],
              channels,
              (c, data, at) -> {
                float[] mask = new float[images.positions()];
                up.apply(activations.data(), activations.offset(image, c), mask, 0);
                normalised(images, image, mask, data, at);
              });
      double[] w = softmax(scores);
      for (int c = 0; c < channels; c++) {
        weights[i * channels + c] = (float) w[c];
      }
    }
    return weights;
  }

  /** The image under the mask on its own scale. */
  private static void normalised(Features images, int image, float[] mask, float[] data, int at) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    boolean missing = false;
    // Rarely taken branches: Math.min and max take twice as long.
    for (float v : mask) {
      if (!(v >= least)) {
        missing |= Float.isNaN(v);
        least = v;
      }
      if (v > most) {
        most = v;
      }
    }
    float low = missing ? Float.NaN : least;
    float factor = (float) (1 / ((double) most - least + EPSILON));
    multiply(images, image, mask, low, factor, data, at);
  }

  /** Writes x (mask - low) factor. */
  static void multiply(
      Features images, int image, float[] mask, float low, float factor, float[] data, int at) {
    for (int c = 0; c < images.channels(); c++) {
      float[] x = images.data();
      int from = images.offset(image, c);
      int to = at + c * mask.length;
      for (int p = 0; p < mask.length; p++) {
        data[to + p] = x[from + p] * ((mask[p] - low) * factor);
      }
    }
  }

  private static double[] softmax(double[] scores) {
    double most = Arrays.stream(scores).max().orElse(0);
    double[] e = Arrays.stream(scores).map(s -> Math.exp(s - most)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(v -> v / sum).toArray();
  }
}
