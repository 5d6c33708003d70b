// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Volume;
import org.heatscope.io.Transforms;

/** Kinds that compare a second image with a first. */
final class TwoImageKinds {
  private static final Option<Path> TRANSFORM =
      Option.file(
          "transform",
          "Registration of the second image to the first: ITK's text, FSL's .mat, or four rows of"
              + " four numbers that take the second's mm (RAS+) to the first's.");
  private static final Option<Double> FLOOR =
      Option.notNegative(
          "floor",
          "V",
          "No data where |first| or |baseline| is not above this. Default: a millionth of the"
              + " largest.");
  private static final Option<Frames> BASELINE =
      Option.frames(
          "baseline", "Of one series, needed there: frames of the baseline, FROM up to not TO.");
  private static final Option<Frames> FRAMES =
      Option.frames("frames", "Of one series: change of the mean of these. Default: each frame.");

  private TwoImageKinds() {}

  static List<MapKind> all() {
    return List.of(
        MapKind.of(
            "difference",
            "Second minus first image, on the grid of the first.",
            MapKind.Arity.TWO,
            List.of(TRANSFORM),
            (in, o, work) -> MapResult.of(pair(in, o, work).difference())),
        MapKind.of(
            "ratio",
            "Second over first image, on the grid of the first.",
            MapKind.Arity.TWO,
            List.of(TRANSFORM, FLOOR),
            (in, o, work) -> MapResult.of(pair(in, o, work).ratio(o.find(FLOOR)))),
        MapKind.of(
            "percent-change",
            "Percent change from a first image to a second, or of a series from its baseline.",
            new MapKind.Arity(1, 2),
            List.of(TRANSFORM, FLOOR, BASELINE, FRAMES),
            TwoImageKinds::percentChange));
  }

  private static TwoImages pair(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    Volume first = inputs.get(0).read();
    Volume second = inputs.get(1).read();
    Optional<Affine> transform = Optional.empty();
    if (options.has(TRANSFORM)) {
      transform =
          Optional.of(Transforms.read(options.get(TRANSFORM), first.geometry(), second.geometry()));
    }
    return new TwoImages(first, second, transform, work);
  }

  private static MapResult percentChange(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    boolean series = inputs.size() == 1;
    for (Option<?> o : series ? List.of(TRANSFORM) : List.of(BASELINE, FRAMES)) {
      if (options.has(o)) {
        throw new InvalidOption(
            "--" + o.name() + " is for " + (series ? "two images" : "one series"));
      }
    }
    if (!series) {
      return MapResult.of(pair(inputs, options, work).percentChange(options.find(FLOOR)));
    }
    Frames baseline = options.get(BASELINE);
    return MapResult.of(
        TimeMaps.of(inputs.get(0).read(), Optional.empty(), work)
            .percentChange(baseline, options.find(FLOOR), options.find(FRAMES)));
  }
}
