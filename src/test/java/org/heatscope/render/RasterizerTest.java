// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RasterizerTest {

  private static double[] coverage(int width, int height, double... xy) {
    Rasterizer shape = new Rasterizer();
    polygon(shape, xy);
    return coverage(shape, width, height);
  }

  private static void polygon(Rasterizer shape, double... xy) {
    shape.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      shape.lineTo(xy[i], xy[i + 1]);
    }
  }

  private static double[] coverage(Rasterizer shape, int width, int height) {
    double[] all = new double[width * height];
    shape.fill(
        width,
        height,
        (y, x, coverage, from, count) ->
            System.arraycopy(coverage, from, all, y * width + x, count));
    return all;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }

  @Test
  void pixelsOfARectangleAreCoveredByTheProductOfTheOverlaps() {
    double[] all = coverage(4, 3, 0.25, 0.5, 2.75, 0.5, 2.75, 2.25, 0.25, 2.25);
    double[] expected = {
      0.375, 0.5, 0.375, 0,
      0.75, 1, 0.75, 0,
      0.1875, 0.25, 0.1875, 0
    };
    assertArrayEquals(expected, all, 1e-12);
  }

  @Test
  void aDiagonalHalvesThePixelsThatItCrosses() {
    double[] all = coverage(3, 3, 0, 0, 3, 3, 0, 3);
    assertArrayEquals(new double[] {0.5, 0, 0, 1, 0.5, 0, 1, 1, 0.5}, all, 1e-12);
  }

  @Test
  void trianglesAnywhereOnTheCanvasSumToTheirArea() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double[] p = random.doubles(6, 0, 40).toArray();
      double area = Math.abs((p[2] - p[0]) * (p[5] - p[1]) - (p[4] - p[0]) * (p[3] - p[1])) / 2;
      assertEquals(area, sum(coverage(40, 40, p)), 1e-9);
    }
  }

  @Test
  void onlyThePartOnTheCanvasIsCovered() {
    // The rhombus |x - 5| + |y - 5| <= 10 on a square of 10: the square less nothing, as its
    // corners lie on the border; moved by 5 to the left, the corners right of it are cut.
    assertEquals(100, sum(coverage(10, 10, -5, 5, 5, -5, 15, 5, 5, 15)), 1e-9);
    assertEquals(75, sum(coverage(10, 10, -10, 5, 0, -5, 10, 5, 0, 15)), 1e-9);
  }

  @Test
  void aShapeLargerThanTheCanvasCoversAllOfIt() {
    for (double v : coverage(7, 5, -1e300, -1e300, 1e300, -1e300, 1e300, 1e300, -1e300, 1e300)) {
      assertEquals(1, v, 1e-9);
    }
  }

  @Test
  void aShapeBesideTheCanvasCoversNothing() {
    assertEquals(0, sum(coverage(9, 9, 10, 0, 20, 0, 20, 9)));
    assertEquals(0, sum(coverage(9, 9, -10, 0, -20, 0, -20, 9)));
    assertEquals(0, sum(coverage(9, 9, 0, -10, 5, -10, 5, -1)));
    assertEquals(0, sum(coverage(9, 9, 0, 10, 5, 10, 5, 11)));
  }

  @Test
  void rowsPastTheFirstBandAreRight() {
    // 3000 columns: a band has 21 rows.
    double[] all = coverage(3000, 100, 0, 0, 3000, 0, 0, 100);
    assertEquals(150_000, sum(all), 1e-6);
    // Row 50 lies under the line from x = 1500 to x = 1470.
    assertEquals(1485, sum(java.util.Arrays.copyOfRange(all, 50 * 3000, 51 * 3000)), 1e-9);
  }

  @Test
  void whereContoursOverlapTheAreaCountsOnce() {
    Rasterizer shape = new Rasterizer();
    polygon(shape, 0, 0, 6, 0, 6, 6, 0, 6);
    polygon(shape, 3, 3, 9, 3, 9, 9, 3, 9);
    assertEquals(36 + 36 - 9, sum(coverage(shape, 10, 10)), 1e-9);
  }

  @Test
  void aContourInTheOtherDirectionIsAHole() {
    Rasterizer shape = new Rasterizer();
    polygon(shape, 0, 0, 6, 0, 6, 6, 0, 6);
    polygon(shape, 2, 2, 2, 4.5, 4, 4.5, 4, 2);
    assertEquals(36 - 5, sum(coverage(shape, 10, 10)), 1e-9);
  }

  @Test
  void aCurveEnclosesTwoThirdsOfItsBox() {
    // The parabola through (0, 30), (30, 0), (60, 30): its control point is twice as high.
    Rasterizer shape = new Rasterizer();
    shape.moveTo(0, 30);
    shape.quadTo(30, -30, 60, 30);
    // Chords leave the curve by at most 0.01 over a length of about 90.
    assertEquals(2.0 / 3 * 60 * 30, sum(coverage(shape, 60, 30)), 0.9);
  }

  @Test
  void notANumberIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> coverage(3, 3, 0, 0, Double.NaN, 1, 2, 2));
  }
}
