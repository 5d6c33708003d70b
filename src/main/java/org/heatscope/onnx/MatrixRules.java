// SPDX-License-Identifier: Apache-2.0
package org.heatscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gradients of products of matrices. */
final class MatrixRules {
  private MatrixRules() {}

  static void addTo(Map<String, GradientRule> rules) {
    rules.put("MatMul", MatrixRules::matMul);
    rules.put("Gemm", MatrixRules::gemm);
  }

  /**
   * Y = A B for each pair of matrices: G Bt for A, At G for B. A factor with one axis is a row on
   * the left and a column on the right, as in NumPy.
   */
  private static String matMul(Site s, int input) {
    GraphBuilder b = s.b();
    long[] left = matrix(s.shape(0), true);
    long[] right = matrix(s.shape(1), false);
    long[] lead = s.outShape();
    int batch = lead.length - (s.shape(0).length > 1 ? 1 : 0) - (s.shape(1).length > 1 ? 1 : 0);
    long rows = left[left.length - 2];
    long columns = right[right.length - 1];
    String g = b.reshape(s.g(), joined(lead, batch, rows, columns));
    long inner = left[left.length - 1];
    if (input == 0) {
      String product = b.op("MatMul", g, turned(b, b.reshape(s.x(1), right), right.length));
      String fitted = s.unbroadcast(product, joined(lead, batch, rows, inner), left);
      return b.reshape(fitted, s.shape(0));
    }
    String product = b.op("MatMul", turned(b, b.reshape(s.x(0), left), left.length), g);
    String fitted = s.unbroadcast(product, joined(lead, batch, inner, columns), right);
    return b.reshape(fitted, s.shape(1));
  }

  private static long[] matrix(long[] shape, boolean row) {
    if (shape.length > 1) {
      return shape;
    }
    return row ? new long[] {1, shape[0]} : new long[] {shape[0], 1};
  }

  private static long[] joined(long[] lead, int batch, long rows, long columns) {
    long[] shape = Arrays.copyOf(lead, batch + 2);
    shape[batch] = rows;
    shape[batch + 1] = columns;
    return shape;
  }

  private static String turned(GraphBuilder b, String x, int rank) {
    long[] axes = Site.axesFrom(0, rank);
    axes[rank - 2] = rank - 1;
    axes[rank - 1] = rank - 2;
    return b.transpose(x, axes);
  }

  /** Y = alpha A' B' + beta C, where a dash stands for an optional transposition. */
  private static String gemm(Site s, int input) {
    GraphBuilder b = s.b();
    if (input == 2) {
      return s.fit(b.mul(s.g(), b.scalar(Attributes.real(s.node(), "beta", 1))), 2);
    }
    long turnA = Attributes.integer(s.node(), "transA", 0);
    long turnB = Attributes.integer(s.node(), "transB", 0);
    if (input == 0) {
      return turnA == 0
          ? product(s, s.g(), 0, s.x(1), 1 - turnB)
          : product(s, s.x(1), turnB, s.g(), 1);
    }
    return turnB == 0
        ? product(s, s.x(0), 1 - turnA, s.g(), 0)
        : product(s, s.g(), 1, s.x(0), turnA);
  }

  private static String product(Site s, String a, long turnA, String b, long turnB) {
    AttributeProto alpha = Attributes.of("alpha", Attributes.real(s.node(), "alpha", 1));
    return s.b()
        .op(
            "Gemm",
            List.of(a, b),
            Attributes.of("transA", turnA),
            Attributes.of("transB", turnB),
            alpha);
  }
}
