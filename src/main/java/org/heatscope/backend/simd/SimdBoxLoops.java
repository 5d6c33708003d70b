// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.heatscope.backend.scalar.BoxCentre;
import org.heatscope.backend.scalar.BoxSums;
import org.heatscope.image.Samples;

/** Loops on vectors of doubles. For one thread. */
final class SimdBoxLoops implements BoxSums.Loops {
  private static final VectorSpecies<Double> D = Lanes.D;
  private static final int L = D.length();

  /** The farthest reach for which loads of all neighbours take less time than passes over runs. */
  private static final int NARROW = 5;

  private final boolean plain;
  private final double[] runs;

  SimdBoxLoops(Samples image, int radius) {
    plain = image.isPlain();
    runs = new double[image.nx() + 2 * Math.min(radius, image.nx()) + 2 * L];
  }

  @Override
  public void read(Samples image, int from, double[] to) {
    if (!plain) {
      image.values(from, to.length, to, 0);
      return;
    }
    float[] samples = (float[]) image.array();
    int at = image.offset() + from;
    int i = 0;
    for (; i + 2 * L <= to.length; i += 2 * L) {
      FloatVector v = FloatVector.fromArray(Lanes.F, samples, at + i);
      FloatVector upper = v.rearrange(Lanes.UPPER);
      ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 0)).intoArray(to, i);
      ((DoubleVector) upper.convertShape(VectorOperators.F2D, D, 0)).intoArray(to, i + L);
    }
    for (; i < to.length; i++) {
      to[i] = samples[at + i];
    }
  }

  /** Takes a row into a sum, the smallest and the largest value from {@code at} on. */
  void survey(Samples image, int from, double[] row, double[] found, int at) {
    if (!plain) {
      read(image, from, row);
      survey(row, found, at);
      return;
    }
    float[] samples = (float[]) image.array();
    int first = image.offset() + from;
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = DoubleVector.zero(D);
    FloatVector least = FloatVector.broadcast(Lanes.F, Float.POSITIVE_INFINITY);
    FloatVector most = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i + 2 * L <= row.length; i += 2 * L) {
      FloatVector v = FloatVector.fromArray(Lanes.F, samples, first + i);
      FloatVector upper = v.rearrange(Lanes.UPPER);
      even = even.add(v.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(upper.convertShape(VectorOperators.F2D, D, 0));
      least = least.min(v);
      most = most.max(v);
    }
    found[at] += even.add(odd).reduceLanes(VectorOperators.ADD);
    found[at + 1] = Math.min(found[at + 1], least.reduceLanes(VectorOperators.MIN));
    found[at + 2] = Math.max(found[at + 2], most.reduceLanes(VectorOperators.MAX));
    for (; i < row.length; i++) {
      take(samples[first + i], found, at);
    }
  }

  private static void survey(double[] row, double[] found, int at) {
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector least = DoubleVector.broadcast(D, Double.POSITIVE_INFINITY);
    DoubleVector most = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    int i = 0;
    for (; i + L <= row.length; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, row, i);
      sum = sum.add(v);
      least = least.min(v);
      most = most.max(v);
    }
    found[at] += sum.reduceLanes(VectorOperators.ADD);
    found[at + 1] = Math.min(found[at + 1], least.reduceLanes(VectorOperators.MIN));
    found[at + 2] = Math.max(found[at + 2], most.reduceLanes(VectorOperators.MAX));
    for (; i < row.length; i++) {
      take(row[i], found, at);
    }
  }

  private static void take(double v, double[] found, int at) {
    found[at] += v;
    found[at + 1] = Math.min(found[at + 1], v);
    found[at + 2] = Math.max(found[at + 2], v);
  }

  @Override
  public boolean exchange(
      Samples image, int enter, int leave, double centre, double[] sums, double[] squares) {
    if (!plain) {
      return false;
    }
    float[] samples = (float[]) image.array();
    int in = image.offset() + enter;
    int out = image.offset() + leave;
    int i = 0;
    for (; i + 2 * L <= sums.length; i += 2 * L) {
      FloatVector entering = FloatVector.fromArray(Lanes.F, samples, in + i);
      FloatVector leaving = FloatVector.fromArray(Lanes.F, samples, out + i);
      DoubleVector e =
          ((DoubleVector) entering.convertShape(VectorOperators.F2D, D, 0)).sub(centre);
      DoubleVector l = ((DoubleVector) leaving.convertShape(VectorOperators.F2D, D, 0)).sub(centre);
      DoubleVector.fromArray(D, sums, i).add(e.sub(l)).intoArray(sums, i);
      DoubleVector change = e.mul(e).sub(l.mul(l));
      DoubleVector.fromArray(D, squares, i).add(change).intoArray(squares, i);
      entering = entering.rearrange(Lanes.UPPER);
      leaving = leaving.rearrange(Lanes.UPPER);
      e = ((DoubleVector) entering.convertShape(VectorOperators.F2D, D, 0)).sub(centre);
      l = ((DoubleVector) leaving.convertShape(VectorOperators.F2D, D, 0)).sub(centre);
      DoubleVector.fromArray(D, sums, i + L).add(e.sub(l)).intoArray(sums, i + L);
      change = e.mul(e).sub(l.mul(l));
      DoubleVector.fromArray(D, squares, i + L).add(change).intoArray(squares, i + L);
    }
    for (; i < sums.length; i++) {
      double e = samples[in + i] - centre;
      double l = samples[out + i] - centre;
      sums[i] += e - l;
      squares[i] += e * e - l * l;
    }
    return true;
  }

  @Override
  public void exchange(
      double[] enter, double[] leave, double centre, double[] sums, double[] squares) {
    int i = 0;
    for (; i + L <= sums.length; i += L) {
      DoubleVector e = DoubleVector.fromArray(D, enter, i).sub(centre);
      DoubleVector l = DoubleVector.fromArray(D, leave, i).sub(centre);
      DoubleVector.fromArray(D, sums, i).add(e.sub(l)).intoArray(sums, i);
      DoubleVector change = e.mul(e).sub(l.mul(l));
      DoubleVector.fromArray(D, squares, i).add(change).intoArray(squares, i);
    }
    for (; i < sums.length; i++) {
      double e = enter[i] - centre;
      double l = leave[i] - centre;
      sums[i] += e - l;
      squares[i] += e * e - l * l;
    }
  }

  @Override
  public void exchange(double[] enter, double[] leave, double[] sums) {
    int i = 0;
    for (; i + L <= sums.length; i += L) {
      DoubleVector change = DoubleVector.fromArray(D, enter, i);
      change = change.sub(DoubleVector.fromArray(D, leave, i));
      DoubleVector.fromArray(D, sums, i).add(change).intoArray(sums, i);
    }
    for (; i < sums.length; i++) {
      sums[i] += enter[i] - leave[i];
    }
  }

  /**
   * Narrow boxes by adding up all neighbours. For wide ones runs of 1, 2, 4... neighbours are each
   * the sum of two of half the length; those whose lengths make up the width are added.
   */
  @Override
  public void slide(double[] row, int reach, double[] to) {
    int n = row.length;
    int size = n + 2 * reach;
    Arrays.fill(runs, 0, reach, 0);
    System.arraycopy(row, 0, runs, reach, n);
    Arrays.fill(runs, reach + n, runs.length, 0);
    if (reach <= NARROW) {
      addUp(runs, 2 * reach + 1, to);
      return;
    }
    Arrays.fill(to, 0);
    int offset = 0;
    int run = 1;
    for (int width = 2 * reach + 1; width > 0; width >>= 1) {
      if ((width & 1) == 1) {
        add(runs, offset, to);
        offset += run;
      }
      if (width > 1) {
        join(runs, run, size - run);
        run *= 2;
      }
    }
  }

  /** {@code to[i] = from[i] + ... + from[i + width - 1]}. */
  private static void addUp(double[] from, int width, double[] to) {
    int i = 0;
    for (; i + 4 * L <= to.length; i += 4 * L) {
      DoubleVector a = DoubleVector.fromArray(D, from, i);
      DoubleVector b = DoubleVector.fromArray(D, from, i + L);
      DoubleVector c = DoubleVector.fromArray(D, from, i + 2 * L);
      DoubleVector d = DoubleVector.fromArray(D, from, i + 3 * L);
      for (int k = i + 1; k < i + width; k++) {
        a = a.add(DoubleVector.fromArray(D, from, k));
        b = b.add(DoubleVector.fromArray(D, from, k + L));
        c = c.add(DoubleVector.fromArray(D, from, k + 2 * L));
        d = d.add(DoubleVector.fromArray(D, from, k + 3 * L));
      }
      a.intoArray(to, i);
      b.intoArray(to, i + L);
      c.intoArray(to, i + 2 * L);
      d.intoArray(to, i + 3 * L);
    }
    for (; i < to.length; i++) {
      double sum = 0;
      for (int k = i; k < i + width; k++) {
        sum += from[k];
      }
      to[i] = sum;
    }
  }

  private static void add(double[] from, int offset, double[] to) {
    int i = 0;
    for (; i + L <= to.length; i += L) {
      DoubleVector sum = DoubleVector.fromArray(D, to, i);
      sum.add(DoubleVector.fromArray(D, from, offset + i)).intoArray(to, i);
    }
    for (; i < to.length; i++) {
      to[i] += from[offset + i];
    }
  }

  /** {@code a[i] += a[i + run]}, in rising order; may go on for less than a vector, over zeros. */
  private static void join(double[] a, int run, int n) {
    for (int i = 0; i < n; i += L) {
      DoubleVector sum = DoubleVector.fromArray(D, a, i);
      sum.add(DoubleVector.fromArray(D, a, i + run)).intoArray(a, i);
    }
  }

  @Override
  public void mean(double[] s, double[] share, BoxCentre centre, float[] to, int at) {
    double value = centre.value();
    double dust = centre.dust();
    int i = 0;
    // Each vector of floats is half full; the next one is written over its empty half.
    for (; i + 2 * L <= s.length; i += L) {
      DoubleVector mean = DoubleVector.fromArray(D, s, i);
      mean = mean.mul(DoubleVector.fromArray(D, share, i)).add(value);
      mean = mean.blend(0, mean.abs().compare(VectorOperators.LE, dust));
      ((FloatVector) mean.convertShape(VectorOperators.D2F, Lanes.F, 0)).intoArray(to, at + i);
    }
    for (; i < s.length; i++) {
      double mean = value + s[i] * share[i];
      to[at + i] = Math.abs(mean) <= dust ? 0 : (float) mean;
    }
  }

  @Override
  public void deviation(
      double[] s, double[] q, double[] share, BoxCentre centre, float[] to, int at) {
    double dust = centre.varianceDust();
    int i = 0;
    for (; i + 2 * L <= s.length; i += L) {
      DoubleVector sum = DoubleVector.fromArray(D, s, i);
      DoubleVector one = DoubleVector.fromArray(D, share, i);
      DoubleVector variance = DoubleVector.fromArray(D, q, i).sub(sum.mul(sum).mul(one)).mul(one);
      DoubleVector sd = variance.blend(0, variance.compare(VectorOperators.LE, dust)).sqrt();
      ((FloatVector) sd.convertShape(VectorOperators.D2F, Lanes.F, 0)).intoArray(to, at + i);
    }
    for (; i < s.length; i++) {
      double variance = (q[i] - s[i] * s[i] * share[i]) * share[i];
      to[at + i] = variance <= dust ? 0 : (float) Math.sqrt(variance);
    }
  }
}
