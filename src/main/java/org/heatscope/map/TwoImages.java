// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.op.Reduce.Summary;

/**
 * How a second image differs from a first, on the first one's grid, by the operations of a backend.
 * The second is resampled through the affines ({@link Resampling}); where it has no sample the
 * result is NaN.
 */
public final class TwoImages {
  private final Volume first;
  private final Samples a;
  private final Samples b;
  private final MapWork work;
  private final ImageAlgebra algebra;

  /**
   * Lays the second image on the first.
   *
   * @param firstToSecond world millimetres of the first image to those of the second; empty where
   *     both have one world
   * @throws IllegalArgumentException if the images do not overlap
   */
  public TwoImages(Volume first, Volume second, Optional<Affine> firstToSecond, MapWork work) {
    this.first = Values.single(first);
    this.work = work;
    algebra = new ImageAlgebra(work.session());
    Geometry g = first.geometry();
    a = Samples.of(first, 0, 0);
    if (firstToSecond.isPresent()) {
      Affine toVoxel =
          second.geometry().affine().inverse().after(firstToSecond.get()).after(g.affine());
      b = Resampling.through(second, g, toVoxel, work.session());
    } else {
      b = Resampling.onGrid(second, g, work.session());
    }
    Summary seen = work.session().reduce().reduce(b);
    if (seen.nan() == seen.count()) {
      throw new IllegalArgumentException("the two images have no voxel in common");
    }
  }

  /** {@code second - first}. */
  public HeatMap difference() {
    return map(algebra.sum(1, b, -1, a), first.unit(), 0, "second - first");
  }

  /**
   * {@code second / first}; NaN where |first| is not above the floor.
   *
   * @param floor in the image's unit; empty: a millionth of the largest |first|
   */
  public HeatMap ratio(Optional<Double> floor) {
    double least = least(floor);
    return map(algebra.ratio(b, a, least), "", 1, "second / first, floor " + Maps.text(least));
  }

  /**
   * {@code 100 (second - first) / first}; NaN where |first| is not above the floor.
   *
   * @param floor as for {@link #ratio}
   */
  public HeatMap percentChange(Optional<Double> floor) {
    double least = least(floor);
    return map(
        algebra.percentChange(b, a, least),
        "%",
        0,
        "100 (second - first) / first, floor " + Maps.text(least));
  }

  private double least(Optional<Double> floor) {
    return floor.orElseGet(() -> 1e-6 * work.session().reduce().reduce(a).largest());
  }

  private HeatMap map(Samples out, String unit, double center, String formula) {
    Volume v = Values.volume(Maps.finite(out), first.geometry()).unit(unit).build();
    return new HeatMap(v, true, center, formula, work.session().backend());
  }
}
