// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.List;
import org.heatscope.map.Filters.LocalStatistic;
import org.heatscope.map.Filters.Missing;

/** Kinds that look at what lies around each voxel of one image. */
final class FilterKinds {
  private static final Option<Double> FWHM =
      Option.positive("fwhm", "MM", "Full width at half maximum of the Gaussian.").needed();
  private static final Option<Double> FIRST_FWHM =
      Option.notNegative("fwhm", "MM", "Smooth first with a Gaussian this wide. Default: 0.")
          .or(0.0);
  private static final Option<Missing> MISSING =
      Option.choice(
              "missing",
              "Voxels without data count as zero, or are left out. Default: zero.",
              Missing.class)
          .or(Missing.ZERO);
  private static final Option<Double> RADIUS =
      Option.positive("radius", "MM", "How far the box reaches to each side.").needed();
  private static final Option<Integer> BINS =
      Option.integer(
              "bins", "N", "Equal bins from smallest to largest value. Default: 32.", 2, 4096)
          .or(32);

  private static final Option<Double> SIGMA =
      Option.positive("sigma", "MM", "Standard deviation of the Gaussian.").needed();
  private static final Option<Hessian.Shape> SHAPE =
      Option.choice("shape", "What to look for. Default: vessel.", Hessian.Shape.class)
          .or(Hessian.Shape.VESSEL);
  private static final Option<double[]> SIGMAS =
      Option.numbers("sigma", "MM,...", "Standard deviations; the strongest response counts.", 0)
          .needed();

  private FilterKinds() {}

  private static double[] sigmas(Options o) {
    double[] sigmas = o.get(SIGMAS);
    for (double s : sigmas) {
      if (!(s > 0)) {
        throw new InvalidOption("--sigma: each is above 0, not " + s);
      }
    }
    return sigmas;
  }

  static List<MapKind> all() {
    List<MapKind> kinds = new ArrayList<>();
    kinds.add(
        MapKind.of(
            "smooth",
            "Smoothed with a Gaussian.",
            MapKind.Arity.ONE,
            List.of(FWHM, MISSING),
            (in, o, work) ->
                MapResult.of(Filters.smooth(in.get(0).read(), o.get(FWHM), o.get(MISSING), work))));
    kinds.add(local("local-mean", "Mean of the box around each voxel.", LocalStatistic.MEAN));
    kinds.add(
        local("local-sd", "Standard deviation of the box around each voxel.", LocalStatistic.SD));
    kinds.add(
        local(
            "local-cv",
            "Standard deviation by mean of the box around each voxel.",
            LocalStatistic.CV));
    kinds.add(
        MapKind.of(
            "local-entropy",
            "Entropy in bits of the box around each voxel.",
            MapKind.Arity.ONE,
            List.of(RADIUS, BINS),
            (in, o, work) ->
                MapResult.of(Filters.entropy(in.get(0).read(), o.get(RADIUS), o.get(BINS), work))));
    kinds.add(
        MapKind.of(
            "gradient",
            "How steeply the image changes, per millimetre.",
            MapKind.Arity.ONE,
            List.of(FIRST_FWHM),
            (in, o, work) ->
                MapResult.of(Filters.gradient(in.get(0).read(), o.get(FIRST_FWHM), work))));
    kinds.add(
        MapKind.of(
            "log",
            "Laplacian of Gaussian, scale-normalised: below 0 in bright blobs.",
            MapKind.Arity.ONE,
            List.of(SIGMA),
            (in, o, work) ->
                MapResult.of(Hessian.laplacian(in.get(0).read(), o.get(SIGMA), work))));
    kinds.add(
        MapKind.of(
            "hessian",
            "Vesselness or blobness from the eigenvalues of the second derivatives.",
            MapKind.Arity.ONE,
            List.of(SHAPE, SIGMAS),
            (in, o, work) ->
                MapResult.of(Hessian.strongest(o.get(SHAPE), in.get(0).read(), sigmas(o), work))));
    kinds.add(
        MapKind.of(
            "suv",
            "Standardised uptake values by body weight, of a DICOM PET image.",
            MapKind.Arity.ONE,
            List.of(),
            (in, o, work) -> MapResult.of(Filters.suv(in.get(0).read(), work))));
    return kinds;
  }

  private static MapKind local(String name, String summary, LocalStatistic statistic) {
    return MapKind.of(
        name,
        summary,
        MapKind.Arity.ONE,
        List.of(RADIUS),
        (in, o, work) ->
            MapResult.of(Filters.local(statistic, in.get(0).read(), o.get(RADIUS), work)));
  }
}
