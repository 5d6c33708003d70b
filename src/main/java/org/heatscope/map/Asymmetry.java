// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.stream.IntStream;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;

/**
 * Left minus right: each value less that of the position mirrored at a sagittal plane, interpolated
 * linearly. So the left side shows left minus right and the right side the negative of it: positive
 * is the stronger side.
 */
public final class Asymmetry {
  /** What the difference is divided by. */
  public enum Scale {
    /** Nothing. */
    DIFFERENCE,
    /** The mean of both sides, in percent: 200 (value - mirrored) / (value + mirrored). */
    PERCENT
  }

  private Asymmetry() {}

  /**
   * Computes the asymmetry in the world's x.
   *
   * @param planeMm where the plane stands: x in mm RAS+, 0 for an image in a template's space
   * @throws IllegalArgumentException if the image has no left and right
   */
  public static HeatMap map(Volume volume, double planeMm, Scale scale, MapWork work) {
    Geometry g = volume.geometry();
    if (g.frame() != Geometry.Frame.ANATOMICAL) {
      throw new IllegalArgumentException("the image does not say where left and right are");
    }
    Affine mirror = Affine.scaling(-1, 1, 1, 2 * planeMm, 0, 0);
    Affine toVoxel = g.affine().inverse().after(mirror).after(g.affine());
    ImageAlgebra algebra = new ImageAlgebra(work.session());
    Samples own = Samples.of(Values.single(volume), 0, 0);
    Samples other = Resampling.through(volume, g, toVoxel, work.session());
    Samples difference = algebra.sum(1, own, -1, other);
    float[] out =
        Maps.finite(
            scale == Scale.PERCENT
                ? algebra.scaled(200, algebra.ratio(difference, algebra.sum(1, own, 1, other), 0))
                : difference);
    long missing = IntStream.range(0, out.length).filter(i -> Float.isNaN(out[i])).count();
    if (missing > out.length / 2) {
      work.notes()
          .accept(
              missing
                  + " of "
                  + out.length
                  + " voxels have no mirror image at x = "
                  + Maps.text(planeMm)
                  + " mm");
    }
    String plane = "mirrored at x = " + Maps.text(planeMm) + " mm";
    boolean percent = scale == Scale.PERCENT;
    String formula =
        percent ? "200 (value - mirrored) / (value + mirrored)" : "value - mirrored value";
    return Maps.of(
        out,
        g,
        percent ? "%" : volume.unit(),
        true,
        formula + ", left - right on the left, " + plane,
        work.session().backend());
  }

  /** The x of the middle of an image, in mm. */
  public static double middleMm(Geometry g) {
    return g.affine().apply(0, (g.nx() - 1) / 2.0, (g.ny() - 1) / 2.0, (g.nz() - 1) / 2.0);
  }
}
