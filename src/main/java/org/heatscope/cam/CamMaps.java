// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    long count = (long) images * Features.positions(grid);
    if (count != data.length) {
      throw new IllegalArgumentException(
          data.length + " values for " + images + " maps of " + Arrays.toString(grid));
    }
  }

  /** Maps of zeros. */
  public static CamMaps zeros(int images, int[] grid) {
    long count = (long) images * Features.positions(grid);
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          images + " maps of " + Arrays.toString(grid) + " are more than one array holds");
    }
    return new CamMaps(images, grid, new float[(int) count]);
  }

  /** The number of positions of a map. */
  public int positions() {
    return Features.positions(grid);
  }

  /** One map alone (a copy). */
  public CamMaps image(int index) {
    int p = positions();
    return new CamMaps(1, grid, Arrays.copyOfRange(data, index * p, (index + 1) * p));
  }

  /** max(v, 0) of every value (new maps); NaN stays NaN. */
  public CamMaps rectified() {
    float[] positive = new float[data.length];
    for (int i = 0; i < data.length; i++) {
      positive[i] = Math.max(data[i], 0);
    }
    return new CamMaps(images, grid, positive);
  }

  /**
   * Checks that other maps are of the same images on the same grid.
   *
   * @throws IllegalArgumentException with both shapes if not
   */
  public void requireSameShape(CamMaps other) {
    if (images != other.images || !Arrays.equals(grid, other.grid)) {
      throw new IllegalArgumentException(
          images
              + " maps of "
              + Arrays.toString(grid)
              + " and "
              + other.images
              + " of "
              + Arrays.toString(other.grid)
              + " do not go together");
    }
  }

  /**
   * What a user should hear of these maps, a sentence each: those without a finite value, of one
   * value only, or without anything above zero where only that counts.
   *
   * @param signed whether values below zero have a meaning
   */
  public List<String> remarks(boolean signed) {
    List<String> remarks = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      int missing = 0;
      for (int p = i * positions(); p < (i + 1) * positions(); p++) {
        if (Float.isFinite(data[p])) {
          least = Math.min(least, data[p]);
          most = Math.max(most, data[p]);
        } else {
          missing++;
        }
      }
      String map = images == 1 ? "the map" : "map " + i;
      if (missing == positions()) {
        remarks.add(map + " holds no finite value: it is empty");
        continue;
      }
      if (missing > 0) {
        remarks.add(map + " has " + missing + " of " + positions() + " values that are not finite");
      }
      if (missing == 0 && least == most) {
        remarks.add(map + " has the value " + least + " everywhere: nothing stands out");
      } else if (!signed && most <= 0) {
        remarks.add(map + " has no value above zero: after the ReLU it is empty");
      }
    }
    return remarks;
  }

  /** The maps as a tensor [N, H, W] or [N, D, H, W]; the values are not copied. */
  public Tensor tensor(String name) {
    int[] shape = new int[grid.length + 1];
    shape[0] = images;
    System.arraycopy(grid, 0, shape, 1, grid.length);
    return new Tensor(name, shape, data);
  }
}
