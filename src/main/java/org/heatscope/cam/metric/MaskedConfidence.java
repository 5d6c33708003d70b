// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam.metric;

import java.io.IOException;
import org.heatscope.cam.CamMaps;
import org.heatscope.cam.Features;
import org.heatscope.cam.perturb.Variants;

/**
 * What the score keeps when the network sees only what a map shows, x ⊙ L with L brought to 0..1.
 * (Grad-CAM++: Chattopadhay et al., WACV 2018, arXiv:1710.11063.)
 *
 * @param averageDrop the mean of max(0, y - y') / y, low for good maps
 * @param increase share of the images whose score rises, y' > y, high for good maps
 */
public record MaskedConfidence(double averageDrop, double increase) {

  /**
   * The numbers of a batch.
   *
   * @param maps on the images' grid, not negative; each is divided by its largest value
   * @param targets the class of each image; its score should be a probability
   */
  public static MaskedConfidence of(Features images, CamMaps maps, int[] targets, Variants variants)
      throws IOException {
    RemovalCurve.requireGrid(images, maps);
    int n = images.positions();
    double drop = 0;
    double risen = 0;
    for (int i = 0; i < targets.length; i++) {
      float[] map = maps.image(i).data();
      float most = 0;
      for (float v : map) {
        most = Math.max(most, v);
      }
      float largest = most;
      double whole = variants.score(images, i, targets[i]);
      double masked =
          variants
              .scores(
                  images,
                  i,
                  targets[i],
                  1,
                  (k, data, at) -> {
                    for (int j = 0; j < images.channels() * n; j++) {
                      data[at + j] *= largest > 0 ? Math.max(0, map[j % n]) / largest : 0;
                    }
                  })[0];
      drop += Math.max(0, whole - masked) / whole;
      risen += masked > whole ? 1 : 0;
    }
    return new MaskedConfidence(drop / targets.length, risen / targets.length);
  }
}
