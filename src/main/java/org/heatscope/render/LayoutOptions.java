// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.op.Quantiles;

/**
 * How the user wants the cuts; what is empty is chosen by {@link #resolve}.
 *
 * @param kind "single", "slices", "mosaic" or "ortho"; empty: slices where an axis, a number or
 *     positions are given, else ortho for a volume in a subject's space, slices for a stack of
 *     pictures, single for one picture
 * @param axis 0, 1 or 2: the axis that single and slices cut
 * @param count how many cuts along an axis
 * @param positions where slices cut, in millimetres
 * @param at the point that single and ortho cut through, in world millimetres; empty: {@link
 *     Cuts#centre} of the first map
 * @param radiological whether the subject's right is on the left
 */
public record LayoutOptions(
    Optional<String> kind,
    Optional<Integer> axis,
    Optional<Integer> count,
    Optional<double[]> positions,
    Optional<double[]> at,
    boolean radiological) {
  /** The kinds of layout with a page. */
  public static final List<String> KINDS = List.of("single", "slices", "mosaic", "ortho");

  private static final int SLICES = 12;
  private static final int MOSAIC_SLICES = 7;

  /** Everything left to the engine. */
  public static LayoutOptions automatic() {
    return new LayoutOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The cuts for an overlay. */
  public Layout resolve(Overlay overlay, Quantiles quantiles) {
    Geometry g = overlay.base().geometry();
    boolean anatomical = g.frame() == Geometry.Frame.ANATOMICAL;
    String wanted =
        kind.orElse(
            positions.isPresent() || count.isPresent() || axis.isPresent() && g.nz() > 1
                ? "slices"
                : g.nz() == 1 ? "single" : anatomical ? "ortho" : "slices");
    int across = axis.orElse(g.nz() == 1 ? g.nearestWorldAxes()[2] : 2);
    switch (wanted) {
      case "single":
        double[] point = point(overlay, quantiles);
        return Layout.single(new Plane(across, point[across], radiological));
      case "slices":
        double[] box = overlay.bounds();
        positions.ifPresent(
            list -> Arrays.stream(list).forEach(v -> requireInside(across, v, box)));
        return Layout.slices(
            across, positions.orElseGet(() -> spread(overlay, across, SLICES)), radiological);
      case "mosaic":
        double[][] each = new double[3][];
        Arrays.setAll(each, a -> spread(overlay, a, MOSAIC_SLICES));
        return Layout.mosaic(each, radiological);
      case "ortho":
        return Layout.ortho(point(overlay, quantiles), radiological);
      default:
        throw new IllegalArgumentException(
            "no layout '" + wanted + "'; known: " + String.join(", ", KINDS) + ", stack");
    }
  }

  private static void requireInside(int axis, double position, double[] box) {
    if (!(position >= box[axis] && position <= box[axis + 3])) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s = %.6g lies outside the scan, which runs from %.6g to %.6g",
              "xyz".charAt(axis),
              position,
              box[axis],
              box[axis + 3]));
    }
  }

  private double[] spread(Overlay overlay, int axis, int usual) {
    Geometry g = overlay.base().geometry();
    if (g.frame() != Geometry.Frame.ANATOMICAL) {
      int n = Math.min(g.size(axis), count.orElse(usual));
      double[] pages = Cuts.spread(-0.5, g.size(axis) - 0.5, n);
      Affine toAxes = overlay.axes().inverse().after(g.affine());
      return Arrays.stream(pages)
          .map(p -> toAxes.get(axis, axis) * Math.rint(p) + toAxes.get(axis, 3))
          .toArray();
    }
    double[] box = overlay.content();
    return Cuts.spread(box[axis], box[axis + 3], count.orElse(usual));
  }

  /** The point to cut through, along the overlay's axes, held to the scan. */
  private double[] point(Overlay overlay, Quantiles quantiles) {
    double[] world = at.orElseGet(() -> centre(overlay, quantiles));
    double[] p = overlay.axes().inverse().apply(world[0], world[1], world[2]);
    double[] box = overlay.bounds();
    if (at.isPresent()) {
      for (int a = 0; a < 3; a++) {
        requireInside(a, p[a], box);
      }
      return p;
    }
    for (int a = 0; a < 3; a++) {
      p[a] = Math.max(box[a], Math.min(box[a + 3], p[a]));
      if (overlay.base().geometry().nz() == 1) {
        p[a] = (box[a] + box[a + 3]) / 2;
      }
    }
    return p;
  }

  private static double[] centre(Overlay overlay, Quantiles quantiles) {
    if (!overlay.layers().isEmpty()) {
      Layer first = overlay.layers().get(0);
      return Cuts.centre(first.map(), first.frame(), quantiles);
    }
    Geometry g = overlay.base().geometry();
    return g.affine().apply((g.nx() - 1) / 2.0, (g.ny() - 1) / 2.0, (g.nz() - 1) / 2.0);
  }
}
