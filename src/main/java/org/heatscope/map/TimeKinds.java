// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.heatscope.image.HeatMap;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Table;
import org.heatscope.map.Components.Neighbours;

/** Kinds over a series in time. */
final class TimeKinds {
  private static final Option<Frames> FRAMES =
      Option.frames("frames", "Use frames FROM up to but not including TO. Default: all.");
  private static final Option<Integer> DDOF =
      Option.integer("ddof", "0|1", "Divisor n - ddof of a deviation. Default: 1.", 0, 1).or(1);
  private static final Option<Double> TR =
      Option.positive("tr", "SECONDS", "Time between frames. Default: as the file says.");
  private static final Option<Frames> BASELINE =
      Option.frames("baseline", "Frames of the baseline: FROM up to but not including TO.");
  private static final Option<Frames> OWN_BASELINE = BASELINE.needed();
  private static final Option<double[]> BAND =
      Option.numbers("band", "LO,HI", "Frequencies in Hz. Default: 0.01,0.08.", 2)
          .or(new double[] {0.01, 0.08});
  private static final Option<Integer> CLUSTER =
      Option.integer("cluster", "7|19|27", "Voxels of a neighbourhood. Default: 27.", 7, 27).or(27);

  private static final Option<double[]> SEED =
      Option.numbers("seed", "X,Y,Z", "A point in mm RAS+.", 3);
  private static final Option<Double> RADIUS =
      Option.notNegative(
              "radius", "MM", "Average the seed within this of the point. Default: 0, its voxel.")
          .or(0.0);
  private static final Option<Path> SEED_MASK =
      Option.file("seed-mask", "The seed is the mean over this mask.");
  private static final Option<Path> SEED_CSV =
      Option.file("seed-csv", "The seed is a column of this table, a row for each frame.");
  private static final Option<String> COLUMN =
      Option.text("column", "NAME", "The table's column. Default: its only one.");
  private static final Option<Boolean> FISHER =
      Option.flag("fisher", "Write Fisher's z in place of r.");

  private TimeKinds() {}

  private interface TimeBody {
    HeatMap map(TimeMaps maps, Options options);
  }

  private static MapKind kind(String name, String summary, TimeBody body, Option<?>... own) {
    List<Option<?>> options = new ArrayList<>(List.of(own));
    options.add(FRAMES);
    return MapKind.of(
        name,
        summary,
        MapKind.Arity.ONE,
        options,
        (inputs, o, work) ->
            MapResult.of(body.map(TimeMaps.of(read(inputs, o), o.find(FRAMES), work), o)));
  }

  static List<MapKind> all() {
    return List.of(
        kind("tmean", "Mean over time.", (m, o) -> m.mean()),
        kind("tsd", "Standard deviation over time.", (m, o) -> m.sd(o.get(DDOF)), DDOF),
        kind(
            "tsnr",
            "Temporal signal to noise: mean over deviation after linear detrend.",
            (m, o) -> m.tsnr(o.get(DDOF)),
            DDOF),
        kind("slope", "Slope over time by least squares.", (m, o) -> m.slope(), TR),
        kind(
            "zscore",
            "z of each frame, or of the mean of --frames, against a baseline.",
            (m, o) -> m.zScore(o.get(OWN_BASELINE), o.get(DDOF), o.find(FRAMES)),
            OWN_BASELINE,
            DDOF),
        kind("peak", "Largest value over time.", (m, o) -> m.peak()),
        kind("time-to-peak", "Time of the largest value.", (m, o) -> m.timeToPeak(), TR),
        kind(
            "auc",
            "Area under the curve (trapezoids), above a baseline if one is given.",
            (m, o) -> m.auc(o.find(BASELINE)),
            BASELINE,
            TR),
        MapKind.of(
            "alff",
            "Amplitude of low-frequency fluctuation in a band.",
            MapKind.Arity.ONE,
            List.of(BAND, TR),
            TimeKinds::alff),
        MapKind.of(
            "reho",
            "Regional homogeneity: Kendall's W of neighbouring series.",
            MapKind.Arity.ONE,
            List.of(CLUSTER),
            (inputs, o, work) -> MapResult.of(Reho.map(inputs.get(0).read(), cluster(o), work))),
        MapKind.of(
            "correlation",
            "Correlation with a seed, one of --seed, --seed-mask and --seed-csv.",
            MapKind.Arity.ONE,
            List.of(SEED, RADIUS, SEED_MASK, SEED_CSV, COLUMN, FISHER),
            TimeKinds::correlation));
  }

  /** The series, with the step between frames that is given. */
  private static Volume read(List<MapInput> inputs, Options options) throws IOException {
    Volume v = inputs.get(0).read();
    return options.has(TR)
        ? v.toBuilder().time(new TimeAxis(v.time().frames(), options.get(TR), "s")).build()
        : v;
  }

  private static Neighbours cluster(Options options) {
    return switch (options.get(CLUSTER)) {
      case 7 -> Neighbours.FACES;
      case 19 -> Neighbours.EDGES;
      case 27 -> Neighbours.CORNERS;
      default -> throw new InvalidOption("--cluster is 7, 19 or 27 voxels");
    };
  }

  private static MapResult alff(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    Volume series = read(inputs, options);
    if (!(series.time().step() > 0 && series.time().unit().equals("s"))) {
      throw new IllegalArgumentException(
          "the file does not say the time between frames; --tr SECONDS does");
    }
    double[] band = options.get(BAND);
    return MapResult.of(Alff.map(series, series.time().step(), band[0], band[1], work));
  }

  private static MapResult correlation(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    long given = List.of(SEED, SEED_MASK, SEED_CSV).stream().filter(o -> options.has(o)).count();
    if (given != 1) {
      throw new InvalidOption("one of --seed, --seed-mask and --seed-csv is needed");
    }
    Volume series = inputs.get(0).read();
    return MapResult.of(
        SeedCorrelation.map(series, seed(series, options, work), options.get(FISHER), work));
  }

  private static SeedCorrelation.Seed seed(Volume series, Options options, MapWork work)
      throws IOException {
    if (options.has(SEED)) {
      return SeedCorrelation.ball(series.geometry(), options.get(SEED), options.get(RADIUS));
    }
    if (options.has(SEED_MASK)) {
      boolean[] inside =
          Masks.onGrid(work.image(options.get(SEED_MASK).toString()), series.geometry());
      return SeedCorrelation.mean(
          IntStream.range(0, inside.length).filter(i -> inside[i]).toArray());
    }
    Path file = options.get(SEED_CSV);
    Table table = Table.read(file);
    try {
      if (!options.has(COLUMN) && table.columns().size() != 1) {
        throw new IllegalArgumentException(
            "--column NAME is needed; the table has " + String.join(", ", table.columns()));
      }
      double[] v = options.has(COLUMN) ? table.numbers(options.get(COLUMN)) : onlyColumn(table);
      if (v.length != series.time().frames()) {
        throw new IllegalArgumentException(
            v.length + " rows for a series of " + series.time().frames() + " frames");
      }
      return (frame, samples) -> v[frame];
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }

  /** A column whose name is a number has none: it begins there. */
  private static double[] onlyColumn(Table table) {
    String name = table.columns().get(0);
    double[] below = table.numbers(name);
    try {
      return DoubleStream.concat(DoubleStream.of(Double.parseDouble(name)), Arrays.stream(below))
          .toArray();
    } catch (NumberFormatException e) {
      return below;
    }
  }
}
