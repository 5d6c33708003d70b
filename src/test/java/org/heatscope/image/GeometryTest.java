// SPDX-License-Identifier: Apache-2.0
package org.heatscope.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GeometryTest {
  /** Rotation by 30 degrees about z, spacing 2, 3, 4; worked by hand. */
  private static final Affine OBLIQUE =
      Affine.of(2 * Math.sqrt(3) / 2, -1.5, 0, 10, 1, 3 * Math.sqrt(3) / 2, 0, -20, 0, 0, 4, 5);

  @Test
  void inverseUndoesTheAffine() {
    double[] there = OBLIQUE.apply(3, -2, 7);
    assertArrayEquals(
        new double[] {3, -2, 7}, OBLIQUE.inverse().apply(there[0], there[1], there[2]), 1e-12);
    // x: sqrt(3)*3 + 1.5*2 + 10
    assertEquals(Math.sqrt(3) * 3 + 13, there[0], 1e-12);
  }

  @Test
  void singularAffinesAreRefused() {
    Affine flat = Affine.of(1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0);
    assertFalse(flat.isInvertible());
    assertThrows(IllegalArgumentException.class, () -> Geometry.anatomical(2, 2, 2, flat));
    assertThrows(
        IllegalArgumentException.class,
        () -> Geometry.anatomical(2, 2, 2, Affine.scaling(1, Double.NaN, 1, 0, 0, 0)));
  }

  @Test
  void orientationNamesTheDirectionOfEachAxis() {
    // nibabel.aff2axcodes gives these codes
    assertEquals("RAS", Geometry.anatomical(2, 2, 2, Affine.identity()).orientation());
    assertEquals(
        "LPI", Geometry.anatomical(2, 2, 2, Affine.scaling(-1, -2, -3, 0, 0, 0)).orientation());
    Affine sagittal = Affine.of(0, 0, 1, 0, -1, 0, 0, 0, 0, -1, 0, 0);
    assertEquals("PIR", Geometry.anatomical(2, 2, 2, sagittal).orientation());
    assertEquals("RAS", Geometry.anatomical(2, 2, 2, OBLIQUE).orientation());
    assertArrayEquals(
        new int[] {1, 2, 0}, Geometry.anatomical(2, 2, 2, sagittal).nearestWorldAxes());
  }

  @Test
  void spacingIsTheLengthOfAStep() {
    Geometry g = Geometry.anatomical(5, 6, 7, OBLIQUE);
    assertEquals(2, g.spacing(0), 1e-12);
    assertEquals(3, g.spacing(1), 1e-12);
    assertEquals(4, g.spacing(2), 1e-12);
    assertFalse(g.isAxisAligned());
    assertTrue(Geometry.picture(2, 2, 1, 1, 1, 1).isAxisAligned());
  }

  @Test
  void boundsHoldWholeVoxels() {
    // 4 voxels of 2 mm, the first centre at -3: from -4 to 4; the second axis runs backwards
    Geometry g = Geometry.anatomical(4, 2, 1, Affine.scaling(2, -3, 5, -3, 0, 10));
    assertArrayEquals(new double[] {-4, -4.5, 7.5, 4, 1.5, 12.5}, g.bounds(), 1e-12);
  }

  @Test
  void boundsOfATurnedGridReachItsCorners() {
    // a square of side 2 about the origin, turned by 45 degrees: half diagonal sqrt(2)
    double r = Math.sqrt(0.5);
    Geometry g =
        Geometry.anatomical(
            1, 1, 1, Affine.of(2 * r, -2 * r, 0, 0, 2 * r, 2 * r, 0, 0, 0, 0, 1, 0));
    assertEquals(Math.sqrt(2), g.bounds()[3], 1e-12);
    assertEquals(1, g.boundsAlong(g.gridAxes().inverse())[3], 1e-9);
  }

  @Test
  void gridAxesPointAlongTheWorldAxesNearestToThem() {
    Affine leftHanded = Affine.scaling(-2, 3, 4, 0, 0, 0);
    Affine axes = Geometry.anatomical(2, 2, 2, leftHanded).gridAxes();
    assertArrayEquals(Affine.identity().rows(), axes.rows(), 1e-12);
    Affine turned = Geometry.anatomical(2, 2, 2, OBLIQUE).gridAxes();
    assertEquals(Math.sqrt(3) / 2, turned.get(0, 0), 1e-12);
    assertEquals(0.5, turned.get(1, 0), 1e-12);
    assertEquals(1, turned.determinant(), 1e-12);
  }

  @Test
  void aPartOfTheGridStaysInPlace() {
    Geometry g = Geometry.anatomical(5, 6, 7, OBLIQUE);
    assertArrayEquals(g.affine().apply(1, 2, 3 + 2), g.planes(3, 4).affine().apply(1, 2, 2), 1e-12);
    assertEquals(4, g.planes(3, 4).nz());
  }
}
