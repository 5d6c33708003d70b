// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;

/**
 * The exact Euclidean distance in millimetres from each voxel's centre to the nearest centre of a
 * mask's voxels, 0 within it, by lower envelopes of parabolas along one axis after another
 * (Felzenszwalb and Huttenlocher, Theory of Computing 8, 2012); spacings may differ.
 */
public final class Distance {
  private static final double FAR = Double.POSITIVE_INFINITY;

  private final Geometry g;
  private final double[] squared;

  private Distance(boolean[] inside, Geometry g) {
    this.g = g;
    squared = new double[inside.length];
    for (int i = 0; i < inside.length; i++) {
      squared[i] = inside[i] ? 0 : FAR;
    }
  }

  /**
   * Computes the distance to a mask: to where the image is neither zero nor NaN.
   *
   * @param signed whether voxels of the mask get minus their distance to the nearest outside it
   * @throws IllegalArgumentException if the mask is empty, or the grid is sheared
   */
  public static HeatMap map(Volume mask, boolean signed, MapWork work) {
    Geometry g = mask.geometry();
    requireRightAngles(g);
    double[] v = Values.of(mask);
    boolean[] inside = new boolean[v.length];
    boolean[] outside = new boolean[v.length];
    boolean any = false;
    for (int i = 0; i < v.length; i++) {
      inside[i] = v[i] != 0 && !Double.isNaN(v[i]);
      outside[i] = !inside[i];
      any |= inside[i];
    }
    if (!any) {
      throw new IllegalArgumentException("the mask is empty: there is nothing to be distant from");
    }
    double[] to = squaredMm(inside, g, work);
    double[] within = signed ? squaredMm(outside, g, work) : null;
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      double d = signed && inside[i] ? -Math.sqrt(within[i]) : Math.sqrt(to[i]);
      out[i] = Double.isInfinite(d) ? Float.NaN : (float) d;
    }
    return signed
        ? Maps.signed(out, g, "mm", "signed distance to the mask, negative within")
        : Maps.plain(out, g, "mm", "distance to the mask");
  }

  private static void requireRightAngles(Geometry g) {
    for (int a = 0; a < 3; a++) {
      int b = (a + 1) % 3;
      double dot = 0;
      for (int r = 0; r < 3; r++) {
        dot += g.affine().get(r, a) * g.affine().get(r, b);
      }
      if (Math.abs(dot) > 1e-3 * g.spacing(a) * g.spacing(b)) {
        throw new IllegalArgumentException(
            "the grid is sheared; distances are computed on grids with right angles");
      }
    }
  }

  /** Squared distances to a set, in square millimetres; infinite where it is empty. */
  static double[] squaredMm(boolean[] inside, Geometry g, MapWork work) {
    Distance d = new Distance(inside, g);
    int[] stride = {1, g.nx(), g.nx() * g.ny()};
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      int n = g.size(axis);
      int lines = inside.length / n;
      work.workers()
          .run(
              lines,
              64,
              (from, to) -> {
                Line line = new Line(n, g.spacing(along));
                for (int l = from; l < to; l++) {
                  // The first voxel of the l-th line along the axis.
                  int start = l % stride[along] + l / stride[along] * stride[along] * n;
                  line.transform(d.squared, start, stride[along]);
                }
              });
    }
    return d.squared;
  }

  /** One line of voxels and its lower envelope. */
  private static final class Line {
    private final int n;
    private final double spacing;
    private final double[] f;
    private final int[] vertex;
    private final double[] until;

    Line(int n, double spacing) {
      this.n = n;
      this.spacing = spacing;
      f = new double[n];
      vertex = new int[n];
      until = new double[n + 1];
    }

    void transform(double[] squared, int start, int stride) {
      for (int i = 0; i < n; i++) {
        f[i] = squared[start + i * stride];
      }
      int count = envelope();
      if (count == 0) {
        return;
      }
      int k = 0;
      for (int i = 0; i < n; i++) {
        while (until[k] < i) {
          k++;
        }
        double d = (i - vertex[k]) * spacing;
        squared[start + i * stride] = d * d + f[vertex[k]];
      }
    }

    /** The parabolas that are lowest somewhere, and up to where each is; their number. */
    private int envelope() {
      int count = 0;
      Arrays.fill(until, FAR);
      for (int i = 0; i < n; i++) {
        if (f[i] == FAR) {
          continue;
        }
        while (count > 0) {
          double cross = crossing(vertex[count - 1], i);
          if (count == 1 || cross > until[count - 2]) {
            until[count - 1] = cross;
            break;
          }
          count--;
        }
        vertex[count] = i;
        until[count] = FAR;
        count++;
      }
      return count;
    }

    /** Where the parabola over b becomes lower than that over a, in voxels. */
    private double crossing(int a, int b) {
      double s = spacing * spacing;
      return (f[b] - f[a] + s * ((double) b * b - (double) a * a)) / (2 * s * (b - a));
    }
  }
}
