// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.map.Thresholds.Sides;

/**
 * Family-wise error by permutation of the largest statistic (Nichols and Holmes 2002): the p of a
 * voxel is the share of the relabellings whose largest t over all voxels is at least the voxel's.
 *
 * <p>One group is relabelled by flipping signs, two groups by exchanging members. Where there are
 * no more relabellings than are asked for, each is taken once and p is exact; else so many are
 * drawn by {@link Random} from the seed, and the true labelling counts as one more: p = (1 + hits)
 * / (1 + drawn).
 *
 * <p>Only voxels that have a value in every image take part; the others become NaN. A budget of
 * memory bounds how many voxels are held at once: where the group needs more, it is read again for
 * each part.
 */
public final class Permutation {
  private static final int BLOCK = 1 << 10;

  /** Statistics that differ by less than this are equal: sums in another order round otherwise. */
  private static final double TIE = 1e-9;

  /**
   * What is computed.
   *
   * @param firsts images of the first group; 0 for one group
   * @param permutations how many relabellings are asked for
   * @param seed of the random numbers
   * @param heldBytes memory for the values that are held at once
   */
  public record Rule(int firsts, int permutations, long seed, Sides sides, long heldBytes) {
    /** Checks the number of permutations. */
    public Rule {
      if (permutations < 1) {
        throw new InvalidOption("at least one permutation is needed");
      }
    }
  }

  private final Group group;
  private final Rule rule;
  private final int n;

  /** A row of weights for each relabelling, the true one first. */
  private final double[][] weights;

  private final boolean exact;
  private final double[] largest;
  private float[] observed;
  private Volume first;

  private Permutation(Group group, Rule rule) {
    this.group = group;
    this.rule = rule;
    n = group.count();
    if (rule.firsts() > 0) {
      GroupMaps.checkGroups(n, rule.firsts());
    }
    if (n < (rule.firsts() > 0 ? 3 : 2)) {
      throw new IllegalArgumentException(n + " images do not suffice");
    }
    List<double[]> all = enumerated();
    exact = all != null;
    weights = (exact ? all : drawn()).toArray(new double[0][]);
    largest = new double[weights.length];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** Computes p, corrected for all voxels; small where there is an effect. */
  public static MapResult map(Group group, Rule rule) throws IOException {
    Permutation permutation = new Permutation(group, rule);
    permutation.scan();
    return permutation.result();
  }

  // ---- relabellings

  private double[] trueLabels() {
    double[] w = new double[n];
    Arrays.fill(w, 0, rule.firsts() > 0 ? rule.firsts() : n, 1);
    return w;
  }

  /** Every relabelling, the true one first; null where there are more than are asked for. */
  private List<double[]> enumerated() {
    double number = 1;
    if (rule.firsts() == 0) {
      number = Math.pow(2, n);
    } else {
      for (int i = 0; i < rule.firsts(); i++) {
        number *= (n - i) / (i + 1.0);
      }
    }
    if (number > rule.permutations() + 0.5) {
      return null;
    }
    List<double[]> all = new ArrayList<>();
    if (rule.firsts() == 0) {
      for (int bits = 0; bits < 1 << n; bits++) {
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
          w[i] = (bits >> i & 1) == 0 ? 1 : -1;
        }
        all.add(w);
      }
    } else {
      choose(new double[n], 0, rule.firsts(), all);
    }
    return all;
  }

  private void choose(double[] w, int from, int left, List<double[]> all) {
    if (left == 0) {
      all.add(w.clone());
      return;
    }
    for (int i = from; i <= n - left; i++) {
      w[i] = 1;
      choose(w, i + 1, left - 1, all);
      w[i] = 0;
    }
  }

  private List<double[]> drawn() {
    Random random = new Random(rule.seed());
    List<double[]> all = new ArrayList<>(List.of(trueLabels()));
    for (int k = 0; k < rule.permutations(); k++) {
      double[] w = trueLabels();
      for (int i = n - 1; i >= 0; i--) {
        if (rule.firsts() == 0) {
          w[i] = random.nextBoolean() ? 1 : -1;
        } else {
          int j = random.nextInt(i + 1);
          double swap = w[i];
          w[i] = w[j];
          w[j] = swap;
        }
      }
      all.add(w);
    }
    return all;
  }

  // ---- statistics

