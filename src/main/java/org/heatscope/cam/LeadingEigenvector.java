// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The eigenvector of a symmetric matrix to its largest eigenvalue, by Lanczos iteration with full
 * reorthogonalisation, restarted from the best vector so far. Deterministic.
 *
 * <p>Lanczos 1950, J. Res. Natl. Bur. Stand. 45:255; Golub and Van Loan, "Matrix Computations",
 * chapter 10.
 */
final class LeadingEigenvector {
  private static final int STEPS = 40;
  private static final int RESTARTS = 100;
  private static final double RESIDUAL = 1e-12;

  /** A symmetric matrix, as what it does to a vector. */
  interface Matrix {
    /** Sets y to the matrix times x. */
    void multiply(double[] x, double[] y);
  }

  private final int size;
  private final Matrix matrix;
  private double[] vector;
  private double value;

  private LeadingEigenvector(int size, Matrix matrix) {
    this.size = size;
    this.matrix = matrix;
  }

  /**
   * The vector, of length sqrt(λ) for the eigenvalue λ: zero for a matrix of zeros or without a
   * positive eigenvalue, NaN for one with NaN.
   */
  static double[] scaled(int size, Matrix matrix) {
    LeadingEigenvector e = new LeadingEigenvector(size, matrix);
    e.find();
    double length = e.value > 0 ? Math.sqrt(e.value) : e.value * 0;
    for (int i = 0; i < size; i++) {
      e.vector[i] *= length;
    }
    return e.vector;
  }

  private void find() {
    // A fixed start that no real eigenvector is orthogonal to.
    SplittableRandom random = new SplittableRandom(1);
    vector = random.doubles(size, -1, 1).toArray();
    normalise(vector);
    for (int r = 0; r < RESTARTS; r++) {
      if (iterate() <= RESIDUAL * Math.abs(value)) {
        return;
      }
    }
  }

  /** Runs up to STEPS steps from the present vector; returns the residual's norm. */
  private double iterate() {
    int most = Math.min(size, STEPS);
    double[][] basis = new double[most][];
    double[] diagonal = new double[most];
    double[] below = new double[most];
    double[] next = new double[size];
    basis[0] = vector;
    int steps = 0;
    double beta = 0;
    while (steps < most) {
      matrix.multiply(basis[steps], next);
      diagonal[steps] = dot(basis[steps], next);
      // Twice: after one pass rounding leaves the basis not quite orthogonal.
      orthogonalise(next, basis, steps + 1);
      orthogonalise(next, basis, steps + 1);
      beta = Math.sqrt(dot(next, next));
      below[steps] = beta;
      steps++;
      if (steps == most || !(beta > 1e-14 * Math.abs(diagonal[0]))) {
        break;
      }
      basis[steps] = next.clone();
      scale(basis[steps], 1 / beta);
    }
    double[] best = ritz(diagonal, below, steps);
    vector = new double[size];
    for (int s = 0; s < steps; s++) {
      axpy(best[s], basis[s], vector);
    }
    normalise(vector);
    return Math.abs(beta * best[steps - 1]);
  }

  /** The leading eigenvector of the tridiagonal matrix; sets the value. */
  private double[] ritz(double[] diagonal, double[] below, int n) {
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(diagonal[i]) || Double.isNaN(below[i])) {
        value = Double.NaN;
        double[] none = new double[n];
        Arrays.fill(none, Double.NaN);
        return none;
      }
    }
    if (n == 1) {
      value = diagonal[0];
      return new double[] {1};
    }
    EigenDecomposition e =
        new EigenDecomposition(Arrays.copyOf(diagonal, n), Arrays.copyOf(below, n - 1));
    int top = 0;
    for (int i = 1; i < n; i++) {
      top = e.getRealEigenvalue(i) > e.getRealEigenvalue(top) ? i : top;
    }
    value = e.getRealEigenvalue(top);
    return e.getEigenvector(top).toArray();
  }

  private static void orthogonalise(double[] v, double[][] basis, int count) {
    for (int b = 0; b < count; b++) {
      axpy(-dot(v, basis[b]), basis[b], v);
    }
  }

  private static void normalise(double[] v) {
    double length = Math.sqrt(dot(v, v));
    if (length > 0) {
      scale(v, 1 / length);
    }
  }

  static double dot(double[] x, double[] y) {
    double s = 0;
    for (int i = 0; i < x.length; i++) {
      s += x[i] * y[i];
    }
    return s;
  }

  private static void axpy(double a, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += a * x[i];
    }
  }

  private static void scale(double[] v, double factor) {
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
  }
}
