// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Quantiles;

/** Where to cut when nobody says. */
public final class Cuts {
  private Cuts() {}

  /**
   * The point that a map is about, as nilearn's {@code find_xyz_cut_coords} chooses it: of the
   * voxels whose |value| reaches the 80th percentile of the non-zero ones, the largest
   * face-connected component; in it, of the voxels above its mean the largest component again if
   * more than 50 are above; then the centre of mass of |value|. Values that are not finite count as
   * zero. Of a map that is not in memory it is the middle.
   *
   * @return {x, y, z} in millimetres; the middle of the map where it is zero everywhere
   */
  public static double[] centre(Volume map, int frame, Quantiles quantiles) {
    if (map.isLazy()) {
      return middle(map.geometry());
    }
    Samples s = Samples.of(map, frame, 0);
    double[] values = magnitudes(s);
    double threshold = percentile80(values, quantiles);
    BitSet above = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      above.set(i, values[i] > 0 && values[i] >= threshold);
    }
    if (above.isEmpty()) {
      return middle(map.geometry());
    }
    int[] region = largestComponent(above, s);
    double mean = Math.abs(signedMean(s, region));
    BitSet core = new BitSet(values.length);
    Arrays.stream(region).filter(i -> values[i] > mean).forEach(core::set);
    if (core.cardinality() > 50) {
      region = largestComponent(core, s);
    }
    return centreOfMass(values, region, s, map.geometry().affine());
  }

  private static double[] middle(Geometry g) {
    return g.affine().apply((g.nx() - 1) / 2.0, (g.ny() - 1) / 2.0, (g.nz() - 1) / 2.0);
  }

  private static double[] magnitudes(Samples s) {
    IntToDoubleFunction stored = s.reader();
    Rescale rescale = s.rescale();
    double[] values = new double[s.length()];
    for (int i = 0; i < values.length; i++) {
      double v = Math.abs(rescale.apply(stored.applyAsDouble(s.offset() + i)));
      values[i] = v < Double.POSITIVE_INFINITY ? v : 0;
    }
    return values;
  }

  private static double percentile80(double[] values, Quantiles quantiles) {
    double[] nonZero = new double[values.length];
    int n = 0;
    for (double v : values) {
      if (v != 0) {
        nonZero[n++] = v;
      }
    }
    if (n == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return quantiles.atFraction(
        new Samples(nonZero, SampleType.FLOAT64, 0, n, 1, 1, Rescale.IDENTITY), true, 0.8);
  }

  private static double signedMean(Samples s, int[] region) {
    IntToDoubleFunction stored = s.reader();
    return Arrays.stream(region)
        .mapToDouble(i -> s.rescale().apply(stored.applyAsDouble(s.offset() + i)))
        .average()
        .orElse(0);
  }

  /** The largest set of voxels connected through faces; the first in index order among equals. */
  private static int[] largestComponent(BitSet voxels, Samples s) {
    BitSet left = (BitSet) voxels.clone();
    int[] order = new int[voxels.cardinality()];
    int end = 0;
    int bestStart = 0;
    int bestEnd = 0;
    for (int seed = left.nextSetBit(0); seed >= 0; seed = left.nextSetBit(seed)) {
      int start = end;
      end = visit(left, order, end, true, seed);
      for (int at = start; at < end; at++) {
        int i = order[at];
        int x = i % s.nx();
        int y = i / s.nx() % s.ny();
        int z = i / s.nx() / s.ny();
        end = visit(left, order, end, x > 0, i - 1);
        end = visit(left, order, end, x + 1 < s.nx(), i + 1);
        end = visit(left, order, end, y > 0, i - s.nx());
        end = visit(left, order, end, y + 1 < s.ny(), i + s.nx());
        end = visit(left, order, end, z > 0, i - s.nx() * s.ny());
        end = visit(left, order, end, z + 1 < s.nz(), i + s.nx() * s.ny());
      }
      if (end - start > bestEnd - bestStart) {
        bestStart = start;
        bestEnd = end;
      }
    }
    return Arrays.copyOfRange(order, bestStart, bestEnd);
  }

  private static int visit(BitSet left, int[] order, int end, boolean inside, int i) {
    if (!inside || !left.get(i)) {
      return end;
    }
    left.clear(i);
    order[end] = i;
    return end + 1;
  }

  private static double[] centreOfMass(double[] values, int[] region, Samples s, Affine affine) {
    double[] sum = new double[4];
    for (int i : region) {
      sum[0] += values[i] * (i % s.nx());
      sum[1] += values[i] * (i / s.nx() % s.ny());
      sum[2] += values[i] * (i / s.nx() / s.ny());
      sum[3] += values[i];
    }
    return affine.apply(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
  }

  /**
   * Positions spread evenly over a stretch: the middles of n equal parts, on whole millimetres
   * where the parts are at least two millimetres long.
   */
  public static double[] spread(double from, double to, int n) {
    double part = (to - from) / n;
    double[] positions = new double[n];
    for (int i = 0; i < n; i++) {
      double p = from + (i + 0.5) * part;
      positions[i] = part >= 2 ? Math.rint(p) : p;
    }
    return positions;
  }
}
