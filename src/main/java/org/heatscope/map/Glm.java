// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.heatscope.backend.Workers;

/**
 * The general linear model y = X b + e by least squares at every voxel, in one pass over the
 * images: {@code t = c b / sqrt(s^2 c (X'X)^-1 c')} with n - p degrees of freedom.
 *
 * <p>The columns are made orthonormal first, and values are taken relative to each voxel's first,
 * so that neither collinear covariates nor a large offset cost digits. A voxel where an image has
 * no value is fitted to the others: voxels that miss the same images share one matrix X'X.
 */
public final class Glm {
  private static final int GRAIN = 1 << 12;

  private final double[][] x;
  private final double[] contrast;
  private final double[] ones;
  private final int p;
  private final Workers workers;

  private double[][] products;
  private double[] squares;
  private double[] origin;
  private int[] pattern;
  private final List<Pattern> patterns = new ArrayList<>(List.of(new Pattern(0, null)));

  /** Voxels that miss the same images: how many they have, and the X'X of those. */
  private record Pattern(int n, double[] gram) {
    Pattern with(double[] row) {
      int p = row.length;
      double[] sum = gram == null ? new double[p * p] : gram.clone();
      for (int i = 0; i < p; i++) {
        for (int j = 0; j < p; j++) {
          sum[i * p + j] += row[i] * row[j];
        }
      }
      return new Pattern(n + 1, sum);
    }
  }

  private Glm(Design design, double[] contrast, Workers workers) {
    Design.Orthonormal q = design.orthonormal();
    x = q.rows();
    p = x[0].length;
    this.contrast = q.contrast(contrast);
    this.workers = workers;
    ones = coefficientsOfOne();
  }

  /**
   * Fits the model.
   *
   * @param contrast a weight for each column of the design
   */
  public static MapResult map(
      Group group, Design design, double[] contrast, String name, GroupMaps.Output output)
      throws IOException {
    if (design.rows().length != group.count()) {
      throw new IllegalArgumentException(
          "the design has " + design.rows().length + " rows for " + group.count() + " images");
    }
    Glm glm = new Glm(design, contrast, group.work().workers());
    Group.Seen seen = group.each((subject, values, grid) -> glm.add(subject, values));
    String formula = "GLM, contrast " + name + ", columns " + String.join(" ", design.columns());
    int voxels = glm.pattern.length;
    float[] n = new float[voxels];
    for (int i = 0; i < voxels; i++) {
      n[i] = glm.patterns.get(glm.pattern[i]).n();
    }
    return new MapResult(
        Optional.of(GroupMaps.map(glm.fit(), voxels, output, formula, seen, group.work())),
        Optional.empty(),
        Optional.of(
            Maps.of(
                n,
                seen.first().geometry(),
                "n",
                false,
                "number of images with a value",
                seen.where())));
  }

  /** The e with X e = 1; null where the ones are no sum of columns and offsets must stay. */
  private double[] coefficientsOfOne() {
    double[] e = new double[p];
    for (double[] row : x) {
      for (int c = 0; c < p; c++) {
        e[c] += row[c];
      }
    }
    for (double[] row : x) {
      if (Math.abs(dot(row, e) - 1) > 1e-9) {
        return null;
      }
    }
    return e;
  }

  private static double dot(double[] a, double[] b) {
    double s = 0;
    for (int i = 0; i < a.length; i++) {
      s += a[i] * b[i];
    }
    return s;
  }

  private void add(int subject, double[] values) {
    if (products == null) {
      products = new double[p][values.length];
      squares = new double[values.length];
      origin = new double[values.length];
      pattern = new int[values.length];
    }
    refine(values, x[subject]);
    if (ones != null) {
      takeOrigins(values);
    }
    workers.run(values.length, GRAIN, (from, to) -> accumulate(values, x[subject], from, to));
  }

