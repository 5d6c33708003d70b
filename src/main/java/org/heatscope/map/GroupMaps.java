// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.heatscope.image.HeatMap;

/**
 * Maps over groups of images in one pass. The memory needed is that of a few images, however many
 * subjects there are. Missing values do not count; the coverage says how many do at each voxel. The
 * sums are those of {@link Moments}, in plain Java: the backends' statistics are of values that lie
 * together in memory and miss none. Images on other grids are resampled by the session.
 *
 * <p>A statistic is NaN where there are too few values for it or they have no spread.
 */
public final class GroupMaps {
  /** What a test writes. */
  public enum Output {
    /** Student's t. */
    T,
    /** The z of the same tail probability. */
    Z,
    /** The two-sided probability. */
    P,
    /** The difference that is tested, in the images' unit. */
    EFFECT
  }

  /** A statistic for each voxel with its degrees of freedom. */
  interface Test {
    double effect(int voxel);

    /** NaN where there is none. */
    double t(int voxel);

    double df(int voxel);
  }

  private GroupMaps() {}

  /** The mean of those that have a value. */
  public static MapResult mean(Group group) throws IOException {
    return moment(group, false, "mean over " + group.count() + " images");
  }

  /** The standard deviation with divisor n - 1. */
  public static MapResult sd(Group group) throws IOException {
    return moment(group, true, "sd over " + group.count() + " images, divisor n - 1");
  }

  private static MapResult moment(Group group, boolean sd, String formula) throws IOException {
    Counted c = count(group);
    Moments m = c.moments;
    float[] out = fill(m, sd ? i -> Math.sqrt(m.variance(i)) : m::mean);
    HeatMap map = c.map(out, c.seen.first().unit(), !sd, formula);
    return result(map, c);
  }

  /** How many images have a value. */
  public static MapResult n(Group group) throws IOException {
    Counted c = count(group);
    HeatMap n = coverage(c);
    return new MapResult(Optional.of(n), Optional.empty(), Optional.of(n));
  }

  /** Tests whether the mean is zero: {@code t = mean / (sd / sqrt n)}, n - 1 degrees of freedom. */
  public static MapResult oneSample(Group group, Output output) throws IOException {
    Counted c = count(group);
    return test(new OneSample(c.moments), output, "one-sample", c, group.work());
  }

  /**
   * Tests pairs for a difference: a one-sample test of first minus second. A pair with a missing
   * value does not count.
   *
   * @param images the first of all pairs, then the second of all pairs in the same order
   */
  public static MapResult paired(
      List<MapInput> images, boolean zeroIsMissing, Output output, MapWork work)
      throws IOException {
    Counted c =
        count(Group.of(Pairs.differences(images, zeroIsMissing, work.session()), false, work));
    return test(new OneSample(c.moments), output, "paired, first minus second", c, work);
  }

  /**
   * Tests whether two groups have the same mean, first minus second: by Welch with Satterthwaite's
   * degrees of freedom, or with one pooled variance.
   *
   * @param firsts how many of the images make the first group
   */
  public static MapResult twoSample(Group group, int firsts, boolean pooled, Output output)
      throws IOException {
    checkGroups(group.count(), firsts);
    Moments[] m = new Moments[2];
    Group.Seen seen =
        group.each(
            (subject, values, grid) -> {
              if (m[0] == null) {
                m[0] = new Moments(values.length);
                m[1] = new Moments(values.length);
              }
              m[subject < firsts ? 0 : 1].add(values, group.work().workers());
            });
    Test test = pooled ? new Pooled(m[0], m[1]) : new Welch(m[0], m[1]);
    String name = "two-sample, " + (pooled ? "pooled" : "Welch") + ", first minus second";
    Moments all = new Moments(m[0].voxels());
    all.merge(m[0]);
    all.merge(m[1]);
    return test(test, output, name, new Counted(seen, all), group.work());
  }

  static void checkGroups(int count, int firsts) {
    if (firsts >= count) {
      throw new InvalidOption(
          "the first group of " + firsts + " leaves none of " + count + " images for the second");
    }
  }

