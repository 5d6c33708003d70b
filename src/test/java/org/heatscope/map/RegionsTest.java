// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.heatscope.map.TestWork.values;
import static org.heatscope.map.TestWork.volume;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import java.util.List;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.io.Table;
import org.junit.jupiter.api.Test;

class RegionsTest {
  private static final double NAN = Double.NaN;

  /** images.json was made by numpy and nibabel. */
  @Test
  void statisticsOfARealMapInARealAtlasAreThoseOfNumPy() {
    Atlas atlas = Atlas.of(Reference.image("nifti/JHU-WhiteMatter-labels-2mm.nii.gz"), Map.of());
    Table t = Regions.statistics(Reference.image("nifti/zstat1.nii.gz"), atlas);
    JsonArray rows = Reference.json("images.json").getAsJsonArray("regions");
    assertEquals(rows.size(), t.rows().size());
    int[] columns = {0, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (int r = 0; r < rows.size(); r++) {
      double[] expected = Reference.numbers(rows.get(r).getAsJsonArray());
      for (int c = 0; c < columns.length; c++) {
        Number found = (Number) t.rows().get(r).get(columns[c]);
        assertEquals(
            expected[c],
            found == null ? NAN : found.doubleValue(),
            1e-9 + 1e-9 * Math.abs(expected[c]),
            "label " + expected[0] + ", " + t.columns().get(columns[c]));
      }
    }
  }

  @Test
  void missingValuesDoNotCount() {
    Atlas atlas = Atlas.of(volume(4, 1, 1, 2, 2, 5, 0), Map.of(2, "two"));
    Table t = Regions.statistics(volume(4, 1, 1, 3, NAN, NAN, 9), atlas);
    List<Object> two = t.rows().get(0);
    assertEquals(List.of(2, "two", 2, 2.0, 1), two.subList(0, 5));
    assertEquals(3.0, two.get(5));
    assertNull(two.get(6));
    assertEquals(0, t.rows().get(1).get(4));
    assertNull(t.rows().get(1).get(5));
  }

  @Test
  void anAtlasElsewhereOrOfFractionsIsRefused() {
    Geometry far = Geometry.anatomical(1, 1, 1, Affine.translation(99, 0, 0));
    Atlas atlas = Atlas.of(volume(far, 1), Map.of());
    assertThrows(
        IllegalArgumentException.class, () -> Regions.statistics(volume(1, 1, 1, 1), atlas));
    assertThrows(IllegalArgumentException.class, () -> Atlas.of(volume(1, 1, 1, 1.5), Map.of()));
  }

  @Test
  void valuesArePaintedByIndexOrName() {
    Atlas atlas = Atlas.of(volume(4, 1, 1, 0, 3, 7, 3), Map.of(3, "hippocampus", 7, "insula"));
    Table byName =
        new Table(
            List.of("name", "value"),
            List.of(List.of("insula", "1.5"), List.of("hippocampus", "-2")));
    Table byIndex = new Table(List.of("index", "v"), List.of(List.of("3", "4")));
    assertArrayEquals(
        new double[] {NAN, -2, 1.5, -2},
        values(Regions.paint(atlas, Regions.values(byName, "value", atlas), "value")));
    assertArrayEquals(
        new double[] {NAN, 4, NAN, 4},
        values(Regions.paint(atlas, Regions.values(byIndex, "v", atlas), "v")));
    Table unknown = new Table(List.of("name", "value"), List.of(List.of("pons", "1")));
    assertEquals(
        "row 1 is for 'pons', which is no region of the atlas",
        assertThrows(IllegalArgumentException.class, () -> Regions.values(unknown, "value", atlas))
            .getMessage());
  }
}