  /** A voxel's first value becomes its origin. */
  private void takeOrigins(double[] y) {
    boolean[] isFirst = new boolean[patterns.size()];
    boolean any = false;
    for (int k = 0; k < isFirst.length; k++) {
      isFirst[k] = patterns.get(k).n() == 1;
      any |= isFirst[k];
    }
    for (int i = 0; any && i < y.length; i++) {
      if (isFirst[pattern[i]] && y[i] == y[i]) {
        origin[i] = y[i];
      }
    }
  }

  private void accumulate(double[] y, double[] row, int from, int to) {
    for (int i = from; i < to; i++) {
      // Missing: nothing is added.
      y[i] = y[i] == y[i] ? y[i] - origin[i] : 0;
      squares[i] += y[i] * y[i];
    }
    for (int c = 0; c < p; c++) {
      double w = row[c];
      double[] sum = products[c];
      for (int i = from; i < to; i++) {
        sum[i] += w * y[i];
      }
    }
  }

  /** Splits each set of voxels into those that have the image and those that miss it. */
  private void refine(double[] values, double[] row) {
    List<Pattern> old = List.copyOf(patterns);
    int[] present = new int[old.size()];
    int[] missing = new int[old.size()];
    java.util.Arrays.fill(present, -1);
    java.util.Arrays.fill(missing, -1);
    patterns.clear();
    for (int i = 0; i < values.length; i++) {
      int was = pattern[i];
      int[] now = values[i] == values[i] ? present : missing;
      if (now[was] < 0) {
        now[was] = patterns.size();
        patterns.add(now == present ? old.get(was).with(row) : old.get(was));
      }
      pattern[i] = now[was];
    }
  }

  private GroupMaps.Test fit() {
    double[][] inverse = new double[patterns.size()][];
    for (int k = 0; k < inverse.length; k++) {
      inverse[k] = inverse(patterns.get(k));
    }
    return new GroupMaps.Test() {
      @Override
      public double effect(int i) {
        double[] inv = inverse[pattern[i]];
        if (inv == null) {
          return Double.NaN;
        }
        double effect = ones == null ? 0 : origin[i] * dot(contrast, ones);
        for (int r = 0; r < p; r++) {
          effect += contrast[r] * coefficient(inv, r, i);
        }
        return effect;
      }

      @Override
      public double t(int i) {
        double[] inv = inverse[pattern[i]];
        if (inv == null) {
          return Double.NaN;
        }
        double residual = squares[i];
        double scale = 0;
        for (int r = 0; r < p; r++) {
          residual -= products[r][i] * coefficient(inv, r, i);
          for (int c = 0; c < p; c++) {
            scale += contrast[r] * inv[r * p + c] * contrast[c];
          }
        }
        // What rounding leaves of a perfect fit is no spread.
        if (residual <= 1e-13 * squares[i]) {
          return Double.NaN;
        }
        return GroupMaps.ratio(effect(i), Math.sqrt(residual / df(i) * scale));
      }

      @Override
      public double df(int i) {
        return patterns.get(pattern[i]).n() - p;
      }
    };
  }

  private double coefficient(double[] inv, int r, int voxel) {
    double b = 0;
    for (int c = 0; c < p; c++) {
      b += inv[r * p + c] * products[c][voxel];
    }
    return b;
  }

  /** The inverse of X'X; null where too few images are left to fit the model. */
  private double[] inverse(Pattern k) {
    if (k.n() <= p) {
      return null;
    }
    RealMatrix gram = new Array2DRowRealMatrix(p, p);
    for (int r = 0; r < p; r++) {
      for (int c = 0; c < p; c++) {
        gram.setEntry(r, c, k.gram()[r * p + c]);
      }
    }
    DecompositionSolver solver = new LUDecomposition(gram, 1e-10).getSolver();
    if (!solver.isNonSingular()) {
      return null;
    }
    double[] inv = new double[p * p];
    RealMatrix m = solver.getInverse();
    for (int r = 0; r < p; r++) {
      System.arraycopy(m.getRow(r), 0, inv, r * p, p);
    }
    return inv;
  }
}
