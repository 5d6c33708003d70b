// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Arrays;
import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;

/**
 * How a second image differs from a first, on the first one's grid. The second is resampled through
 * the affines ({@link Resampling}); where it has no sample the result is NaN.
 */
public final class TwoImages {
  private final Volume first;
  private final double[] a;
  private final double[] b;

  /**
   * Lays the second image on the first.
   *
   * @param firstToSecond world millimetres of the first image to those of the second; empty where
   *     both have one world
   * @throws IllegalArgumentException if the images do not overlap
   */
  public TwoImages(Volume first, Volume second, Optional<Affine> firstToSecond, MapWork work) {
    this.first = Values.single(first);
    Geometry g = first.geometry();
    a = Values.of(first);
    if (firstToSecond.isPresent()) {
      Affine toVoxel =
          second.geometry().affine().inverse().after(firstToSecond.get()).after(g.affine());
      b = Resampling.through(Values.single(second), 0, g, toVoxel, work.workers());
    } else {
      b = Resampling.onGrid(Values.single(second), 0, g, work.workers());
    }
    if (Arrays.stream(b).allMatch(Double::isNaN)) {
      throw new IllegalArgumentException("the two images have no voxel in common");
    }
  }

  /** {@code second - first}. */
  public HeatMap difference() {
    return map((x, y) -> y - x, first.unit(), 0, "second - first");
  }

  /**
   * {@code second / first}; NaN where |first| is not above the floor.
   *
   * @param floor in the image's unit; empty: a millionth of the largest |first|
   */
  public HeatMap ratio(Optional<Double> floor) {
    double least = least(floor);
    return map(
        (x, y) -> Math.abs(x) > least ? y / x : Double.NaN,
        "",
        1,
        "second / first, floor " + Maps.text(least));
  }

  /**
   * {@code 100 (second - first) / first}; NaN where |first| is not above the floor.
   *
   * @param floor as for {@link #ratio}
   */
  public HeatMap percentChange(Optional<Double> floor) {
    double least = least(floor);
    return map(
        (x, y) -> Math.abs(x) > least ? 100 * (y - x) / x : Double.NaN,
        "%",
        0,
        "100 (second - first) / first, floor " + Maps.text(least));
  }

  private double least(Optional<Double> floor) {
    return floor.orElseGet(
        () -> 1e-6 * Arrays.stream(a).map(Math::abs).filter(Double::isFinite).max().orElse(0));
  }

  private HeatMap map(
      java.util.function.DoubleBinaryOperator f, String unit, double center, String formula) {
    float[] out = new float[a.length];
    for (int i = 0; i < out.length; i++) {
      double v = f.applyAsDouble(a[i], b[i]);
      out[i] = Double.isFinite(v) ? (float) v : Float.NaN;
    }
    return new HeatMap(
        Values.volume(out, first.geometry()).unit(unit).build(),
        true,
        center,
        formula,
        Maps.BACKEND);
  }
}
