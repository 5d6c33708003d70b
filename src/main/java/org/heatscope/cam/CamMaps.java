// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import org.heatscope.image.Tensor;

/**
 * Maps on one grid, one for each image of a batch; NaN where there is no answer.
 *
 * @param images how many maps
 * @param grid their grid: {H, W} or {D, H, W}
 * @param data the values [image, position] in C order
 */
public record CamMaps(int images, int[] grid, float[] data) {
  /** Checks that the values fill the shape. */
  public CamMaps {
    long count = images * Features.positions(grid);
    if (count != data.length) {
      throw new IllegalArgumentException(
          data.length + " values for " + images + " maps of " + Arrays.toString(grid));
    }
  }

  /** Maps of zeros. */
  public static CamMaps zeros(int images, int[] grid) {
    return new CamMaps(
        images,
        grid,
        new float[Math.toIntExact(Math.multiplyExact(images, Features.positions(grid)))]);
  }

  /** The number of positions of a map. */
  public int positions() {
    return Math.toIntExact(Features.positions(grid));
  }

  /** One map alone (a copy). */
  public CamMaps image(int index) {
    int p = positions();
    return new CamMaps(1, grid, Arrays.copyOfRange(data, index * p, (index + 1) * p));
  }

  /** The maps as a tensor [N, H, W] or [N, D, H, W]; the values are not copied. */
  public Tensor tensor(String name) {
    int[] shape = new int[grid.length + 1];
    shape[0] = images;
    System.arraycopy(grid, 0, shape, 1, grid.length);
    return new Tensor(name, shape, data);
  }
}
