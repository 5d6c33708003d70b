// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A linear model with one contrast, and its relabellings (Freedman and Lane 1983; Winkler et al.
 * 2014). With orthonormal columns Q the model is split into the regressor x that the contrast tests
 * and nuisance columns Z: {@code e = y - Z Z'y} are the residuals of the model without effect; for
 * relabelled residuals {@code e*} the contrast has
 *
 * <pre>t = x'e* / sqrt((e*'e* - (x'e*)^2 - |Z'e*|^2) / (n - p))</pre>
 *
 * <p>Where the contrast tests the mean, that is where a constant is a sum of the model's columns
 * but not of the nuisance columns, signs are flipped; else images are exchanged.
 */
final class Relabelling {
  private static final double SMALL = 1e-9;

  /** n, and the nuisance columns, each over the images. */
  private final int n;

  private final double[][] nuisance;
  private final boolean holdsMean;
  private final boolean flips;

  /** x, and what of the nuisance columns relabelled residuals are not orthogonal to. */
  private final double[][] columns;

  private final boolean exact;
  private final int[][] codes;

  /**
   * Splits a model.
   *
   * @param contrast a weight for each column of the design
   * @param most how many relabellings are asked for; all are taken where there are no more
   * @param seed of those that are drawn else
   */
  Relabelling(Design design, double[] contrast, int most, long seed) {
    Design.Orthonormal q = design.orthonormal();
    n = q.rows().length;
    double[] w = q.contrast(contrast);
    RealMatrix model = new Array2DRowRealMatrix(q.rows());
    double[] x = model.operate(unit(w));
    RealMatrix z = rotated(model, complement(w));
    holdsMean = holdsOnes(z);
    flips = !holdsMean && holdsOnes(model);
    nuisance = columns(z);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    // Exchanged residuals still sum to zero.
    RealMatrix rest = holdsMean ? rotated(z, complement(z.transpose().operate(ones))) : z;
    List<double[]> used = new ArrayList<>(List.of(x));
    used.addAll(List.of(columns(rest)));
    columns = used.toArray(new double[0][]);
    List<int[]> all = flips ? everyFlip(most) : everyOrder(most);
    exact = all != null;
    codes = (exact ? all : drawn(most, seed)).toArray(new int[0][]);
  }

  private static double[] unit(double[] v) {
    double norm = Math.sqrt(Arrays.stream(v).map(a -> a * a).sum());
    return Arrays.stream(v).map(a -> a / norm).toArray();
  }

