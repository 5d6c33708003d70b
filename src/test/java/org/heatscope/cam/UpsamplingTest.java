// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.heatscope.backend.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpsamplingTest {
  private final Workers workers = new Workers(2);

  @AfterEach
  void close() {
    workers.close();
  }

  private CamMaps apply(Upsampling u, CamMaps maps, int... size) {
    return u.apply(maps, size, workers);
  }

  @Test
  void linearIsOpenCvs() throws IOException {
    CamMaps small = Reference.maps("small");
    Reference.assertMaps("small-linear", apply(Upsampling.LINEAR, small, 9, 13), 1e-6);
    Reference.assertMaps("small-linear-down", apply(Upsampling.LINEAR, small, 2, 3), 1e-6);
  }

  @Test
  void cornersAreScipysZoom() throws IOException {
    CamMaps volume = Reference.maps("volume");
    Reference.assertMaps(
        "volume-spline-corners", apply(Upsampling.SPLINE_CORNERS, volume, 8, 7, 5), 1e-6);
    Reference.assertMaps(
        "volume-linear-corners", apply(Upsampling.LINEAR_CORNERS, volume, 8, 7, 5), 1e-6);
  }

  @Test
  void linearByHand() {
    // 0 and 4 become four samples at -1/4, 1/4, 3/4, 5/4 of a cell.
    CamMaps two = new CamMaps(1, new int[] {1, 2}, new float[] {0, 4});
    assertArrayEquals(new float[] {0, 1, 3, 4}, apply(Upsampling.LINEAR, two, 1, 4).data(), 1e-6f);
    assertArrayEquals(new float[] {0, 0, 4, 4}, apply(Upsampling.NEAREST, two, 1, 4).data(), 1e-6f);
  }

  @Test
  void eachImageOfABatchByItself() {
    CamMaps maps = new CamMaps(2, new int[] {1, 2}, new float[] {0, 4, 8, 8});
    assertArrayEquals(
        new float[] {0, 1, 3, 4, 8, 8, 8, 8}, apply(Upsampling.LINEAR, maps, 1, 4).data(), 1e-6f);
  }

  @Test
  void oneCellFillsAll() {
    CamMaps one = new CamMaps(1, new int[] {1, 1}, new float[] {3});
    for (Upsampling u : Upsampling.values()) {
      assertArrayEquals(
          new float[] {3, 3, 3, 3, 3, 3}, apply(u, one, 2, 3).data(), 1e-6f, u.text());
    }
  }

  @Test
  void aMissingCellLeavesOthersAlone() {
    float nan = Float.NaN;
    CamMaps three = new CamMaps(1, new int[] {1, 3}, new float[] {nan, 2, 4});
    float[] same = apply(Upsampling.LINEAR, three, 1, 3).data();
    assertTrue(Float.isNaN(same[0]));
    assertEquals(2, same[1]);
    float[] nearest = apply(Upsampling.NEAREST, three, 1, 6).data();
    assertArrayEquals(new float[] {nan, nan, 2, 2, 4, 4}, nearest);
  }

  @Test
  void sizesMustFit() {
    CamMaps two = new CamMaps(1, new int[] {1, 2}, new float[] {0, 4});
    assertThrows(IllegalArgumentException.class, () -> apply(Upsampling.LINEAR, two, 1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> apply(Upsampling.LINEAR, two, 0, 2));
  }
}
