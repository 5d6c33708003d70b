// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.Table;
import org.heatscope.map.Clusters.Cluster;
import org.heatscope.map.Components.Neighbours;
import org.heatscope.map.Thresholds.Sides;
import org.junit.jupiter.api.Test;

/** clusters.json was made by nilearn 0.14.1 from the same image. */
class ClustersTest {
  private static final JsonObject NILEARN = Reference.json("clusters.json");
  private static final Volume Z = Reference.image("nifti/zstat1.nii.gz");
  private static final double[] VALUES = Values.of(Z);

  private static Clusters.Rule rule(double threshold, Sides sides, int leastVoxels) {
    return new Clusters.Rule(threshold, sides, Neighbours.FACES, leastVoxels, 0, 8);
  }

  @Test
  void peaksAndVolumesAreThoseOfNilearn() {
    double[] binary = Arrays.stream(VALUES).map(v -> Math.abs(v) > 4 ? 1 : 0).toArray();
    compare("3_two_sided", VALUES, rule(3, Sides.BOTH, 1));
    compare("4_one_sided", VALUES, rule(4, Sides.POSITIVE, 1));
    compare("2.5_two_sided_20", VALUES, rule(2.5, Sides.BOTH, 20));
    compare("binary", binary, rule(0.5, Sides.POSITIVE, 1));
  }

  private static void compare(String name, double[] values, Clusters.Rule rule) {
    List<Object[]> expected = new ArrayList<>();
    for (var row : NILEARN.getAsJsonObject("tables").getAsJsonArray(name)) {
      JsonArray r = row.getAsJsonArray();
      String size = r.get(5).getAsString();
      expected.add(
          new Object[] {
            r.get(1).getAsFloat(),
            r.get(2).getAsFloat(),
            r.get(3).getAsFloat(),
            r.get(4).getAsFloat(),
            size.isEmpty() ? null : Long.valueOf(size)
          });
    }
    List<Object[]> found = new ArrayList<>();
    Table table = ClusterReport.of(Clusters.of(values, Z.geometry(), rule), Optional.empty());
    for (List<Object> r : table.rows()) {
      Object[] row = new Object[5];
      int[] columns = {1, 2, 3, 7};
      for (int c = 0; c < 4; c++) {
        row[c] = ((Number) r.get(columns[c])).floatValue();
      }
      row[4] = r.get(10) == null ? null : (Object) Math.round((double) r.get(10));
      found.add(row);
    }
    assertEquals(expected.size(), found.size(), name);
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), name + ", row " + i);
    }
    assertTrue(expected.size() > 10);
  }

  /** Where values tie, nilearn's order is that of an unstable sort; what does not hang on it. */
  @Test
  void tiedPeaksHaveTheValuesAndVolumesOfNilearn() {
    double[] rounded = Arrays.stream(VALUES).map(Math::rint).toArray();
    List<String> expected = new ArrayList<>();
    for (var row : NILEARN.getAsJsonObject("tables").getAsJsonArray("rounded_3_two_sided")) {
      JsonArray r = row.getAsJsonArray();
      if (!r.get(5).getAsString().isEmpty()) {
        expected.add(r.get(4).getAsDouble() + " " + r.get(5).getAsLong());
      }
    }
    List<String> found = new ArrayList<>();
    for (Cluster c : Clusters.of(rounded, Z.geometry(), rule(3, Sides.BOTH, 1)).list()) {
      found.add(c.peaks().get(0).value() + " " + Math.round(c.volumeMm3()));
    }
    expected.sort(null);
    found.sort(null);
    assertEquals(expected, found);
  }

  @Test
  void componentsAreAsManyAsScipysForEachNeighbourhood() {
    boolean[] inside = new boolean[VALUES.length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = VALUES[i] > 2.5;
    }
    for (Map.Entry<String, com.google.gson.JsonElement> e :
        NILEARN.getAsJsonObject("components").entrySet()) {
      Neighbours n = Neighbours.of(Integer.parseInt(e.getKey()));
      assertEquals(
          e.getValue().getAsInt(), Components.of(inside, Z.geometry(), n).count(), e.getKey());
    }
  }

  @Test
  void aMapCutByHeightAndExtentIsThatOfNilearn() {
    JsonObject cut = NILEARN.getAsJsonObject("cut_3_50");
    Clusters clusters = Clusters.of(VALUES, Z.geometry(), rule(3, Sides.BOTH, 50));
    float[] map = Thresholds.cut(VALUES, clusters, Z.geometry());
    double sum = 0;
    int voxels = 0;
    for (float v : map) {
      sum += v;
      voxels += v != 0 ? 1 : 0;
    }
    assertEquals(cut.get("voxels").getAsInt(), voxels);
    assertEquals(cut.get("sum").getAsDouble(), sum, 1e-6 * sum);
  }

  @Test
  void valuesAtTheThresholdAndOutOfRangeBelongToNoCluster() {
    double[] v = {3, 3.5, Double.NaN, Double.POSITIVE_INFINITY, -4};
    Geometry g = Geometry.anatomical(5, 1, 1, Affine.scaling(-2, 1, 1, 10, 0, 0));
    List<Cluster> list = Clusters.of(v, g, Clusters.Rule.of(3)).list();
    assertEquals(2, list.size());
    assertEquals(1, list.get(0).voxels());
    assertEquals(2, list.get(0).volumeMm3());
    assertArrayEquals(new double[] {8, 0, 0}, list.get(0).peaks().get(0).mm());
    assertEquals(-1, list.get(1).sign());
    assertEquals(-4, list.get(1).mean());
    assertEquals(-4, list.get(1).peaks().get(0).value());
  }

  @Test
  void smallVolumesAreDroppedInMillimetres() {
    double[] v = {4, 4, 0, 5};
    Geometry g = Geometry.anatomical(4, 1, 1, Affine.scaling(2, 1, 1, 0, 0, 0));
    Clusters c = Clusters.of(v, g, new Clusters.Rule(3, Sides.BOTH, Neighbours.FACES, 1, 4, 8));
    assertEquals(1, c.list().size());
    assertArrayEquals(new float[] {4, 4, 0, 0}, Thresholds.cut(v, c, g));
  }

  @Test
  void anEmptyMapHasNoClusters() {
    double[] v = {0, Double.NaN};
    Geometry g = Geometry.anatomical(2, 1, 1, Affine.identity());
    Clusters c = Clusters.of(v, g, Clusters.Rule.of(0));
    assertEquals(0, c.list().size());
    assertArrayEquals(new float[] {0, Float.NaN}, Thresholds.cut(v, c, g));
  }

  @Test
  void theReportNamesThePlacesOfPeaks() {
    Geometry g = Geometry.anatomical(2, 1, 1, Affine.identity());
    Volume labels = TestWork.volume(2, 1, 1, 0, 7);
    Atlas atlas = Atlas.of(labels, Map.of(7, "Insula, left"));
    Table t =
        ClusterReport.of(
            Clusters.of(new double[] {-2, 4}, g, Clusters.Rule.of(1)), Optional.of(atlas));
    int label = t.column("label");
    assertEquals("Insula, left", t.rows().get(0).get(label));
    assertEquals("", t.rows().get(1).get(label));
  }
}
