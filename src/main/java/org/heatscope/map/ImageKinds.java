// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.nio.file.Path;
import java.util.List;

/** Kinds that take one image. */
final class ImageKinds {
  private static final Option<NormalizeMethod> METHOD =
      Option.choice(
              "method", "How intensities are scaled. Default: min-max.", NormalizeMethod.class)
          .or(NormalizeMethod.MIN_MAX);
  private static final Option<double[]> PERCENTILES =
      Option.numbers("percentiles", "LO,HI", "Percentages for robust. Default: 2,98.", 2)
          .or(new double[] {2, 98});
  private static final Option<Path> REFERENCE =
      Option.file("reference", "The image whose histogram is taken over.");

  private static final Option<double[]> HU =
      Option.numbers("hu", "LO,HI", "The interval of HU that counts, both ends included.", 2);
  private static final Option<Double> RADIUS =
      Option.notNegative(
              "radius", "MM", "Radius of the ball over which the share is taken. Default: 5.")
          .or(5.0);

  private ImageKinds() {}

  private enum NormalizeMethod {
    MIN_MAX,
    ROBUST,
    Z_SCORE,
    HISTOGRAM
  }

  static List<MapKind> all() {
    return List.of(
        MapKind.of(
            "normalize",
            "Intensities on a common scale: min-max, robust, z-score, or a reference's histogram.",
            MapKind.Arity.ONE,
            List.of(METHOD, PERCENTILES, REFERENCE),
            ImageKinds::normalize),
        MapKind.of(
            "hu-fraction",
            "Share of the voxels of a CT within a radius whose HU lie in an interval.",
            MapKind.Arity.ONE,
            List.of(HU, RADIUS),
            (inputs, options, work) ->
                MapResult.of(
                    HuFraction.map(
                        inputs.get(0).read(),
                        options.get(HU)[0],
                        options.get(HU)[1],
                        options.get(RADIUS),
                        work))));
  }

  private static MapResult normalize(List<MapInput> inputs, Options options, MapWork work)
      throws java.io.IOException {
    var image = inputs.get(0).read();
    return MapResult.of(
        switch (options.get(METHOD)) {
          case MIN_MAX -> Normalize.minMax(image);
          case ROBUST ->
              Normalize.robust(image, options.get(PERCENTILES)[0], options.get(PERCENTILES)[1]);
          case Z_SCORE -> Normalize.zScore(image);
          case HISTOGRAM ->
              Normalize.matchHistogram(image, MapInput.of(options.get(REFERENCE)).read());
        });
  }
}
