// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import org.heatscope.image.Tensor;

/**
 * How the tokens of a transformer lie on an image: first the class tokens, then the register
 * tokens, neither of which has a place, then those of the patches in C order of their grid.
 *
 * @param classTokens how many; 1 for ViT, 0 for Swin, 2 for DeiT with distillation
 * @param registerTokens how many; 4 for DINOv2 with registers
 * @param grid of the patches; null: as many rows as columns
 */
public record Tokens(int classTokens, int registerTokens, int[] grid) {
  /** The tokens that have no place. */
  int unplaced() {
    return classTokens + registerTokens;
  }

  /**
   * The grid of so many tokens.
   *
   * @throws IllegalArgumentException with the numbers if they do not fit it
   */
  int[] grid(int tokens) {
    int placed = tokens - unplaced();
    int side = (int) Math.round(Math.sqrt(Math.max(0, placed)));
    int[] g = grid != null ? grid : new int[] {side, side};
    if (placed < 1 || Features.positions(g) != placed) {
      throw new IllegalArgumentException(
          tokens
              + " tokens less "
              + classTokens
              + " class and "
              + registerTokens
              + " register tokens are "
              + placed
              + ", which "
              + (grid == null ? "is no square; give the grid" : "do not fill " + text(g)));
    }
    return g;
  }

  private static String text(int[] grid) {
    return Arrays.toString(grid).replace(", ", " x ");
  }

  /**
   * Token sequences [N, T, C] or [T, C] as features on the patches' grid.
   *
   * @throws IllegalArgumentException with the numbers if they do not fit
   */
  public Features features(Tensor sequences) {
    int[] shape = sequences.shape();
    int images = Features.isBatch(shape, 2, "T,C") ? shape[0] : 1;
    int tokens = shape[shape.length - 2];
    int channels = shape[shape.length - 1];
    int[] g = grid(tokens);
    float[] placed = new float[images * (tokens - unplaced()) * channels];
    for (int n = 0; n < images; n++) {
      int from = (n * tokens + unplaced()) * channels;
      int length = placed.length / images;
      System.arraycopy(sequences.data(), from, placed, n * length, length);
    }
    return channelsLast(images, g, channels, placed);
  }

  /**
   * Features from a tensor whose channels are its last axis, as Swin's: [N, H, W, C] or, with
   * {@code axes} 3, [N, D, H, W, C]; N may be left out.
   *
   * @throws IllegalArgumentException if the tensor has another number of axes
   */
  public static Features channelsLast(Tensor tensor, int axes) {
    int[] shape = tensor.shape();
    boolean batch = Features.isBatch(shape, axes + 1, axes == 2 ? "H,W,C" : "D,H,W,C");
    int first = batch ? 1 : 0;
    return channelsLast(
        batch ? shape[0] : 1,
        Arrays.copyOfRange(shape, first, first + axes),
        shape[shape.length - 1],
        tensor.data());
  }

  private static Features channelsLast(int images, int[] grid, int channels, float[] data) {
    int positions = Features.positions(grid);
    float[] turned = new float[data.length];
    for (int n = 0; n < images; n++) {
      int at = n * channels * positions;
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          turned[at + c * positions + p] = data[at + p * channels + c];
        }
      }
    }
    return new Features(images, channels, grid, turned);
  }
}
