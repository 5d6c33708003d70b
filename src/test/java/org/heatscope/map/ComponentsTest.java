// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.map.Components.Neighbours;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  private static Components of(int number, int nx, int ny, int nz, int... on) {
    boolean[] inside = new boolean[nx * ny * nz];
    for (int i : on) {
      inside[i] = true;
    }
    Geometry g = Geometry.anatomical(nx, ny, nz, Affine.identity());
    return Components.of(inside, g, Neighbours.of(number));
  }

  @Test
  void facesEdgesAndCornersConnect() {
    // in a cube of 2: voxel 0 shares a face with 1, an edge with 3, a corner with 7
    int[][] counts = {{6, 1, 1}, {6, 3, 2}, {6, 7, 2}, {18, 3, 1}, {18, 7, 2}, {26, 7, 1}};
    for (int[] c : counts) {
      assertEquals(c[2], of(c[0], 2, 2, 2, 0, c[1]).count(), c[0] + " neighbours, voxel " + c[1]);
    }
    assertThrows(InvalidOption.class, () -> Neighbours.of(8));
  }

  @Test
  void partsThatMeetLateAreOne() {
    // a U of 5 x 2 with a foot on either side: both arms get joined by the second row
    Components c = of(6, 5, 2, 1, 0, 2, 4, 5, 6, 7, 8, 9);
    assertEquals(1, c.count());
    assertArrayEquals(new int[] {2, 8}, c.sizes());
  }

  @Test
  void numbersRunAsNumPyScans() {
    // (x, y) = (2, 0) comes before (0, 1) in memory, but after it where x is the slow axis
    Components c = of(6, 3, 2, 1, 2, 3);
    assertArrayEquals(new int[] {0, 0, 2, 1, 0, 0}, c.labels());
    assertEquals(1, c.largest());
    assertEquals(0, of(6, 2, 2, 1).largest());
  }
}
