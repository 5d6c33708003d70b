// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.map.Clusters.Peak;

/**
 * Peaks of one cluster by nilearn's rules.
 *
 * <ul>
 *   <li>A voxel is a maximum where none of its 26 neighbours in the cluster is higher; not so where
 *       all 27 are equal, unless the whole cluster is flat.
 *   <li>Maxima that share faces are one peak, at their centre of mass rounded to a voxel (halves to
 *       the even index), or at the nearest of them where that is not one of them.
 *   <li>In falling order of value, a peak within the distance of a kept one is dropped; at most
 *       four are kept.
 * </ul>
 */
final class Peaks {
  private static final int MOST = 4;

  private final double[] values;
  private final int sign;
  private final Geometry g;
  private final int[] labels;
  private final int cluster;

  Peaks(double[] values, int sign, Geometry g, int[] labels, int cluster) {
    this.values = values;
    this.sign = sign;
    this.g = g;
    this.labels = labels;
    this.cluster = cluster;
  }

  /** The value in the direction of the sign; 0 outside the cluster. */
  private double height(int x, int y, int z) {
    int i = x + g.nx() * (y + g.ny() * z);
    return labels[i] == cluster ? sign * values[i] : 0;
  }

  private int[] xyz(int i) {
    return new int[] {i % g.nx(), i / g.nx() % g.ny(), i / (g.nx() * g.ny())};
  }

  /** The peaks of the cluster with these voxels, given with z fastest. */
  List<Peak> of(int[] members, Clusters.Rule rule) {
    boolean flat = isFlat(members);
    List<int[]> maxima = new ArrayList<>();
    for (int i : members) {
      int[] p = xyz(i);
      if (isMaximum(p, flat)) {
        maxima.add(p);
      }
    }
    List<Peak> peaks = new ArrayList<>();
    for (List<int[]> plateau : plateaus(maxima)) {
      peaks.add(peak(plateau));
    }
    peaks.sort(Comparator.comparingDouble(p -> -sign * p.value()));
    return pared(peaks, rule.peakDistanceMm());
  }

  /** NumPy's isclose: equal within 1e-5 of the smaller and 1e-8. */
  private boolean isFlat(int[] members) {
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    for (int i : members) {
      lo = Math.min(lo, sign * values[i]);
      hi = Math.max(hi, sign * values[i]);
    }
    return hi - lo <= 1e-8 + 1e-5 * Math.abs(lo);
  }

  private boolean isMaximum(int[] p, boolean flat) {
    double own = height(p[0], p[1], p[2]);
    boolean lower = flat;
    for (int z = Math.max(0, p[2] - 1); z <= Math.min(g.nz() - 1, p[2] + 1); z++) {
      for (int y = Math.max(0, p[1] - 1); y <= Math.min(g.ny() - 1, p[1] + 1); y++) {
        for (int x = Math.max(0, p[0] - 1); x <= Math.min(g.nx() - 1, p[0] + 1); x++) {
          double v = height(x, y, z);
          if (v > own) {
            return false;
          }
          lower |= v < own;
        }
      }
    }
    return lower;
  }

  /** Groups of maxima that share faces, each in the given order, by their first. */
  private List<List<int[]>> plateaus(List<int[]> maxima) {
    List<List<int[]>> groups = new ArrayList<>();
    java.util.Map<Integer, Integer> place = new java.util.HashMap<>();
    for (int m = 0; m < maxima.size(); m++) {
      place.put(index(maxima.get(m)), m);
    }
    boolean[] taken = new boolean[maxima.size()];
    for (int m = 0; m < taken.length; m++) {
      if (taken[m]) {
        continue;
      }
      List<Integer> group = new ArrayList<>();
      Deque<Integer> open = new ArrayDeque<>(List.of(m));
      taken[m] = true;
      while (!open.isEmpty()) {
        int at = open.pop();
        group.add(at);
        for (int d = 0; d < 6; d++) {
          int[] p = maxima.get(at).clone();
          p[d / 2] += d % 2 == 0 ? 1 : -1;
          Integer next = isInside(p) ? place.get(index(p)) : null;
          if (next != null && !taken[next]) {
            taken[next] = true;
            open.push(next);
          }
        }
      }
      group.sort(null);
      groups.add(group.stream().map(maxima::get).toList());
    }
    return groups;
  }

  private boolean isInside(int[] p) {
    return p[0] >= 0 && p[0] < g.nx() && p[1] >= 0 && p[1] < g.ny() && p[2] >= 0 && p[2] < g.nz();
  }

  private int index(int[] p) {
    return p[0] + g.nx() * (p[1] + g.ny() * p[2]);
  }

  private Peak peak(List<int[]> plateau) {
    double mass = 0;
    double[] moment = new double[3];
    for (int[] p : plateau) {
      double v = height(p[0], p[1], p[2]);
      mass += v;
      for (int a = 0; a < 3; a++) {
        moment[a] += v * p[a];
      }
    }
    int[] at = new int[3];
    for (int a = 0; a < 3; a++) {
      at[a] = (int) Math.rint(moment[a] / mass);
    }
    int[] best = null;
    double nearest = Double.POSITIVE_INFINITY;
    for (int[] p : plateau) {
      double d = Math.hypot(Math.hypot(p[0] - at[0], p[1] - at[1]), p[2] - at[2]);
      if (d < nearest) {
        nearest = d;
        best = p;
      }
    }
    return new Peak(
        best[0],
        best[1],
        best[2],
        g.affine().apply(best[0], best[1], best[2]),
        values[index(best)]);
  }

  /** Only kept peaks push others aside, as in nilearn; later verdicts overrule earlier ones. */
  private static List<Peak> pared(List<Peak> peaks, double distanceMm) {
    boolean[] kept = new boolean[peaks.size()];
    java.util.Arrays.fill(kept, true);
    for (int i = 0; i < kept.length; i++) {
      for (int j = i + 1; j < kept.length && kept[i]; j++) {
        double[] a = peaks.get(i).mm();
        double[] b = peaks.get(j).mm();
        double d = Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
        kept[j] = d > distanceMm;
      }
    }
    List<Peak> result = new ArrayList<>();
    for (int i = 0; i < kept.length && result.size() < MOST; i++) {
      if (kept[i]) {
        result.add(peaks.get(i));
      }
    }
    return result;
  }
}
