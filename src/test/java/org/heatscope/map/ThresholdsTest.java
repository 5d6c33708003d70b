// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.heatscope.image.Volume;
import org.heatscope.map.Thresholds.Sides;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  private static final JsonObject NILEARN =
      Reference.json("clusters.json").getAsJsonObject("thresholds");
  private static final Volume Z = Reference.image("nifti/zstat1.nii.gz");

  private static double nilearn(String name) {
    return NILEARN.get(name).getAsDouble();
  }

  @Test
  void heightsAreThoseOfNilearnOnARealMap() {
    double[] v = Values.of(Z);
    int tests = Thresholds.tested(v).length;
    assertEquals(NILEARN.get("tests").getAsInt(), tests);
    Null z = Null.NORMAL;
    assertEquals(nilearn("fpr_two_sided_0.001"), Thresholds.fpr(z, 0.001, Sides.BOTH), 1e-9);
    assertEquals(nilearn("fpr_one_sided_0.001"), Thresholds.fpr(z, 0.001, Sides.POSITIVE), 1e-9);
    assertEquals(nilearn("fdr_two_sided_0.05"), Thresholds.fdr(v, z, 0.05, Sides.BOTH), 1e-9);
    assertEquals(nilearn("fdr_one_sided_0.05"), Thresholds.fdr(v, z, 0.05, Sides.POSITIVE), 1e-9);
    assertEquals(
        nilearn("bonferroni_two_sided_0.05"),
        Thresholds.bonferroni(z, 0.05, tests, Sides.BOTH),
        1e-9);
    assertEquals(
        nilearn("bonferroni_t_20_two_sided_0.05"),
        Thresholds.bonferroni(Null.student(20), 0.05, tests, Sides.BOTH),
        1e-9);
  }

  @Test
  void theLastToPassSetsTheDiscoveryRate() {
    // tails of 4, 3.5, 2.8, 2.5, 1.9, 1.2: .00003 .0002 .0026 .0062 .029 .115; levels .05 i / 6
    double[] v = {2.5, 4, 1.2, 3.5, 1.9, 2.8, 0, Double.NaN};
    assertEquals(1.9 - 1e-12, Thresholds.fdr(v, Null.NORMAL, 0.05, Sides.POSITIVE), 1e-15);
  }

  @Test
  void nothingPassesWhereThereIsNothing() {
    double[] none = {0, Double.NaN};
    double[] weak = {0.1, -0.2, 0.3};
    assertTrue(Double.isInfinite(Thresholds.fdr(none, Null.NORMAL, 0.05, Sides.BOTH)));
    assertTrue(Double.isInfinite(Thresholds.fdr(weak, Null.NORMAL, 0.05, Sides.BOTH)));
    assertTrue(Double.isInfinite(Thresholds.bonferroni(Null.NORMAL, 0.05, 0, Sides.BOTH)));
  }
}
