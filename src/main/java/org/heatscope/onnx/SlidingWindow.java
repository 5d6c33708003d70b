// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.image.Tensor;

/**
 * The windows in which a network of fixed input size looks at larger images: each overlaps the next
 * by half, the last of an axis ends with the image.
 *
 * @param image sizes of an image along the axes of its grid
 * @param size of a window
 */
record SlidingWindow(int[] image, int[] size) {

  /**
   * The windows for images of a shape; empty where the network takes them whole, or where they are
   * smaller than its input.
   *
   * @param declared the network's input, 0 where a size may vary
   * @param shape of a batch
   */
  static Optional<SlidingWindow> of(List<Long> declared, int[] shape) {
    if (declared.size() != shape.length || shape.length < 4) {
      return Optional.empty();
    }
    int[] image = Arrays.copyOfRange(shape, 2, shape.length);
    int[] size = new int[image.length];
    boolean larger = false;
    for (int a = 0; a < size.length; a++) {
      size[a] = Math.toIntExact(declared.get(a + 2));
      if (size[a] == 0 || size[a] > image[a]) {
        return Optional.empty();
      }
      larger |= size[a] < image[a];
    }
    return larger ? Optional.of(new SlidingWindow(image, size)) : Optional.empty();
  }

  /** The first position of each window. */
  int[][] origins() {
    List<int[]> found = new ArrayList<>(List.of(new int[0]));
    for (int a = 0; a < image.length; a++) {
      int step = Math.max(1, size[a] / 2);
      int last = image[a] - size[a];
      List<int[]> longer = new ArrayList<>();
      for (int[] origin : found) {
        for (int at = 0; at < last + step; at += step) {
          int[] next = Arrays.copyOf(origin, a + 1);
          next[a] = Math.min(at, last);
          longer.add(next);
        }
      }
      found = longer;
    }
    return found.toArray(int[][]::new);
  }

  /** The windows of an image as a batch. */
  Tensor cut(Tensor batch, int number) {
    int[][] origins = origins();
    int[] shape = new int[size.length + 2];
    shape[0] = origins.length;
    shape[1] = batch.shape()[1];
    System.arraycopy(size, 0, shape, 2, size.length);
    int whole = product(image);
    int row = size[size.length - 1];
    int rows = product(size) / row;
    float[] data =
        new float[Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), rows * row)];
    int to = 0;
    for (int[] origin : origins) {
      for (int c = 0; c < shape[1]; c++) {
        int from = (number * shape[1] + c) * whole;
        for (int r = 0; r < rows; r++) {
          System.arraycopy(batch.data(), from + start(origin, r), data, to, row);
          to += row;
        }
      }
    }
    return new Tensor(batch.name(), shape, data);
  }

  /** Where a row of a window begins in the image. */
  private int start(int[] origin, int row) {
    int last = size.length - 1;
    int at = origin[last];
    int stride = image[last];
    int rest = row;
    for (int a = last - 1; a >= 0; a--) {
      at += (origin[a] + rest % size[a]) * stride;
      rest /= size[a];
      stride *= image[a];
    }
    return at;
  }

  private static int product(int[] sizes) {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }
}
