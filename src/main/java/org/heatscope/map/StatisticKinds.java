// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.map.Components.Neighbours;
import org.heatscope.map.Thresholds.Sides;

/** Kinds that cut or change a map of a statistic. */
final class StatisticKinds {
  private static final Option<Double> VALUE =
      Option.notNegative("value", "V", "Keep voxels above this value.");
  private static final Option<Double> PERCENTILE =
      Option.notNegative("percentile", "P", "Keep voxels above this percentile of |value|.");
  private static final Option<Double> FPR =
      Option.fraction("fpr", "ALPHA", "Control the false positive rate of each voxel.");
  private static final Option<Double> FDR =
      Option.fraction("fdr", "Q", "Control the false discovery rate (Benjamini-Hochberg).");
  private static final Option<Double> BONFERRONI =
      Option.fraction("bonferroni", "ALPHA", "Control the chance of any false voxel.");
  private static final List<Option<Double>> HEIGHTS =
      List.of(VALUE, PERCENTILE, FPR, FDR, BONFERRONI);

  private static final Option<Double> DF =
      Option.positive("df", "N", "The map is t with so many degrees of freedom. Default: it is z.");
  private static final Option<Double> DF_OF_T =
      Option.positive("df", "N", "Degrees of freedom of t.").needed();
  private static final Option<Boolean> ONE_SIDED =
      Option.flag("one-sided", "Look at positive values only. Default: both signs.");
  private static final Option<Integer> CONNECTIVITY =
      Option.integer(
              "connectivity",
              "6|18|26",
              "Which voxels touch: those that share a face, an edge too, a corner too. Default: 6.",
              6,
              26)
          .or(6);
  private static final Option<Integer> CLUSTER_VOXELS =
      Option.integer("cluster-voxels", "N", "Drop clusters of fewer voxels.", 1, Integer.MAX_VALUE)
          .or(1);
  private static final Option<Double> CLUSTER_MM3 =
      Option.notNegative("cluster-mm3", "MM3", "Drop clusters of less volume.").or(0.0);
  private static final Option<Double> PEAK_DISTANCE =
      Option.positive(
              "peak-distance",
              "MM",
              "Report sub-peaks of a cluster that lie further apart than this. Default: 8.")
          .or(8.0);
  private static final Option<Path> ATLAS =
      Option.file("atlas", "An image of labels, to name the places of peaks in the report.");
  private static final Option<Path> NAMES =
      Option.file("names", "Names of the atlas's labels: a table of index,name and the like.");

  private static final Option<Double> DH =
      Option.positive(
          "dh", "STEP", "Step between heights. Default: a hundredth of the largest value.");
  private static final Option<Double> E =
      Option.number("extent-power", "E", "Power of a cluster's extent. Default: 0.5.").or(0.5);
  private static final Option<Double> H =
      Option.number("height-power", "H", "Power of the height. Default: 2.").or(2.0);

  private StatisticKinds() {}

  static List<MapKind> all() {
    return List.of(
        MapKind.of(
            "threshold",
            "A statistical map cut at a height (one of --value, --percentile, --fpr, --fdr and"
                + " --bonferroni) and cluster size; its report lists clusters and peaks.",
            MapKind.Arity.ONE,
            Stream.<Option<?>>concat(
                    HEIGHTS.stream(),
                    Stream.of(
                        DF,
                        ONE_SIDED,
                        CONNECTIVITY,
                        CLUSTER_VOXELS,
                        CLUSTER_MM3,
                        PEAK_DISTANCE,
                        ATLAS,
                        NAMES))
                .toList(),
            Set.of(MapKind.Product.MAP, MapKind.Product.TABLE),
            StatisticKinds::threshold),
        MapKind.of(
            "tfce",
            "Threshold-free cluster enhancement (Smith and Nichols 2009).",
            MapKind.Arity.ONE,
            List.of(DH, E, H, CONNECTIVITY, ONE_SIDED),
            (inputs, options, work) ->
                MapResult.of(Tfce.map(inputs.get(0).read(), tfceRule(options)))),
        MapKind.of(
            "t-to-z",
            "z with the tail probability of a map of t.",
            MapKind.Arity.ONE,
            List.of(DF_OF_T),
            (inputs, options, work) ->
                MapResult.of(Statistics.zFromT(inputs.get(0).read(), options.get(DF_OF_T), work))));
  }

