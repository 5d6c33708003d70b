// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Locale;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;

/** Brings a map into the same world as the scan, or says why that cannot be done. */
final class Placement {
  private Placement() {}

  /**
   * The map with a geometry that may be compared with the scan's. Where one of the two is a picture
   * or an array, without a place in a subject's space, the map takes the scan's geometry, and must
   * have its shape; but pictures of one scene lie where they say.
   *
   * @param what how errors call it: "the map"
   * @throws IllegalArgumentException if the shapes forbid that, or the two do not meet in the world
   */
  static Volume onto(Volume base, Volume map, String what) {
    Geometry from = map.geometry();
    Geometry to = base.geometry();
    if (shareWorld(base, map)) {
      if (!meet(from, to) || !meet(to, from)) {
        throw new IllegalArgumentException(
            what
                + " and the scan do not meet anywhere in the world: "
                + box(from)
                + " against "
                + box(to));
      }
      return map;
    }
    if (!from.sameSize(to)) {
      throw new IllegalArgumentException(
          what
              + " has no place in the scan's space and another shape ("
              + shape(from)
              + " against "
              + shape(to)
              + ")");
    }
    return map.withGeometry(to);
  }

  private static boolean shareWorld(Volume a, Volume b) {
    Geometry.Frame frame = a.geometry().frame();
    boolean body = frame == Geometry.Frame.ANATOMICAL;
    boolean scene = frame == Geometry.Frame.PICTURE && !a.scene().isEmpty();
    return frame == b.geometry().frame() && (body || scene && a.scene().equals(b.scene()));
  }

  /** Whether the box of one, seen in the voxels of the other, touches that one's voxels. */
  private static boolean meet(Geometry a, Geometry b) {
    double[] box = a.boundsAlong(b.affine().inverse());
    for (int r = 0; r < 3; r++) {
      if (box[r + 3] <= -0.5 || box[r] >= b.size(r) - 0.5) {
        return false;
      }
    }
    return true;
  }

  private static String shape(Geometry g) {
    return g.nx() + " x " + g.ny() + " x " + g.nz();
  }

  private static String box(Geometry g) {
    double[] b = g.bounds();
    StringBuilder s = new StringBuilder();
    for (int r = 0; r < 3; r++) {
      s.append(r == 0 ? "" : ", ")
          .append("xyz".charAt(r))
          .append(' ')
          .append(String.format(Locale.ROOT, "%.5g..%.5g", b[r], b[r + 3]));
    }
    return s.append(" mm").toString();
  }
}
