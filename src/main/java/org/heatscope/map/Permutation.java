// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.image.HeatMap;
import org.heatscope.map.Thresholds.Sides;

/**
 * Family-wise error by permutation of the largest statistic (Nichols and Holmes 2002): the p of a
 * voxel is the share of the relabellings whose largest t over all voxels is at least the voxel's.
 *
 * <p>One group is relabelled by flipping signs, two groups by exchanging members, a contrast of a
 * linear model with covariates by what suits it, on the residuals of the model without the effect
 * (Freedman and Lane 1983). Where there are no more relabellings than are asked for, each is taken
 * once and p is exact; else so many are drawn by {@link java.util.Random} from the seed, and the
 * true labelling counts as one more: p = (1 + hits) / (1 + drawn).
 *
 * <p>Only voxels that have a value in every image take part; the others become NaN. A budget of
 * memory bounds how many voxels are held at once: where the group needs more, it is read again for
 * each part.
 */
public final class Permutation {
  private static final int BLOCK = 1 << 8;

  /** Statistics that differ by less than this are equal: sums in another order round otherwise. */
  private static final double TIE = 1e-9;

  /**
   * What is computed.
   *
   * @param permutations how many relabellings are asked for
   * @param seed of the random numbers
   * @param heldBytes memory for the values that are held at once
   */
  public record Rule(int permutations, long seed, Sides sides, long heldBytes) {
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
  private final Relabelling relabelling;
  private final double[] largest;
  private float[] observed;
  private Group.Seen seen;

  private Permutation(Group group, Design design, double[] contrast, Rule rule) {
    this.group = group;
    this.rule = rule;
    n = group.count();
    relabelling = new Relabelling(design, contrast, rule.permutations(), rule.seed());
    largest = new double[relabelling.count()];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** p of the mean of one group, corrected for all voxels; small where there is an effect. */
  public static MapResult oneSample(Group group, Rule rule) throws IOException {
    double[][] ones = new double[group.count()][1];
    for (double[] row : ones) {
      row[0] = 1;
    }
    return map(group, new Design(List.of(Design.INTERCEPT), ones), new double[] {1}, rule);
  }

  /**
   * p of first minus second group.
   *
   * @param firsts how many of the images make the first group
   */
  public static MapResult twoSample(Group group, int firsts, Rule rule) throws IOException {
    GroupMaps.checkGroups(group.count(), firsts);
    double[][] rows = new double[group.count()][];
    Arrays.setAll(rows, i -> new double[] {1, i < firsts ? 1 : 0});
    Design design = new Design(List.of(Design.INTERCEPT, "first"), rows);
    return map(group, design, new double[] {0, 1}, rule);
  }

  /**
   * p of a contrast of a linear model.
   *
   * @param design a row for each image
   * @param contrast a weight for each column of the design
   * @throws IllegalArgumentException if there are too few images, or columns are sums of others
   */
  public static MapResult map(Group group, Design design, double[] contrast, Rule rule)
      throws IOException {
    Permutation permutation = new Permutation(group, design, contrast, rule);
    permutation.scan();
    return permutation.result();
  }

  /** Goes through the group once for each part of the voxels that the budget can hold. */
  private void scan() throws IOException {
    int part = (int) Math.max(BLOCK, Math.min(Integer.MAX_VALUE - 8, rule.heldBytes() / 4 / n));
    for (int from = 0; observed == null || from < observed.length; from += part) {
      float[][] held = new float[n][];
      int start = from;
      seen =
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
      group.work().workers().run(held[0].length, BLOCK, (lo, hi) -> block(held, start, lo, hi));
    }
  }

  /** Every relabelling of some neighbouring voxels. */
  private void block(float[][] held, int start, int lo, int hi) {
    int[] voxels = complete(held, start, lo, hi);
    double[][] y = new double[n][voxels.length];
    for (int s = 0; s < n; s++) {
      for (int v = 0; v < voxels.length; v++) {
        y[s][v] = held[s][voxels[v]];
      }
    }
    relabelling.residuals(y);
    double[] squares = new double[voxels.length];
    for (double[] row : y) {
      for (int v = 0; v < voxels.length; v++) {
        squares[v] += row[v] * row[v];
      }
    }
    double[] t = new double[voxels.length];
    double[] top = new double[largest.length];
    for (int k = 0; k < top.length; k++) {
      relabelling.t(k, y, squares, TIE, t);
      top[k] = Double.NEGATIVE_INFINITY;
      for (double value : t) {
        double height = rule.sides() == Sides.BOTH ? Math.abs(value) : value;
        top[k] = height > top[k] ? height : top[k];
      }
      for (int v = 0; k == 0 && v < t.length; v++) {
        observed[start + voxels[v]] = (float) t[v];
      }
    }
    synchronized (largest) {
      for (int k = 0; k < top.length; k++) {
        largest[k] = Math.max(largest[k], top[k]);
      }
    }
  }

  /** The voxels that have a value in every image; the others are marked. */
  private int[] complete(float[][] held, int start, int lo, int hi) {
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
    return Arrays.copyOf(complete, m);
  }

  private MapResult result() {
    boolean exact = relabelling.isExact();
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
        (exact ? "all " + largest.length : sorted.length + " random, seed " + rule.seed())
            + " "
            + relabelling
            + (rule.sides() == Sides.BOTH ? ", two-sided" : ", one-sided");
    group.work().notes().accept("permutation of the largest t: " + formula);
    HeatMap map =
        Maps.of(
            p,
            seen.first().geometry(),
            "p",
            false,
            "FWE-corrected p by permutation: " + formula,
            seen.where());
    return new MapResult(Optional.of(map), Optional.empty(), Optional.empty());
  }
}
