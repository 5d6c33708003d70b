// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.ArrayList;
import java.util.List;
import org.heatscope.backend.Workers;

/**
 * What the Python library pytorch-grad-cam makes of raw maps, to the number, so that results can be
 * compared with it.
 *
 * <p>Each layer's map: max(v, 0); less its minimum, divided by its new maximum + 1e-7; resized, in
 * 2-D linearly with half-pixel centres, in 3-D by a cubic spline with pinned corners, which shifts
 * everything but the middle; max(v, 0). Then the mean over the layers, brought to 0..1 once more in
 * the same way. Every image has its own scale: values of different images cannot be compared.
 */
public final class PytorchGradCam {
  private static final double EPSILON = 1e-7;

  private PytorchGradCam() {}

  /** The library's form of a method where ours is another: "fem" is its "fem-share". */
  public static CamMethod method(String name) {
    return CamMethods.get(name.equals("fem") ? "fem-share" : name);
  }

  /** How maps on a grid of 2 or 3 axes are resized. */
  public static Upsampling upsampling(int axes) {
    return axes == 2 ? Upsampling.LINEAR : Upsampling.SPLINE_CORNERS;
  }

  /**
   * The finished maps.
   *
   * @param layers the raw maps of each layer, for the same images
   * @param size {H, W} or {D, H, W} of the network's input
   */
  public static CamMaps finish(List<CamMaps> layers, int[] size, Workers workers) {
    Upsampling upsampling = upsampling(size.length);
    List<CamMaps> resized = new ArrayList<>();
    for (CamMaps raw : layers) {
      CamMaps positive = raw.rectified();
      normalise(positive);
      resized.add(upsampling.apply(positive, size, workers).rectified());
    }
    CamMaps mean = Fusion.MEAN.of(resized);
    normalise(mean);
    return mean;
  }

  /** Less the minimum, divided by the maximum + 1e-7: in place. */
  private static void normalise(CamMaps maps) {
    int n = maps.positions();
    float[] v = maps.data();
    for (int from = 0; from < v.length; from += n) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int p = from; p < from + n; p++) {
        least = Math.min(least, v[p]);
        most = Math.max(most, v[p]);
      }
      double factor = 1 / (most - least + EPSILON);
      for (int p = from; p < from + n; p++) {
        v[p] = (float) ((v[p] - least) * factor);
      }
    }
  }
}
