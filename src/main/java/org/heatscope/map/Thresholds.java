// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.op.Quantiles;

/**
 * Heights above which a statistic is taken to show something, and maps cut at them.
 *
 * <p>A voxel is kept where its value lies strictly above the threshold, as an overlay draws it; in
 * a two-sided test where {@code |value|} does. A two-sided test gives half of its error rate to
 * either side. Tests are counted over the voxels that are finite and not exactly zero: zero is what
 * statistics programs write outside their mask.
 */
public final class Thresholds {
  /** Just below the smallest value that is to be kept, as nilearn puts it. */
  private static final double BELOW = 1e-12;

  private Thresholds() {}

  /** Which values can be kept. */
  public enum Sides {
    /** Those above the threshold. */
    POSITIVE,
    /** Those above the threshold and those below its negative. */
    BOTH
  }

  /** The height that a voxel without effect passes with the probability alpha. */
  public static double fpr(Null dist, double alpha, Sides sides) {
    return dist.critical(half(alpha, sides));
  }

  /** The height that one of so many voxels without effect passes with the probability alpha. */
  public static double bonferroni(Null dist, double alpha, long tests, Sides sides) {
    return tests == 0 ? Double.POSITIVE_INFINITY : dist.critical(half(alpha, sides) / tests);
  }

  /**
   * Benjamini and Hochberg's (1995) height: of the n statistics in falling order the last whose
   * tail probability lies below {@code q i / n}; of those kept a share of q at most is expected to
   * be false.
   *
   * @return infinite where none passes
   */
  public static double fdr(double[] values, Null dist, double q, Sides sides) {
    double[] tested = tested(values);
    if (sides == Sides.BOTH) {
      for (int i = 0; i < tested.length; i++) {
        tested[i] = Math.abs(tested[i]);
      }
    }
    Arrays.parallelSort(tested);
    double level = half(q, sides);
    int n = tested.length;
    double threshold = Double.POSITIVE_INFINITY;
    double none = n == 0 ? 0 : dist.critical(level);
    // Whatever does not pass alone at the level cannot be the last to pass.
    for (int i = 1; i <= n && tested[n - i] >= none; i++) {
      if (dist.upperTail(tested[n - i]) < level * i / n) {
        threshold = tested[n - i] - BELOW;
      }
    }
    return threshold;
  }

  /**
   * A percentile of |value| over the finite voxels, by the rule of overlays: the value at position
   * floor(p n / 100) of the n sorted ones, plus 1e-5.
   */
  public static double percentile(Samples samples, double percent, Quantiles quantiles) {
    return quantiles.atFraction(samples, true, percent * 0.01) + 1e-5;
  }

  private static double half(double alpha, Sides sides) {
    return sides == Sides.BOTH ? alpha / 2 : alpha;
  }

  /** The values that are tested: finite and not zero. */
  static double[] tested(double[] values) {
    return Arrays.stream(values).filter(v -> v != 0 && Double.isFinite(v)).toArray();
  }

  /**
   * Cuts a map: values that are not kept become 0, NaN stays.
   *
   * @param clusters of the same values at the same threshold: voxels of none are not kept
   */
  public static float[] cut(double[] values, Clusters clusters, Geometry g) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      boolean kept = clusters.of(i) != 0 || Double.isNaN(values[i]);
      out[i] = kept ? (float) values[i] : 0;
    }
    return out;
  }
}
