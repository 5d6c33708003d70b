// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Tensor;

/**
 * Attention rollout: how much of each patch arrives at the class tokens through all layers. With
 * A_l the attention of layer l, fused over its heads, and I the residual connection,
 *
 * <pre>R = Â_L ... Â_2 Â_1,   Â_l = (A_l + I) / 2, its rows made to add up to 1</pre>
 *
 * <p>and the map is the row of the class token, over the patches. Without a class token it is the
 * mean of the patches' rows; with several the mean of theirs.
 *
 * <p>Abnar and Zuidema 2020, "Quantifying attention flow in transformers", arXiv:2005.00928.
 */
public final class AttentionRollout {
  /** How the heads of a layer become one. */
  public enum Heads {
    /** Their mean, as in the paper. */
    MEAN,
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN
  }

  private AttentionRollout() {}

  /**
   * The maps.
   *
   * @param layers attentions after the softmax, the first layer first: [N, heads, T, T] or [heads,
   *     T, T], where row i says what token i takes from the others
   * @throws IllegalArgumentException with the shapes if they do not fit
   */
  public static CamMaps of(List<Tensor> layers, Heads heads, Tokens tokens) {
    int[] shape = layers.get(0).shape();
    int images = Features.isBatch(shape, 3, "heads,T,T") ? shape[0] : 1;
    int t = shape[shape.length - 1];
    if (shape[shape.length - 2] != t) {
      throw new IllegalArgumentException(
          "attentions are from each token to each, not " + Arrays.toString(shape));
    }
    int[] grid = tokens.grid(t);
    CamMaps maps = CamMaps.zeros(images, grid);
    for (int n = 0; n < images; n++) {
      double[][] rollout = null;
      for (Tensor layer : layers) {
        if (!Arrays.equals(layer.shape(), shape)) {
          throw new IllegalArgumentException(
              "attentions of " + Arrays.toString(shape) + " and " + Arrays.toString(layer.shape()));
        }
        double[][] a = withResidual(layer, n, shape[shape.length - 3], t, heads);
        rollout = rollout == null ? a : product(a, rollout);
      }
      int rows = tokens.classTokens() > 0 ? tokens.classTokens() : t;
      int at = n * maps.positions();
      for (int r = 0; r < rows; r++) {
        for (int p = 0; p < maps.positions(); p++) {
          maps.data()[at + p] += (float) (rollout[r][tokens.unplaced() + p] / rows);
        }
      }
    }
    return maps;
  }

  private static double[][] withResidual(Tensor layer, int image, int heads, int t, Heads how) {
    double[][] a = new double[t][t];
    for (int i = 0; i < t; i++) {
      double sum = 0;
      for (int j = 0; j < t; j++) {
        double fused = layer.data()[(image * heads * t + i) * t + j];
        for (int h = 1; h < heads; h++) {
          double v = layer.data()[((image * heads + h) * t + i) * t + j];
          fused =
              how == Heads.MEAN
                  ? fused + v
                  : how == Heads.MAX ? Math.max(fused, v) : Math.min(fused, v);
        }
        a[i][j] = (how == Heads.MEAN ? fused / heads : fused) + (i == j ? 1 : 0);
        sum += a[i][j];
      }
      for (int j = 0; j < t; j++) {
        a[i][j] /= sum;
      }
    }
    return a;
  }

  private static double[][] product(double[][] a, double[][] b) {
    int t = a.length;
    double[][] c = new double[t][t];
    for (int i = 0; i < t; i++) {
      for (int k = 0; k < t; k++) {
        double w = a[i][k];
        for (int j = 0; j < t; j++) {
          c[i][j] += w * b[k][j];
        }
      }
    }
    return c;
  }
}
