// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.List;

/** How maps of several layers, on one grid, become one. NaN in any layer makes NaN. */
public enum Fusion {
  /** The mean over the layers, as pytorch-grad-cam. */
  MEAN,
  /** The largest value of any layer, as TorchCAM. */
  MAX;

  /**
   * The fused maps.
   *
   * @param layers maps of the same images on the same grid
   * @throws IllegalArgumentException if numbers of images or grids differ
   */
  public CamMaps of(List<CamMaps> layers) {
    CamMaps first = layers.get(0);
    CamMaps fused = CamMaps.zeros(first.images(), first.grid());
    float[] out = fused.data();
    System.arraycopy(first.data(), 0, out, 0, out.length);
    for (CamMaps layer : layers.subList(1, layers.size())) {
      first.requireSameShape(layer);
      float[] in = layer.data();
      for (int i = 0; i < out.length; i++) {
        out[i] = this == MAX ? Math.max(out[i], in[i]) : out[i] + in[i];
      }
    }
    if (this == MEAN) {
      for (int i = 0; i < out.length; i++) {
        out[i] /= layers.size();
      }
    }
    return fused;
  }
}