  /** Orthonormal columns that span what is orthogonal to a vector; null where there is nothing. */
  private static RealMatrix complement(double[] v) {
    int p = v.length;
    RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(v)).getQ();
    return p == 1 ? null : q.getSubMatrix(0, p - 1, 1, p - 1);
  }

  /** A matrix times another; null where that is null. */
  private static RealMatrix rotated(RealMatrix m, RealMatrix by) {
    return by == null ? null : m.multiply(by);
  }

  private static double[][] columns(RealMatrix m) {
    return m == null ? new double[0][] : m.transpose().getData();
  }

  private static boolean holdsOnes(RealMatrix m) {
    if (m == null) {
      return false;
    }
    double[] ones = new double[m.getRowDimension()];
    Arrays.fill(ones, 1);
    double[] within = m.operate(m.transpose().operate(ones));
    return Arrays.stream(within).allMatch(v -> Math.abs(v - 1) < SMALL);
  }

  // ---- relabellings, the true one first

  /** Signs; null where there are more than are asked for. */
  private List<int[]> everyFlip(int most) {
    if (n > 30 || 1 << n > most) {
      return null;
    }
    List<int[]> all = new ArrayList<>();
    for (int bits = 0; bits < 1 << n; bits++) {
      int[] signs = new int[n];
      for (int i = 0; i < n; i++) {
        signs[i] = (bits >> i & 1) == 0 ? 1 : -1;
      }
      all.add(signs);
    }
    return all;
  }

  /**
   * For each image the image whose row of the model it takes; images with the same row are not told
   * apart. Null where there are more than are asked for.
   */
  private List<int[]> everyOrder(int most) {
    int[] alike = new int[n];
    int[] left = new int[n];
    double number = 1;
    for (int i = 0; i < n; i++) {
      int same = 0;
      while (!areAlike(same, i)) {
        same++;
      }
      alike[i] = same;
      number *= (i + 1.0) / ++left[same];
    }
    if (number > most + 0.5) {
      return null;
    }
    List<int[]> all = new ArrayList<>();
    all.add(alike);
    order(new int[n], 0, left, alike, all);
    return all;
  }

  private boolean areAlike(int a, int b) {
    return Arrays.stream(columns).allMatch(c -> Math.abs(c[a] - c[b]) < SMALL);
  }

  private static void order(int[] row, int at, int[] left, int[] first, List<int[]> all) {
    if (at == row.length) {
      if (!Arrays.equals(row, first)) {
        all.add(row.clone());
      }
      return;
    }
    for (int i = 0; i < row.length; i++) {
      if (left[i] > 0) {
        left[i]--;
        row[at] = i;
        order(row, at + 1, left, first, all);
        left[i]++;
      }
    }
  }

  private List<int[]> drawn(int count, long seed) {
    Random random = new Random(seed);
    List<int[]> all = new ArrayList<>(List.of(same()));
    for (int k = 0; k < count; k++) {
      int[] code = same();
      for (int i = n - 1; i >= 0; i--) {
        if (flips) {
          code[i] = random.nextBoolean() ? 1 : -1;
        } else {
          int j = random.nextInt(i + 1);
          int swap = code[i];
          code[i] = code[j];
          code[j] = swap;
        }
      }
      all.add(code);
    }
    return all;
  }

  private int[] same() {
    int[] code = new int[n];
    Arrays.setAll(code, i -> flips ? 1 : i);
    return code;
  }

  /** How many there are, with the true one. */
  int count() {
    return codes.length;
  }

  /** Whether these are all that there are. */
  boolean isExact() {
    return exact;
  }

  /** What they are, for people. */
  @Override
  public String toString() {
    String what = flips ? "sign flips" : "exchanges";
    return what + (columns.length > 1 ? " of residuals (Freedman-Lane)" : " of images");
  }

  // ---- statistics

  /**
   * Residuals of the model without effect, in place.
   *
   * @param y values, image by image
   */
  void residuals(double[][] y) {
    int voxels = y[0].length;
    if (holdsMean) {
      // no offset changes a residual; without it no digits are lost
      double[] origin = y[0].clone();
      for (double[] row : y) {
        add(row, origin, -1);
      }
    }
    for (double[] column : nuisance) {
      double[] sum = new double[voxels];
      for (int s = 0; s < n; s++) {
        add(sum, y[s], column[s]);
      }
      for (int s = 0; s < n; s++) {
        add(y[s], sum, -column[s]);
      }
    }
  }

  /**
   * The t of relabelled residuals.
   *
   * @param k which relabelling
   * @param squares their sum of squares
   * @param tie what part of it is taken for nothing; there t is NaN
   */
  void t(int k, double[][] residuals, double[] squares, double tie, double[] t) {
    double[] sum = new double[t.length];
    double[] rest = squares.clone();
    for (int c = columns.length - 1; c >= 0; c--) {
      Arrays.fill(sum, 0);
      for (int s = 0; s < n; s++) {
        int code = codes[k][s];
        add(sum, residuals[s], flips ? code * columns[c][s] : columns[c][code]);
      }
      for (int v = 0; v < sum.length; v++) {
        rest[v] -= sum[v] * sum[v];
      }
    }
    double df = n - nuisance.length - 1;
    for (int v = 0; v < t.length; v++) {
      t[v] = rest[v] > tie * squares[v] ? sum[v] / Math.sqrt(rest[v] / df) : Double.NaN;
    }
  }

  private static void add(double[] to, double[] values, double weight) {
    for (int v = 0; v < to.length; v++) {
      to[v] += weight * values[v];
    }
  }
}
