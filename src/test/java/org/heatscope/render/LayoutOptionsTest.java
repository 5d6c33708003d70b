// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.heatscope.backend.Session;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.junit.jupiter.api.Test;

class LayoutOptionsTest {
  @Test
  void thePagesOfAStackThatBeginsElsewhereAreFound() {
    Geometry g = new Geometry(5, 4, 3, Affine.scaling(1, -1, 2, 7, 9, 30), Geometry.Frame.PICTURE);
    LayoutOptions slices =
        new LayoutOptions(
            Optional.of("slices"),
            Optional.empty(),
            Optional.of(4),
            Optional.empty(),
            Optional.empty(),
            false);
    try (Session s = Phantoms.scalar()) {
      Overlay overlay =
          new OverlayBuilder(Phantoms.flat(g, 1), s).window(Window.range(0, 1)).build();
      List<Double> positions =
          slices.resolve(overlay, s.quantiles()).rows().stream()
              .flatMap(List::stream)
              .map(Plane::position)
              .toList();
      // planes 0, 1 and 2 at 30 + 2 k
      assertEquals(List.of(30.0, 32.0, 34.0), positions);
    }
  }
}