  private record OneSample(Moments m) implements Test {
    @Override
    public double effect(int i) {
      return m.mean(i);
    }

    @Override
    public double t(int i) {
      return ratio(m.mean(i), Math.sqrt(m.variance(i) / m.count(i)));
    }

    @Override
    public double df(int i) {
      return m.count(i) - 1;
    }
  }

  private record Pooled(Moments a, Moments b) implements Test {
    @Override
    public double effect(int i) {
      return a.mean(i) - b.mean(i);
    }

    @Override
    public double t(int i) {
      double variance = (a.squares(i) + b.squares(i)) / df(i);
      return ratio(effect(i), Math.sqrt(variance * (1.0 / a.count(i) + 1.0 / b.count(i))));
    }

    @Override
    public double df(int i) {
      return a.count(i) + b.count(i) - 2;
    }
  }

  private record Welch(Moments a, Moments b) implements Test {
    @Override
    public double effect(int i) {
      return a.mean(i) - b.mean(i);
    }

    @Override
    public double t(int i) {
      return ratio(effect(i), Math.sqrt(a.variance(i) / a.count(i) + b.variance(i) / b.count(i)));
    }

    @Override
    public double df(int i) {
      double u = a.variance(i) / a.count(i);
      double v = b.variance(i) / b.count(i);
      return (u + v) * (u + v) / (u * u / (a.count(i) - 1) + v * v / (b.count(i) - 1));
    }
  }

  /** NaN where there is no spread. */
  static double ratio(double effect, double error) {
    return error > 0 && error < Double.POSITIVE_INFINITY ? effect / error : Double.NaN;
  }

  private record Counted(Group.Seen seen, Moments moments) {
    HeatMap map(float[] values, String unit, boolean signed, String formula) {
      return Maps.of(values, seen.first().geometry(), unit, signed, formula, seen.where());
    }
  }

  private static Counted count(Group group) throws IOException {
    Moments[] m = new Moments[1];
    Group.Seen seen =
        group.each(
            (subject, values, grid) -> {
              if (m[0] == null) {
                m[0] = new Moments(values.length);
              }
              m[0].add(values, group.work().workers());
            });
    return new Counted(seen, m[0]);
  }

  private static MapResult test(Test test, Output output, String name, Counted c, MapWork work) {
    HeatMap map = map(test, c.moments.voxels(), output, name, c.seen, work);
    return result(map, c);
  }

  /** Writes a test out. */
  static HeatMap map(
      Test test, int voxels, Output output, String name, Group.Seen seen, MapWork work) {
    float[] out = new float[voxels];
    work.workers()
        .run(
            voxels,
            1 << 12,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                out[i] = (float) value(test, output, i);
              }
            });
    String formula = Option.spelled(output) + ": " + name;
    String unit =
        switch (output) {
          case P -> "p";
          case EFFECT -> seen.first().unit();
          default -> Option.spelled(output);
        };
    boolean isP = output == Output.P;
    return Maps.of(
        out,
        seen.first().geometry(),
        unit,
        !isP,
        isP ? formula + ", two-sided" : formula,
        seen.where());
  }

  private static double value(Test test, Output output, int i) {
    if (output == Output.EFFECT) {
      return test.effect(i);
    }
    double t = test.t(i);
    if (output == Output.T || Double.isNaN(t)) {
      return t;
    }
    return output == Output.Z
        ? Null.zFromT(t, test.df(i))
        : Math.min(1, 2 * Null.student(test.df(i)).upperTail(Math.abs(t)));
  }

  private static MapResult result(HeatMap map, Counted c) {
    return new MapResult(Optional.of(map), Optional.empty(), Optional.of(coverage(c)));
  }

  private static HeatMap coverage(Counted c) {
    Moments m = c.moments;
    return c.map(fill(m, m::count), "n", false, "number of images with a value");
  }

  private static float[] fill(Moments m, IntToDoubleFunction f) {
    float[] out = new float[m.voxels()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) f.applyAsDouble(i);
    }
    return out;
  }
}
