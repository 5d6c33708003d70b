// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
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
      Option.file("reference", "For histogram: the image whose histogram is taken over.");

  private static final Option<double[]> HU =
      Option.numbers("hu", "LO,HI", "The interval of HU that counts, both ends included.", 2)
          .needed();
  private static final Option<Double> RADIUS =
      Option.notNegative(
              "radius", "MM", "Radius of the ball over which the share is taken. Default: 5.")
          .or(5.0);

  private static final Option<Boolean> SIGNED =
      Option.flag("signed", "Within the mask minus the distance to its outside. Default: 0 there.");
  private static final Option<Double> PLANE =
      Option.number("plane", "MM", "x of the mid-plane in mm RAS+. Default: 0.").or(0.0);
  private static final Option<Boolean> MIDDLE =
      Option.flag("middle", "The mid-plane is the middle of the image.");
  private static final Option<Asymmetry.Scale> SCALE =
      Option.choice("scale", "How it is given. Default: difference.", Asymmetry.Scale.class)
          .or(Asymmetry.Scale.DIFFERENCE);

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
                        work))),
        MapKind.of(
            "distance",
            "Distance in mm to a mask: to where the image is not zero.",
            MapKind.Arity.ONE,
            List.of(SIGNED),
            (inputs, options, work) ->
                MapResult.of(Distance.map(inputs.get(0).read(), options.get(SIGNED), work))),
        MapKind.of(
            "asymmetry",
            "Left minus right, mirrored at the mid-plane.",
            MapKind.Arity.ONE,
            List.of(PLANE, MIDDLE, SCALE),
            ImageKinds::asymmetry),
        MapKind.of(
            "mask",
            "Automatic mask of the head or body: Otsu's threshold, largest component, holes filled.",
            MapKind.Arity.ONE,
            List.of(),
            (inputs, options, work) -> MapResult.of(AutoMask.map(inputs.get(0).read(), work))));
  }

  private static MapResult asymmetry(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    if (options.has(PLANE) && options.get(MIDDLE)) {
      throw new InvalidOption("--plane and --middle exclude each other");
    }
    var image = inputs.get(0).read();
    double plane = options.get(MIDDLE) ? Asymmetry.middleMm(image.geometry()) : options.get(PLANE);
    return MapResult.of(Asymmetry.map(image, plane, options.get(SCALE), work));
  }

  private static MapResult normalize(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    var image = inputs.get(0).read();
    return MapResult.of(
        switch (options.get(METHOD)) {
          case MIN_MAX -> Normalize.minMax(image, work);
          case ROBUST ->
              Normalize.robust(
                  image, options.get(PERCENTILES)[0], options.get(PERCENTILES)[1], work);
          case Z_SCORE -> Normalize.zScore(image, work);
          case HISTOGRAM ->
              Normalize.matchHistogram(image, work.image(options.get(REFERENCE).toString()));
        });
  }
}
