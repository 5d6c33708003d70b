// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.OptionalDouble;
import org.heatscope.image.Volume;
import org.heatscope.map.Components.Neighbours;
import org.heatscope.map.Thresholds.Sides;
import org.junit.jupiter.api.Test;

class TfceTest {
  private static Tfce.Rule rule(OptionalDouble dh, Neighbours n, Sides sides) {
    return new Tfce.Rule(dh, 0.5, 2, n, sides);
  }

  @Test
  void twoHillsAreSummedLevelByLevel() {
    // levels 1, 2, 3; extents 4, then hills of 2 and 1, then 1 and none
    double[] v = {0.9, 1, 3, 2, 1.5, 2.5, -1, Double.NaN};
    double base = Math.sqrt(5);
    double left = base + Math.sqrt(2) * 4;
    double[] expected = {0, base, left + 9, left, base, base + 4, -1, Double.NaN};
    Volume image = TestWork.volume(8, 1, 1, v);
    double[] found =
        TestWork.values(Tfce.map(image, rule(OptionalDouble.of(1), Neighbours.FACES, Sides.BOTH)));
    assertArrayEquals(expected, found, 1e-6);
    found =
        TestWork.values(
            Tfce.map(image, rule(OptionalDouble.of(1), Neighbours.FACES, Sides.POSITIVE)));
    assertEquals(0, found[6]);
  }

  @Test
  void aRealMapIsEnhancedAsNilearnDoes() {
    Volume z = Reference.image("nifti/zstat1.nii.gz");
    JsonObject nilearn = Reference.json("clusters.json").getAsJsonObject("tfce");
    for (Map.Entry<String, JsonElement> e : nilearn.entrySet()) {
      Neighbours n = Neighbours.of(Integer.parseInt(e.getKey()));
      Volume map = Tfce.map(z, rule(OptionalDouble.empty(), n, Sides.BOTH)).volume();
      double sum = 0;
      double max = 0;
      for (double v : Values.of(map)) {
        sum += v;
        max = Math.max(max, v);
      }
      JsonObject expected = e.getValue().getAsJsonObject();
      assertEquals(expected.get("sum").getAsDouble(), sum, 1e-5 * Math.abs(sum));
      assertEquals(expected.get("max").getAsDouble(), max, 1e-5 * max);
      assertTrue(expected.getAsJsonArray("voxels").size() > 5);
      for (JsonElement row : expected.getAsJsonArray("voxels")) {
        double[] r = Reference.numbers(row.getAsJsonArray());
        assertEquals(
            r[3],
            map.value((int) r[0], (int) r[1], (int) r[2], 0, 0),
            1e-6 + 1e-5 * Math.abs(r[3]));
      }
    }
  }

  @Test
  void anEmptyMapStaysEmpty() {
    Volume image = TestWork.volume(2, 1, 1, 0, Double.NaN);
    assertArrayEquals(
        new double[] {0, Double.NaN},
        TestWork.values(
            Tfce.map(image, rule(OptionalDouble.empty(), Neighbours.FACES, Sides.BOTH))));
  }
}
