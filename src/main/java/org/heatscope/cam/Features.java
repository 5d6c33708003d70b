// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import org.heatscope.image.Tensor;

/**
 * A layer's activations, or the gradients of a score with respect to them, for a batch of images:
 * the numbers [image, channel, position], the position being an index into the layer's own grid in
 * C order.
 *
 * @param images how many images
 * @param channels how many channels
 * @param grid the layer's grid: {H, W} or {D, H, W}
 * @param data the numbers in C order
 */
public record Features(int images, int channels, int[] grid, float[] data) {
  /** Checks that the numbers fill the shape. */
  public Features {
    long count = (long) images * channels * positions(grid);
    if (images < 1 || channels < 1 || count < 1 || count != data.length) {
      throw new IllegalArgumentException(
          data.length
              + " numbers for "
              + images
              + " images of "
              + channels
              + " channels on a grid of "
              + Arrays.toString(grid));
    }
  }

  /**
   * Features from a tensor [N, C, H, W] or [C, H, W], or with {@code axes} 3 [N, C, D, H, W] or [C,
   * D, H, W]. The numbers are not copied.
   *
   * @param axes of the grid, 2 or 3
   * @throws IllegalArgumentException if the tensor has another number of axes, or is empty
   */
  public static Features of(Tensor tensor, int axes) {
    int[] shape = tensor.shape();
    boolean batch = isBatch(shape, axes + 1, axes == 2 ? "C,H,W" : "C,D,H,W");
    int first = batch ? 1 : 0;
    return new Features(
        batch ? shape[0] : 1,
        shape[first],
        Arrays.copyOfRange(shape, first + 1, shape.length),
        tensor.data());
  }

  /**
   * Whether a shape begins with the number of images.
   *
   * @param alone how many axes it has without
   * @param axes how errors call those
   * @throws IllegalArgumentException if it has neither those axes nor one more
   */
  static boolean isBatch(int[] shape, int alone, String axes) {
    if (shape.length != alone && shape.length != alone + 1) {
      throw new IllegalArgumentException(
          "the array needs the axes [N,]" + axes + ", not " + Arrays.toString(shape));
    }
    return shape.length > alone;
  }

  /**
   * Features from a tensor whose axes tell: five are [N, C, D, H, W], four [N, C, H, W], three [C,
   * H, W].
   */
  public static Features of(Tensor tensor) {
    return of(tensor, tensor.shape().length > 4 ? 3 : 2);
  }

  /** The number of positions of the grid. */
  public int positions() {
    return positions(grid);
  }

  /**
   * The number of positions of a grid.
   *
   * @throws IllegalArgumentException if they are more than one array holds
   */
  static int positions(int[] grid) {
    long count = 1;
    for (int size : grid) {
      count *= size;
      if (count > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "a grid of " + Arrays.toString(grid) + " has more positions than one array holds");
      }
    }
    return (int) count;
  }

  /** Where a channel of an image begins in {@link #data}. */
  public int offset(int image, int channel) {
    return (image * channels + channel) * positions();
  }

  /**
   * Checks that gradients belong to these activations.
   *
   * @throws IllegalArgumentException with both shapes if they differ
   */
  public void requireSameShape(Features gradients) {
    if (images != gradients.images
        || channels != gradients.channels
        || !Arrays.equals(grid, gradients.grid)) {
      throw new IllegalArgumentException(
          "the activations are " + shape() + ", the gradients " + gradients.shape());
    }
  }

  /** The shape in a word: "64 x 2048 x 7 x 7". */
  public String shape() {
    StringBuilder s = new StringBuilder(images + " x " + channels);
    for (int size : grid) {
      s.append(" x ").append(size);
    }
    return s.toString();
  }
}
