// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.map.Components.Neighbours;
import org.heatscope.map.Thresholds.Sides;

/**
 * Threshold-free cluster enhancement (Smith and Nichols, NeuroImage 44, 2009):
 *
 * <pre>tfce(v) = sum over h = dh, 2 dh, ... up to the value of v:  extent(h)^E h^H dh</pre>
 *
 * where extent is the number of voxels of the component at or above h that holds v. Negative values
 * are enhanced by themselves and come out negative.
 *
 * <p>One sweep from the highest level down joins voxels into components by union-find. A component
 * keeps the sum that all of its voxels have in common; a voxel's own is the sum along its path to
 * the root, so that the work does not grow with the number of levels.
 */
public final class Tfce {
  private final double[] levels;
  private final double extentPower;
  private final double[] heights;
  private final int[][] offsets;
  private final Geometry g;

  private int[] parent;
  private int[] size;
  private double[] common;
  private int[] since;

  /**
   * The parameters.
   *
   * @param dh step between levels; empty where a hundredth of the largest value is taken
   * @param e power of the extent; 0.5 in the paper
   * @param h power of the height; 2 in the paper
   */
  public record Rule(
      java.util.OptionalDouble dh, double e, double h, Neighbours neighbours, Sides sides) {}

  private Tfce(double[] levels, Rule rule, Geometry g) {
    this.levels = levels;
    this.g = g;
    extentPower = rule.e();
    offsets = rule.neighbours().all();
    // heights[k] is the sum of h^H dh over the levels 1..k.
    heights = new double[levels.length];
    for (int k = 1; k < levels.length; k++) {
      heights[k] = heights[k - 1] + Math.pow(levels[k], rule.h()) * (levels[k] - levels[k - 1]);
    }
  }

  /** Enhances a map. NaN stays NaN and belongs to no component. */
  public static HeatMap map(Volume volume, Rule rule) {
    double[] v = Values.of(volume);
    double max = 0;
    for (double x : v) {
      double height = rule.sides() == Sides.BOTH ? Math.abs(x) : x;
      max = height > max && height < Double.POSITIVE_INFINITY ? height : max;
    }
    double[] levels = levels(max, rule);
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.isFinite(v[i]) ? 0 : Float.NaN;
    }
    for (int sign = 1; sign >= (rule.sides() == Sides.BOTH ? -1 : 1); sign -= 2) {
      new Tfce(levels, rule, volume.geometry()).enhance(v, sign, out);
    }
    return Maps.signed(
        out,
        volume.geometry(),
        "TFCE",
        "TFCE E="
            + Maps.text(rule.e())
            + " H="
            + Maps.text(rule.h())
            + " dh="
            + Maps.text(levels.length > 1 ? levels[1] : 0));
  }

  /** 0 and the levels above it; the last is not above the largest value. */
  private static double[] levels(double max, Rule rule) {
    int n =
        max == 0
            ? 0
            : rule.dh().isEmpty() ? 100 : (int) Math.min(1e6, max / rule.dh().getAsDouble());
    double[] levels = new double[n + 1];
    for (int k = 1; k <= n; k++) {
      levels[k] = rule.dh().isEmpty() ? k * max / n : k * rule.dh().getAsDouble();
    }
    return levels;
  }

  private void enhance(double[] v, int sign, float[] out) {
    int n = v.length;
    parent = new int[n];
    size = new int[n];
    common = new double[n];
    since = new int[n];
    Arrays.fill(parent, -1);
    int[] level = new int[n];
    int[] starts = new int[levels.length + 1];
    for (int i = 0; i < n; i++) {
      double height = sign * v[i];
      level[i] = height > 0 && height < Double.POSITIVE_INFINITY ? levelOf(height) : 0;
      starts[level[i]]++;
    }
    int[] order = byLevel(level, starts);
    // Highest level first; level 0 holds what no level reaches.
    for (int at = order.length - 1; at >= 0; at--) {
      add(order[at], level[order[at]]);
    }
    for (int i : order) {
      out[i] = (float) (sign * total(i));
    }
  }

  /** The highest level that is not above the height. */
  private int levelOf(double height) {
    int at = Arrays.binarySearch(levels, height);
    return at >= 0 ? at : -at - 2;
  }

  /** The voxels of level 1 and up in rising order of level. */
  private static int[] byLevel(int[] level, int[] counts) {
    int[] next = new int[counts.length];
    for (int k = 2; k < next.length; k++) {
      next[k] = next[k - 1] + counts[k - 1];
    }
    int[] order = new int[level.length - counts[0]];
    for (int i = 0; i < level.length; i++) {
      if (level[i] > 0) {
        order[next[level[i]]++] = i;
      }
    }
    return order;
  }

  private void add(int i, int level) {
    parent[i] = i;
    size[i] = 1;
    since[i] = level;
    int x = i % g.nx();
    int y = i / g.nx() % g.ny();
    int z = i / (g.nx() * g.ny());
    for (int[] d : offsets) {
      int px = x + d[0];
      int py = y + d[1];
      int pz = z + d[2];
      if (px >= 0 && px < g.nx() && py >= 0 && py < g.ny() && pz >= 0 && pz < g.nz()) {
        int p = px + g.nx() * (py + g.ny() * pz);
        if (parent[p] >= 0) {
          join(root(i), root(p), level);
        }
      }
    }
  }

  /** Brings a root's sum to the levels above the given one. */
  private void settle(int root, int level) {
    common[root] += Math.pow(size[root], extentPower) * (heights[since[root]] - heights[level]);
    since[root] = level;
  }

  private void join(int a, int b, int level) {
    if (a == b) {
      return;
    }
    settle(a, level);
    settle(b, level);
    int top = size[a] >= size[b] ? a : b;
    int sub = top == a ? b : a;
    parent[sub] = top;
    common[sub] -= common[top];
    size[top] += size[sub];
  }

  private int root(int i) {
    while (parent[i] != i) {
      i = parent[i];
    }
    return i;
  }

  private double total(int i) {
    double sum = 0;
    int at = i;
    while (parent[at] != at) {
      sum += common[at];
      at = parent[at];
    }
    settle(at, 0);
    return sum + common[at];
  }
}
