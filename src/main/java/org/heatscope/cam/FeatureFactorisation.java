// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Deep feature factorisation: the activations of all images of a batch, as one matrix V of
 * positions by channels, are split into K concepts by non-negative matrix factorisation,
 *
 * <pre>V ≈ W H,   W, H ≥ 0,   minimising |V - W H|²</pre>
 *
 * <p>A column of W is the map of a concept, over all images on one scale; a row of H, of length 1,
 * says which channels make it up. Found by hierarchical alternating least squares from a fixed
 * start; the concepts are sorted by how much of V they carry. Activations below zero count as 0.
 *
 * <p>Collins, Achanta and Süsstrunk 2018, "Deep feature factorization for concept discovery",
 * arXiv:1806.10206; Cichocki and Phan 2009 for the iteration.
 */
public final class FeatureFactorisation {
  private static final int ITERATIONS = 500;
  private static final double CHANGE = 1e-6;

  private FeatureFactorisation() {}

  /**
   * Concepts of a batch.
   *
   * @param maps [image, concept] on the layer's grid: image n's map of concept k is map n K + k
   * @param vectors [concept][channel]
   */
  public record Concepts(CamMaps maps, float[][] vectors) {}

  /**
   * Finds concepts.
   *
   * @param count how many, K
   * @throws IllegalArgumentException if there are fewer channels or positions than concepts, or an
   *     activation is not finite
   */
  public static Concepts of(Features activations, int count) {
    int channels = activations.channels();
    int positions = activations.positions();
    int rows = activations.images() * positions;
    if (count < 1 || count > channels || count > rows) {
      throw new IllegalArgumentException(
          count + " concepts cannot be found in activations of " + activations.shape());
    }
    double[][] v = byChannel(activations);
    double[][] w = start(count, rows, 1);
    double[][] h = start(count, channels, 2);
    double last = Double.MAX_VALUE;
    for (int i = 0; i < ITERATIONS; i++) {
      // H first, so that W is the exact answer to the last H.
      update(h, product(w, v), gram(w));
      double[][] vh = new double[count][rows];
      for (int k = 0; k < count; k++) {
        for (int c = 0; c < channels; c++) {
          axpy(h[k][c], v[c], vh[k]);
        }
      }
      update(w, vh, gram(h));
      double size = explained(w, h, vh);
      if (Math.abs(size - last) <= CHANGE * size) {
        break;
      }
      last = size;
    }
    return concepts(activations, w, h);
  }

  /** V, transposed: [channel][image and position]. */
  private static double[][] byChannel(Features a) {
    int positions = a.positions();
    double[][] v = new double[a.channels()][a.images() * positions];
    for (int n = 0; n < a.images(); n++) {
      for (int c = 0; c < v.length; c++) {
        for (int p = 0; p < positions; p++) {
          float x = a.data()[a.offset(n, c) + p];
          if (!Float.isFinite(x)) {
            throw new IllegalArgumentException("an activation of image " + n + " is " + x);
          }
          v[c][n * positions + p] = Math.max(x, 0);
        }
      }
    }
    return v;
  }

  private static double[][] start(int count, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] m = new double[count][];
    for (int k = 0; k < count; k++) {
      m[k] = random.doubles(length, 0, 1).toArray();
    }
    return m;
  }

  /** w_k · v_c for each concept and channel. */
  private static double[][] product(double[][] w, double[][] v) {
    double[][] p = new double[w.length][v.length];
    for (int k = 0; k < w.length; k++) {
      for (int c = 0; c < v.length; c++) {
        p[k][c] = LeadingEigenvector.dot(w[k], v[c]);
      }
    }
    return p;
  }

  private static double[][] gram(double[][] m) {
    return product(m, m);
  }

  /** x_k ← max(0, x_k + (target_k - Σ_j gram_kj x_j) / gram_kk), one k after the other. */
  private static void update(double[][] x, double[][] target, double[][] gram) {
    for (int k = 0; k < x.length; k++) {
      if (gram[k][k] == 0) {
        continue;
      }
      double[] step = target[k].clone();
      for (int j = 0; j < x.length; j++) {
        axpy(-gram[k][j], x[j], step);
      }
      for (int i = 0; i < step.length; i++) {
        x[k][i] = Math.max(0, x[k][i] + step[i] / gram[k][k]);
      }
    }
  }

  /** 2 <V, W H> - |W H|²: what the residual falls by, up to a constant. */
  private static double explained(double[][] w, double[][] h, double[][] vh) {
    double[][] ww = gram(w);
    double[][] hh = gram(h);
    double sum = 0;
    for (int k = 0; k < w.length; k++) {
      sum += 2 * LeadingEigenvector.dot(w[k], vh[k]);
      for (int j = 0; j < w.length; j++) {
        sum -= ww[k][j] * hh[k][j];
      }
    }
    return sum;
  }

  private static void axpy(double a, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += a * x[i];
    }
  }

  private static Concepts concepts(Features a, double[][] w, double[][] h) {
    int count = w.length;
    int positions = a.positions();
    double[] weight = new double[count];
    Integer[] order = new Integer[count];
    for (int k = 0; k < count; k++) {
      double length = Math.sqrt(LeadingEigenvector.dot(h[k], h[k]));
      for (int i = 0; length > 0 && i < h[k].length; i++) {
        h[k][i] /= length;
      }
      for (int i = 0; i < w[k].length; i++) {
        w[k][i] *= length;
      }
      weight[k] = LeadingEigenvector.dot(w[k], w[k]);
      order[k] = k;
    }
    Arrays.sort(order, (x, y) -> Double.compare(weight[y], weight[x]));
    CamMaps maps = CamMaps.zeros(a.images() * count, a.grid());
    float[][] vectors = new float[count][a.channels()];
    for (int k = 0; k < count; k++) {
      for (int n = 0; n < a.images(); n++) {
        for (int p = 0; p < positions; p++) {
          maps.data()[(n * count + k) * positions + p] = (float) w[order[k]][n * positions + p];
        }
      }
      for (int c = 0; c < a.channels(); c++) {
        vectors[k][c] = (float) h[order[k]][c];
      }
    }
    return new Concepts(maps, vectors);
  }
}
