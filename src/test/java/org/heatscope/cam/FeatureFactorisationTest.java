// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FeatureFactorisationTest {
  /** Two concepts that share neither places nor channels: the only factorisation is those two. */
  @Test
  void conceptsThatDoNotMeetAreFound() {
    float[][] where = {{3, 0, 4, 0}, {0, 1, 0, 0}, {0, 12, 0, 0}, {0, 0, 0, 5}};
    float[] first = {.6f, .8f, 0};
    // Image 0: concept one at positions 0 and 2, concept two at 1; image 1: only ...
    float[] a = new float[2 * 3 * 4];
    for (int p = 0; p < 4; p++) {
      a[p] = where[0][p] * first[0];
      a[4 + p] = where[0][p] * first[1];
      a[8 + p] = where[1][p];
      a[12 + p] = where[3][p] * first[0];
      a[16 + p] = where[3][p] * first[1];
      a[20 + p] = where[2][p];
    }
    FeatureFactorisation.Concepts c =
        FeatureFactorisation.of(new Features(2, 3, new int[] {2, 2}, a), 2);
    // Sorted by what they carry: 1 + 144 against 9 + 16 + 25.
    assertArrayEquals(new float[] {0, 0, 1}, c.vectors()[0], 1e-3f);
    assertArrayEquals(first, c.vectors()[1], 1e-3f);
    assertArrayEquals(where[1], c.maps().image(0).data(), 1e-2f);
    assertArrayEquals(where[0], c.maps().image(1).data(), 1e-2f);
    assertArrayEquals(where[2], c.maps().image(2).data(), 1e-2f);
    assertArrayEquals(where[3], c.maps().image(3).data(), 1e-2f);
  }

  @Test
  void asManyConceptsAsChannelsLeaveNothing() throws Exception {
    Features a = Reference.features("activations");
    FeatureFactorisation.Concepts c = FeatureFactorisation.of(a, 6);
    double residual = 0;
    double all = 0;
    for (int n = 0; n < 2; n++) {
      for (int ch = 0; ch < 6; ch++) {
        for (int p = 0; p < 20; p++) {
          double v = a.data()[a.offset(n, ch) + p];
          double sum = 0;
          for (int k = 0; k < 6; k++) {
            sum += c.maps().data()[(n * 6 + k) * 20 + p] * c.vectors()[k][ch];
          }
          residual += (v - sum) * (v - sum);
          all += v * v;
        }
      }
    }
    assertEquals(0, residual / all, 1e-3);
  }

  @Test
  void impossibleRequestsAreRefused() {
    Features a = new Features(1, 2, new int[] {1, 2}, new float[] {1, 2, Float.NaN, 0});
    assertThrows(IllegalArgumentException.class, () -> FeatureFactorisation.of(a, 3));
    assertThrows(IllegalArgumentException.class, () -> FeatureFactorisation.of(a, 1));
  }
}
