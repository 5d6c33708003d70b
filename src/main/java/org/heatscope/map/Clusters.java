// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.map.Components.Neighbours;
import org.heatscope.map.Thresholds.Sides;

/**
 * The clusters of a map above a threshold: components of voxels that lie strictly above it, and for
 * two sides of those strictly below its negative, each sign by itself.
 *
 * <p>Order: the positive ones by falling peak, then the negative ones; of equal peaks the one whose
 * first voxel comes first where z runs fastest. Peaks are those of nilearn's {@code
 * get_clusters_table}: {@link Peaks}.
 */
public final class Clusters {
  /**
   * One cluster.
   *
   * @param number from 1
   * @param sign 1 or -1
   * @param voxels its size
   * @param volumeMm3 its size in the world
   * @param mean of its values
   * @param peaks the peak and up to three sub-peaks, the strongest first
   */
  public record Cluster(
      int number, int sign, int voxels, double volumeMm3, double mean, List<Peak> peaks) {}

  /**
   * A peak.
   *
   * @param i voxel index along the first axis, from 0
   * @param j along the second
   * @param k along the third
   * @param mm its centre in the world
   * @param value the map there
   */
  public record Peak(int i, int j, int k, double[] mm, double value) {}

  /**
   * How clusters are made.
   *
   * @param threshold not negative
   * @param leastVoxels smaller clusters are dropped
   * @param leastMm3 smaller clusters are dropped
   * @param peakDistanceMm peaks of a cluster lie further apart than this
   */
  public record Rule(
      double threshold,
      Sides sides,
      Neighbours neighbours,
      int leastVoxels,
      double leastMm3,
      double peakDistanceMm) {
    /** Checks the threshold. */
    public Rule {
      if (!(threshold >= 0)) {
        throw new InvalidOption("a threshold of clusters is not below 0: " + threshold);
      }
    }

    /** Clusters of any size, connected by faces, with sub-peaks 8 mm apart, on both sides. */
    public static Rule of(double threshold) {
      return new Rule(threshold, Sides.BOTH, Neighbours.FACES, 1, 0, 8);
    }
  }

  private final List<Cluster> list = new ArrayList<>();
  private final int[] labels;

  private Clusters(int voxels) {
    labels = new int[voxels];
  }

  /** Finds the clusters of a map's values, x fastest. Non-finite voxels belong to none. */
  public static Clusters of(double[] values, Geometry g, Rule rule) {
    Clusters all = new Clusters(values.length);
    all.add(values, g, rule, 1);
    if (rule.sides() == Sides.BOTH) {
      all.add(values, g, rule, -1);
    }
    return all;
  }

  private void add(double[] values, Geometry g, Rule rule, int sign) {
    boolean[] inside = new boolean[values.length];
    for (int i = 0; i < inside.length; i++) {
      double v = sign * values[i];
      inside[i] = v > rule.threshold() && v < Double.POSITIVE_INFINITY;
    }
    Components components = Components.of(inside, g, rule.neighbours());
    double voxelMm3 = Math.abs(g.affine().determinant());
    int[][] members = members(components, g);
    List<Integer> kept = new ArrayList<>();
    double[] top = new double[components.count() + 1];
    for (int c = 1; c < top.length; c++) {
      int size = members[c].length;
      if (size >= rule.leastVoxels() && size * voxelMm3 >= rule.leastMm3() * (1 - 1e-9)) {
        kept.add(c);
        for (int i : members[c]) {
          top[c] = Math.max(top[c], sign * values[i]);
        }
      }
    }
    kept.sort(Comparator.comparingDouble(c -> -top[c]));
    for (int c : kept) {
      int number = list.size() + 1;
      double sum = 0;
      for (int i : members[c]) {
        labels[i] = number;
        sum += values[i];
      }
      List<Peak> peaks = new Peaks(values, sign, g, components.labels(), c).of(members[c], rule);
      int n = members[c].length;
      list.add(new Cluster(number, sign, n, n * voxelMm3, sum / n, peaks));
    }
  }

  /** The voxels of each component, z fastest. */
  private static int[][] members(Components components, Geometry g) {
    int[][] members = new int[components.count() + 1][];
    for (int c = 1; c < members.length; c++) {
      members[c] = new int[components.sizes()[c]];
    }
    int[] filled = new int[members.length];
    int plane = g.nx() * g.ny();
    for (int x = 0; x < g.nx(); x++) {
      for (int y = 0; y < g.ny(); y++) {
        for (int i = x + g.nx() * y; i < components.labels().length; i += plane) {
          int c = components.labels()[i];
          if (c != 0) {
            members[c][filled[c]++] = i;
          }
        }
      }
    }
    return members;
  }

  /** The clusters in their order. */
  public List<Cluster> list() {
    return List.copyOf(list);
  }

  /** The number of the cluster that a voxel belongs to; 0 for none. */
  public int of(int voxel) {
    return labels[voxel];
  }

  /** The number of voxels in clusters. */
  public long voxels() {
    return Arrays.stream(labels).filter(l -> l != 0).count();
  }
}
