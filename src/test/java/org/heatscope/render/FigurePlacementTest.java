// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.op.Interpolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dot lands where its affine says, on every layout, for every kind of grid. */
class FigurePlacementTest {

  /** What the red pixels of a panel tell: {number, centroid x, centroid y in the panel}. */
  private static double[] red(Figure.Page page, Figure.Panel panel) {
    double n = 0;
    double sx = 0;
    double sy = 0;
    for (int y = 0; y < panel.raster().ny(); y++) {
      for (int x = 0; x < panel.raster().nx(); x++) {
        int p = page.canvas().rgba()[(panel.y() + y) * page.canvas().width() + panel.x() + x];
        if ((p & 0xffffff) == 0x0000ff) {
          n++;
          sx += x;
          sy += y;
        }
      }
    }
    return new double[] {n, sx / n, sy / n};
  }

  private static Overlay overlay(Geometry base, Geometry map, int[] voxel, boolean own) {
    return new Overlay(
        Phantoms.flat(base, 0.5f),
        0,
        Window.range(0, 1),
        Interpolation.LINEAR,
        List.of(
            Phantoms.redLayer(
                Phantoms.dot(map, voxel[0], voxel[1], voxel[2]), 0.5, Interpolation.LINEAR)),
        0,
        own ? base.gridAxes() : Affine.identity());
  }

  private static LayoutOptions layout(String kind, int axis, double[] at, boolean radiological) {
    return new LayoutOptions(
        Optional.of(kind),
        Optional.of(axis),
        Optional.empty(),
        kind.equals("slices")
            ? Optional.of(new double[] {at[axis] - 8, at[axis], at[axis] + 8})
            : Optional.empty(),
        Optional.of(at),
        radiological);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "slices", "ortho"})
  void aDotIsAtItsWorldPosition(String kind) {
    for (Map.Entry<String, Geometry> base : Phantoms.grids().entrySet()) {
      for (Map.Entry<String, Geometry> map : Phantoms.grids().entrySet()) {
        for (boolean radiological : new boolean[] {false, true}) {
          for (int axis = 0; axis < 3; axis++) {
            check(kind, base, map, radiological, axis);
          }
        }
      }
    }
  }

  private static void check(
      String kind,
      Map.Entry<String, Geometry> base,
      Map.Entry<String, Geometry> map,
      boolean radiological,
      int axis) {
    Geometry g = map.getValue();
    Affine toVoxel = g.affine().inverse();
    double[] near = toVoxel.apply(9, -6, 4);
    int[] voxel = {(int) near[0], (int) near[1], (int) near[2]};
    double[] dot = g.affine().apply(voxel[0], voxel[1], voxel[2]);
    String what = kind + " " + base.getKey() + " " + map.getKey() + " axis " + axis;
    Figure.Page page;
    try (Session session = Phantoms.scalar()) {
      Overlay overlay = overlay(base.getValue(), g, voxel, false);
      page =
          Figure.compose(
              session,
              overlay,
              layout(kind, axis, dot, radiological).resolve(overlay, session.quantiles()),
              new Figure.Style(900, false, false, 0));
    }
    int seen = 0;
    for (Figure.Panel panel : page.panels()) {
      double[] spot = red(page, panel);
      if (Math.abs(panel.plane().position() - dot[panel.plane().axis()]) > 5) {
        assertEquals(0, spot[0], what + ": a cut 8 mm away shows nothing");
        continue;
      }
      assertTrue(spot[0] > 0, what + ": the dot is drawn");
      seen++;
      double[] world = panel.raster().affine().apply(spot[1], spot[2], 0);
      for (int a = 0; a < 3; a++) {
        assertEquals(dot[a], world[a], 0.75 * panel.raster().spacing(0), what + " coordinate " + a);
      }
      double left = spot[1] - (panel.raster().nx() - 1) / 2.0;
      boolean rightHalf = left > 0;
      boolean wantRight =
          panel.plane().axis() == 0 ? dot[1] > 0 : radiological ? dot[0] < 0 : dot[0] > 0;
      assertEquals(wantRight, rightHalf, what + ": the dot is on the right side");
    }
    assertEquals(kind.equals("ortho") ? 3 : 1, seen, what);
  }

  @Test
  void theMosaicShowsTheDotOnceInEachRow() {
    Geometry g = Phantoms.grids().get("oblique");
    Overlay overlay = overlay(g, g, new int[] {35, 36, 37}, false);
    double[] dot = g.affine().apply(35, 36, 37);
    double[][] positions = {
      {dot[0] - 9, dot[0], dot[0] + 9}, {dot[1], dot[1] + 9}, {dot[2] - 9, dot[2]}
    };
    try (Session session = Phantoms.scalar()) {
      Figure.Page page =
          Figure.compose(
              session,
              overlay,
              Layout.mosaic(positions, false),
              new Figure.Style(900, false, false, 0));
      int[] seen = new int[3];
      for (Figure.Panel p : page.panels()) {
        if (red(page, p)[0] > 0) {
          seen[p.plane().axis()]++;
        }
      }
      assertEquals(List.of(1, 1, 1), List.of(seen[0], seen[1], seen[2]));
    }
  }

  @Test
  void theScansOwnPlanesShowAWholeSliceInPlace() {
    Geometry g = Phantoms.grids().get("oblique");
    int[] voxel = {20, 50, 30};
    double[] dot = g.affine().apply(20, 50, 30);
    Overlay overlay = overlay(g, g, voxel, true);
    assertFalse(g.isAxisAligned());
    try (Session session = Phantoms.scalar()) {
      Layout layout = layout("ortho", 2, dot, false).resolve(overlay, session.quantiles());
      Figure.Page page =
          Figure.compose(session, overlay, layout, new Figure.Style(900, false, false, 0));
      for (Figure.Panel panel : page.panels()) {
        double[] spot = red(page, panel);
        double[] world = panel.raster().affine().apply(spot[1], spot[2], 0);
        for (int a = 0; a < 3; a++) {
          assertEquals(dot[a], world[a], 0.75 * panel.raster().spacing(0));
        }
        // the scan fills its own planes to the corners: no background inside the panel
        int corner = page.canvas().rgba()[(panel.y() + 1) * page.canvas().width() + panel.x() + 1];
        assertEquals(0x808080, corner & 0xffffff);
      }
    }
  }
}
