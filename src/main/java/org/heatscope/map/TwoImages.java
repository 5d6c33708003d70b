// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.Optional;
import java.util.function.BinaryOperator;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.op.Reduce.Summary;

/**
 * How a second image differs from a first, on the first one's grid, by the operations of a backend.
 * The second is resampled through the affines ({@link Resampling}); where it has no sample the
 * result is NaN.
 */
public final class TwoImages {
  private final Volume first;
  private final Volume second;
  private final Affine toSecond;
  private final Optional<Samples> whole;
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
    this.second = Values.single(second);
    this.work = work;
    algebra = new ImageAlgebra(work.session());
    Geometry g = first.geometry();
    Geometry other = second.geometry();
    toSecond =
        firstToSecond
            .map(world -> other.affine().inverse().after(world).after(g.affine()))
            .orElseGet(() -> Resampling.toVoxels(g, other));
    whole = BlockMaps.isWhole(first) ? Optional.of(laid(g)) : Optional.empty();
    if (!overlap()) {
      throw new IllegalArgumentException("the two images have no voxel in common");
    }
  }

  private boolean overlap() {
    Geometry g = first.geometry();
    for (int z = 0; z < g.nz(); z++) {
      Samples b = whole.isPresent() ? whole.get().planes(z, 1) : laid(g.planes(z, 1));
      Summary seen = work.session().reduce().reduce(b);
      if (seen.nan() < seen.count()) {
        return true;
      }
    }
    return false;
  }

  /** The second image at the voxels of a part of the first. */
  private Samples laid(Geometry part) {
    Affine toFirst = part.toVoxelsOf(first.geometry());
    if (!toSecond.equals(Affine.identity()) || !first.geometry().sameSize(second.geometry())) {
      return Resampling.through(second, part, toSecond.after(toFirst), work.session());
    }
    int[] at = new int[3];
    for (int r = 0; r < 3; r++) {
      at[r] = (int) Math.round(toFirst.get(r, 3));
    }
    Region same = new Region(at[0], at[1], at[2], part.nx(), part.ny(), part.nz());
    return Samples.of(second, 0, 0, same);
  }

  /** {@code second - first}. */
  public HeatMap difference() {
    return map((a, b) -> algebra.sum(1, b, -1, a), first.unit(), 0, "second - first");
  }

  /**
   * {@code second / first}; NaN where |first| is not above the floor.
   *
   * @param floor in the image's unit; empty: a millionth of the largest |first|
   */
  public HeatMap ratio(Optional<Double> floor) {
    double least = least(floor);
    String formula = "second / first, floor " + Maps.text(least);
    return map((a, b) -> algebra.ratio(b, a, least), "", 1, formula);
  }

  /**
   * {@code 100 (second - first) / first}; NaN where |first| is not above the floor.
   *
   * @param floor as for {@link #ratio}
   */
  public HeatMap percentChange(Optional<Double> floor) {
    double least = least(floor);
    String formula = "100 (second - first) / first, floor " + Maps.text(least);
    return map((a, b) -> algebra.percentChange(b, a, least), "%", 0, formula);
  }

  private double least(Optional<Double> floor) {
    return floor.orElseGet(
        () -> 1e-6 * work.session().reduce().reduce(Slabs.of(first, 0, 0)).largest());
  }

  private HeatMap map(BinaryOperator<Samples> change, String unit, double center, String formula) {
    return BlockMaps.of(
        first,
        new int[3],
        work,
        part -> {
          Samples b = whole.orElseGet(() -> laid(part.geometry()));
          Samples out = change.apply(Samples.of(part, 0, 0), b);
          Volume v = Values.volume(Maps.finite(out), part.geometry()).unit(unit).build();
          return new HeatMap(v, true, center, formula, work.session().backend());
        });
  }
}