  private static Tfce.Rule tfceRule(Options options) {
    return new Tfce.Rule(
        options.find(DH).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        options.get(E),
        options.get(H),
        Neighbours.of(options.get(CONNECTIVITY)),
        sides(options));
  }

  private static Sides sides(Options options) {
    return options.get(ONE_SIDED) ? Sides.POSITIVE : Sides.BOTH;
  }

  private static MapResult threshold(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    List<Option<Double>> given = HEIGHTS.stream().filter(options::has).toList();
    if (given.size() != 1) {
      throw new InvalidOption(
          "one of --value, --percentile, --fpr, --fdr and --bonferroni is needed, not "
              + given.size());
    }
    Neighbours neighbours = Neighbours.of(options.get(CONNECTIVITY));
    Volume volume = inputs.get(0).read();
    double[] values = Values.of(volume);
    Geometry g = volume.geometry();
    double height = height(given.get(0), options, volume, values, work);
    Clusters clusters =
        Clusters.of(
            values,
            g,
            new Clusters.Rule(
                Math.max(0, height),
                sides(options),
                neighbours,
                options.get(CLUSTER_VOXELS),
                options.get(CLUSTER_MM3),
                options.get(PEAK_DISTANCE)));
    String rule = given.get(0).name() + " " + Maps.text(options.get(given.get(0)));
    String value = sides(options) == Sides.BOTH ? "|v|" : "v";
    boolean isNone = height == Double.POSITIVE_INFINITY;
    String formula =
        isNone ? "nothing is significant at " + rule : value + " > " + height + " (" + rule + ")";
    String found = clusters.list().size() + " clusters, " + clusters.voxels() + " voxels";
    work.notes().accept(isNone ? formula : formula + ": " + found);
    Optional<Atlas> atlas = Optional.empty();
    if (options.has(ATLAS)) {
      atlas = Optional.of(Atlas.read(options.get(ATLAS), options.find(NAMES), work));
    }
    String where = given.get(0) == PERCENTILE ? Maps.partly(work.session(), "clusters") : Maps.JAVA;
    HeatMap cut =
        Maps.of(Thresholds.cut(values, clusters, g), g, volume.unit(), true, formula, where);
    return MapResult.of(shownFrom(height, cut), ClusterReport.of(clusters, atlas));
  }

  /** Proposes to draw a map from a height on, so that its cut voxels do not darken the others. */
  private static HeatMap shownFrom(double height, HeatMap map) {
    double largest =
        Arrays.stream(Values.of(map.volume()))
            .map(Math::abs)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    if (!(height > 0 && height < largest)) {
      return map;
    }
    Volume shown = map.volume().toBuilder().window(Window.range(height, largest)).build();
    return new HeatMap(shown, map.signed(), map.center(), map.formula(), map.backend());
  }

  private static double height(
      Option<Double> rule, Options options, Volume volume, double[] values, MapWork work) {
    double level = options.get(rule);
    Null dist = options.find(DF).map(Null::student).orElse(Null.NORMAL);
    Sides sides = sides(options);
    if (rule == VALUE) {
      return level;
    }
    if (rule == PERCENTILE) {
      if (level > 100) {
        throw new InvalidOption("--percentile lies in 0..100, not at " + level);
      }
      return Thresholds.percentile(Samples.of(volume, 0, 0), level, work.session().quantiles());
    }
    if (rule == FPR) {
      return Thresholds.fpr(dist, level, sides);
    }
    if (rule == FDR) {
      return Thresholds.fdr(values, dist, level, sides);
    }
    return Thresholds.bonferroni(dist, level, Thresholds.tested(values).length, sides);
  }
}