  /** Goes through the group once for each part of the voxels that the budget can hold. */
  private void scan() throws IOException {
    int part = (int) Math.max(BLOCK, Math.min(Integer.MAX_VALUE - 8, rule.heldBytes() / 4 / n));
    for (int from = 0; observed == null || from < observed.length; from += part) {
      float[][] held = new float[n][];
      int start = from;
      first =
          group.each(
              (subject, values, grid) -> {
                int size = Math.min(part, values.length - start);
                held[subject] = new float[size];
                for (int i = 0; i < size; i++) {
                  held[subject][i] = (float) values[start + i];
                }
                if (observed == null) {
                  observed = new float[values.length];
                }
              });
      int size = held[0].length;
      group.work().workers().run(size, BLOCK, (lo, hi) -> new Block(held, start, lo, hi).run());
    }
  }

  /** Some neighbouring voxels: their values, subject by subject, and what all labellings share. */
  private final class Block {
    private final int start;
    private final int[] voxels;
    private final double[][] y;
    private final double[] sum;
    private final double[] squares;

    Block(float[][] held, int start, int lo, int hi) {
      this.start = start;
      int[] complete = new int[hi - lo];
      int m = 0;
      for (int i = lo; i < hi; i++) {
        boolean all = true;
        for (int s = 0; s < n && all; s++) {
          all = held[s][i] == held[s][i];
        }
        if (all) {
          complete[m++] = i;
        } else {
          observed[start + i] = Float.NaN;
        }
      }
      voxels = Arrays.copyOf(complete, m);
      y = new double[n][m];
      sum = new double[m];
      squares = new double[m];
      for (int s = 0; s < n; s++) {
        for (int v = 0; v < m; v++) {
          // Exchanging members does not see an offset; without it no digits are lost.
          double origin = rule.firsts() > 0 ? held[0][voxels[v]] : 0;
          double value = held[s][voxels[v]] - origin;
          y[s][v] = value;
          sum[v] += value;
          squares[v] += value * value;
        }
      }
    }

    void run() {
      double[] weighted = new double[voxels.length];
      double[] top = new double[weights.length];
      for (int k = 0; k < weights.length; k++) {
        Arrays.fill(weighted, 0);
        for (int s = 0; s < n; s++) {
          add(weighted, y[s], weights[k][s]);
        }
        top[k] = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < weighted.length; v++) {
          double t = t(weighted[v], sum[v], squares[v]);
          if (k == 0) {
            observed[start + voxels[v]] = (float) t;
          }
          double height = rule.sides() == Sides.BOTH ? Math.abs(t) : t;
          top[k] = height > top[k] ? height : top[k];
        }
      }
      synchronized (largest) {
        for (int k = 0; k < top.length; k++) {
          largest[k] = Math.max(largest[k], top[k]);
        }
      }
    }

    private static void add(double[] to, double[] values, double weight) {
      if (weight == 0) {
        return;
      }
      for (int v = 0; v < to.length; v++) {
        to[v] += weight * values[v];
      }
    }
  }

  /** The t of one group, or the pooled t of two, from weighted sums. */
  private double t(double weighted, double sum, double squares) {
    if (rule.firsts() == 0) {
      double mean = weighted / n;
      double rest = squares - weighted * mean;
      return rest > TIE * squares ? mean / Math.sqrt(rest / ((n - 1.0) * n)) : Double.NaN;
    }
    int a = rule.firsts();
    int b = n - a;
    double other = sum - weighted;
    double rest = squares - weighted * weighted / a - other * other / b;
    return rest > TIE * squares
        ? (weighted / a - other / b) / Math.sqrt(rest / (n - 2.0) * (1.0 / a + 1.0 / b))
        : Double.NaN;
  }

  // ---- p

  private MapResult result() {
    double[] sorted = Arrays.copyOfRange(largest, exact ? 0 : 1, largest.length);
    Arrays.sort(sorted);
    float[] p = new float[observed.length];
    for (int i = 0; i < p.length; i++) {
      double t = rule.sides() == Sides.BOTH ? Math.abs(observed[i]) : observed[i];
      // observed is kept in floats, the largest in doubles
      double least = t - 1e-6 * Math.abs(t);
      int at = Arrays.binarySearch(sorted, least);
      int hits = sorted.length - (at < 0 ? -at - 1 : at);
      p[i] =
          Double.isNaN(t)
              ? Float.NaN
              : (float)
                  (exact ? (double) hits / sorted.length : (1.0 + hits) / (1 + sorted.length));
    }
    String formula =
        (exact ? "all " + weights.length : sorted.length + " random, seed " + rule.seed())
            + (rule.firsts() == 0 ? " sign flips" : " exchanges of members")
            + (rule.sides() == Sides.BOTH ? ", two-sided" : ", one-sided");
    group.work().notes().accept("permutation of the largest t: " + formula);
    HeatMap map =
        Maps.plain(p, first.geometry(), "p", "FWE-corrected p by permutation: " + formula);
    return new MapResult(Optional.of(map), Optional.empty(), Optional.empty());
  }
}
