// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.heatscope.image.Affine;
import org.heatscope.image.Samples;
import org.heatscope.op.Border;
import org.heatscope.op.BoxStatistics;
import org.heatscope.op.Combine;
import org.heatscope.op.Combine.Formula;
import org.heatscope.op.GaussianBlur;
import org.heatscope.op.GradientMagnitude;
import org.heatscope.op.Histogram;
import org.heatscope.op.Interpolation;
import org.heatscope.op.Median;
import org.heatscope.op.Operation;
import org.heatscope.op.Projection;
import org.heatscope.op.Quantiles;
import org.heatscope.op.Reduce;
import org.heatscope.op.Resample;
import org.heatscope.op.Splat;
import org.heatscope.op.Splat.Points;
import org.heatscope.op.TemporalStatistics;
import org.heatscope.op.WeightedChannelSum;

/**
 * One call of each operation on volumes, as maps usually make it. The arrays are new, so that a
 * device has to fetch them.
 */
final class Trials {
  private static final int FRAMES = 8;

  private Trials() {}

  /**
   * The calls.
   *
   * @param edge of the cube of voxels that each is about, a multiple of 8
   */
  static Map<Class<? extends Operation>, Consumer<Session>> of(int edge) {
    int plane = edge * edge;
    Samples a = image(edge);
    Samples b = image(edge);
    Samples out = Samples.floats(edge, edge, edge);
    int[] one = {1, 1, 1};
    Affine turned = Affine.of(.9, .1, 0, 1, -.1, .9, 0, 3, 0, 0, 1, .3);
    return Map.ofEntries(
        Map.entry(Combine.class, s -> s.combine().combine(a, b, Formula.ratio(.5), out)),
        Map.entry(
            GaussianBlur.class,
            s -> s.gaussianBlur().blur(a, new double[] {2, 2, 2}, Border.NEAREST, out)),
        Map.entry(Median.class, s -> s.median().median(a, one, out)),
        Map.entry(
            BoxStatistics.class,
            s -> {
              Optional<Samples> none = Optional.empty();
              BoxStatistics.Wanted mean =
                  new BoxStatistics.Wanted(Optional.of(out), none, none, none);
              s.boxStatistics().statistics(a, new int[] {2, 2, 2}, mean);
            }),
        Map.entry(
            GradientMagnitude.class,
            s -> s.gradientMagnitude().gradientMagnitude(a, Affine.identity(), out)),
        Map.entry(Resample.class, s -> s.resample().resample(a, turned, Interpolation.LINEAR, out)),
        Map.entry(
            Projection.class,
            s ->
                s.projection()
                    .project(
                        a,
                        turned,
                        edge,
                        Interpolation.LINEAR,
                        Projection.Kind.MAX,
                        Samples.floats(edge, edge, 1))),
        Map.entry(Reduce.class, s -> s.reduce().reduce(a)),
        Map.entry(Histogram.class, s -> s.histogram().count(a, 0, 50, 256)),
        Map.entry(Quantiles.class, s -> s.quantiles().quantiles(a, false, .02, .98)),
        Map.entry(
            TemporalStatistics.class,
            s -> {
              int nz = edge / FRAMES;
              Optional<Samples> none = Optional.empty();
              List<Samples> frames = new ArrayList<>();
              for (int t = 0; t < FRAMES; t++) {
                frames.add(a.planes(t * nz, nz));
              }
              TemporalStatistics.Wanted tsnr =
                  new TemporalStatistics.Wanted(none, none, Optional.of(out.planes(0, nz)), none);
              s.temporalStatistics().statistics(frames, true, tsnr);
            }),
        Map.entry(
            WeightedChannelSum.class,
            s ->
                s.weightedChannelSum()
                    .weightedChannelSum(
                        Samples.of((float[]) a.array(), plane, edge, 1),
                        Samples.of((float[]) b.array(), edge, 1, 1),
                        Samples.of(out.target(), plane, 1, 1))),
        Map.entry(Splat.class, s -> s.splat().splat(points(edge), out)));
  }

  private static Samples image(int edge) {
    float[] v = new float[edge * edge * edge];
    for (int i = 0; i < v.length; i++) {
      v[i] = i * 7919 % 1009 / 16f;
    }
    return Samples.of(v, edge, edge, edge);
  }

  private static Points points(int edge) {
    int n = edge * edge;
    double[][] c = new double[3][n];
    for (int i = 0; i < n; i++) {
      for (int axis = 0; axis < 3; axis++) {
        c[axis][i] = i * (7919L + 2 * axis) % 1009 * (edge / 1010.0);
      }
    }
    return new Points(c[0], c[1], c[2], new double[0]);
  }
}
