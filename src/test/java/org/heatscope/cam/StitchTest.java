// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StitchTest {
  private static final int[] WHOLE = {9, 12, 15};
  private static final int[] PATCH = {4, 6, 8};

  private interface Field {
    double at(int z, int y, int x);
  }

  /** Patches over the whole and past its faces, of values that depend on the place alone. */
  private static CamMaps stitched(Stitch.Weighting weighting, Field field) {
    List<int[]> origins = new ArrayList<>();
    for (int z = -1; z < 9; z += 3) {
      for (int y = 0; y < 12; y += 3) {
        for (int x = -2; x < 15; x += 4) {
          origins.add(new int[] {z, y, x});
        }
      }
    }
    CamMaps patches = CamMaps.zeros(origins.size(), PATCH);
    int i = 0;
    for (int[] o : origins) {
      for (int z = 0; z < 4; z++) {
        for (int y = 0; y < 6; y++) {
          for (int x = 0; x < 8; x++) {
            patches.data()[i++] = (float) field.at(o[0] + z, o[1] + y, o[2] + x);
          }
        }
      }
    }
    Stitch stitch = new Stitch(WHOLE, weighting);
    stitch.add(patches, origins.toArray(new int[0][]));
    return stitch.whole();
  }

  @ParameterizedTest
  @EnumSource
  void patchesOfOneFieldMakeThatField(Stitch.Weighting weighting) {
    Field field = (z, y, x) -> Math.sin(0.3 * x) + 0.1 * y * z - 2;
    CamMaps whole = stitched(weighting, field);
    int i = 0;
    for (int z = 0; z < 9; z++) {
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 15; x++) {
          assertEquals(field.at(z, y, x), whole.data()[i++], 1e-5);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConstantMapHasNoSeams(Stitch.Weighting weighting) {
    for (float v : stitched(weighting, (z, y, x) -> 0.7f).data()) {
      assertEquals(0.7f, v, 1e-6f);
    }
  }

  @Test
  void weightsByHand() {
    // Two patches of four with two in common, values 1 and 3.
    CamMaps patches = new CamMaps(2, new int[] {1, 4}, new float[] {1, 1, 1, 1, 3, 3, 3, 3});
    int[][] origins = {{0, 0}, {0, 2}};
    Stitch constant = new Stitch(new int[] {1, 7}, Stitch.Weighting.CONSTANT);
    constant.add(patches, origins);
    assertArrayEquals(new float[] {1, 1, 2, 2, 3, 3, Float.NaN}, constant.whole().data(), 1e-6f);
    // Standard deviation 1/2: at distances 1/2 and 3/2 from the middle, e^-0.5 and e^-4.5.
    Stitch gaussian = new Stitch(new int[] {1, 6}, Stitch.Weighting.GAUSSIAN);
    gaussian.add(patches, origins);
    double near = Math.exp(-0.5);
    double far = Math.exp(-4.5);
    float third = (float) ((near + 3 * far) / (near + far));
    assertArrayEquals(new float[] {1, 1, third, 4 - third, 3, 3}, gaussian.whole().data(), 1e-5f);
  }

  @Test
  void whatAPatchDoesNotKnowIsLeftToTheOthers() {
    CamMaps patches = new CamMaps(2, new int[] {1, 2}, new float[] {1, Float.NaN, 3, Float.NaN});
    Stitch stitch = new Stitch(new int[] {1, 3}, Stitch.Weighting.CONSTANT);
    stitch.add(patches, new int[][] {{0, 0}, {0, 1}});
    float[] whole = stitch.whole().data();
    assertEquals(3, whole[1]);
    assertTrue(Float.isNaN(whole[2]));
  }

  @Test
  void originsMustBelongToThePatches() {
    Stitch stitch = new Stitch(new int[] {4, 4}, Stitch.Weighting.CONSTANT);
    CamMaps patch = CamMaps.zeros(1, new int[] {2, 2});
    assertThrows(IllegalArgumentException.class, () -> stitch.add(patch, new int[2][2]));
    assertThrows(IllegalArgumentException.class, () -> stitch.add(patch, new int[1][3]));
  }
}
