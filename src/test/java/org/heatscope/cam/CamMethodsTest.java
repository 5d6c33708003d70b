// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Backends;
import org.heatscope.backend.OnFallback;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Methods against values worked by hand from their formulas. */
class CamMethodsTest {
  private static final int[] GRID = {2, 2};
  private static final Features A = new Features(1, 2, GRID, new float[] {1, 2, 3, 4, 0, 1, 1, 0});
  private static final Features G =
      new Features(1, 2, GRID, new float[] {.1f, .2f, -.1f, .4f, -.5f, .5f, -.5f, 0});

  private final Workers workers = new Workers(2);

  @AfterEach
  void close() {
    workers.close();
  }

  private float[] raw(String method, Features a, Features g) {
    return CamMethods.get(method).map(a, g, workers).data();
  }

  @Test
  void theTwoChannelExample() {
    // By hand: mean gradients .15 and -.125; and so on for each formula.
    assertArrayEquals(new float[] {.15f, .175f, .325f, .6f}, raw("gradcam", A, G), 1e-6f);
    assertArrayEquals(new float[] {.1f, .9f, -.8f, 1.6f}, raw("hirescam", A, G), 1e-6f);
    assertArrayEquals(new float[] {.1f, .9f, 0, 1.6f}, raw("layercam", A, G), 1e-6f);
    assertArrayEquals(new float[] {.1f, .9f, 0, 1.6f}, raw("elementwise", A, G), 1e-6f);
    assertArrayEquals(new float[] {.18f, .36f, .54f, .72f}, raw("xgradcam", A, G), 1e-5f);
    assertArrayEquals(new float[] {.15f, .466666f, .616666f, .6f}, raw("gradcampp", A, G), 1e-5f);
    assertArrayEquals(
        new float[] {.13478f, .51956f, .65434f, .53912f}, raw("gradcampp-monai", A, G), 1e-5f);
    assertArrayEquals(
        new float[] {-1, 4, 3, -4},
        new LinearHeadCam(new float[] {-1, 6}).map(A, null, workers).data(),
        1e-6f);
  }

  @Test
  void everyMethodIsItsFormula() throws IOException {
    Features a = Reference.features("activations");
    Features g = Reference.features("gradients");
    for (String name : CamMethods.names()) {
      Reference.assertMaps(name, CamMethods.get(name).map(a, g, workers), 1e-5);
    }
    Reference.assertMaps(
        "gradcam-eigen-smooth",
        CamMethods.eigenSmooth(CamMethods.get("gradcam")).map(a, g, workers),
        1e-5);
  }

  /** The bound of the operation: 1e-5 of Σ |w A|, which the largest value stands in for here. */
  @Test
  void backendsAgree() throws IOException {
    Features a = Reference.features("activations");
    Features g = Reference.features("gradients");
    for (BackendProvider p : new Backends(s -> {}).providers()) {
      if (p.unusableBecause().isPresent()) {
        continue;
      }
      try (Session session = new Backends(s -> {}).open(p.name(), 0, 2, OnFallback.FAIL)) {
        for (String name : CamMethods.names()) {
          Reference.assertMaps(name, CamMethods.get(name).map(a, g, workers, session), 2e-5);
        }
        assertArrayEquals(
            new float[] {-1, 4, 3, -4},
            new LinearHeadCam(new float[] {-1, 6}).map(A, null, workers, session).data(),
            1e-5f);
      }
    }
  }

  @Test
  void hiResLayerAndElementwisePartWhereSignsMeet() {
    Features a = new Features(1, 2, new int[] {1, 1}, new float[] {1, 1});
    Features g = new Features(1, 2, new int[] {1, 1}, new float[] {.6f, -.2f});
    assertEquals(.4f, raw("hirescam", a, g)[0], 1e-6);
    assertEquals(.6f, raw("layercam", a, g)[0], 1e-6);
    assertEquals(.6f, raw("elementwise", a, g)[0], 1e-6);
    Features below = new Features(1, 1, new int[] {1, 1}, new float[] {-1});
    Features up = new Features(1, 1, new int[] {1, 1}, new float[] {.6f});
    assertEquals(-.6f, raw("layercam", below, up)[0], 1e-6);
    assertEquals(0, raw("elementwise", below, up)[0]);
  }

  @Test
  void femWeighsWhatStandsOut() {
    // One value of 10 among nine of 0: mean 1, standard deviation 3, threshold 7.
    float[] peak = {0, 0, 0, 0, 10, 0, 0, 0, 0, 0};
    Features a = new Features(1, 1, new int[] {2, 5}, peak);
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0, 0}, raw("fem", a, null), 1e-6f);
    // The share of positions above it is a tenth.
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0, 0}, raw("fem-share", a, null), 1e-6f);
  }

  @Test
  void anImageOfABatchHasTheMapThatItHasAlone() {
    float[] a = new float[24];
    float[] g = new float[24];
    for (int n = 0; n < 3; n++) {
      for (int i = 0; i < 8; i++) {
        a[8 * n + i] = A.data()[i] * (n + 1);
        g[8 * n + i] = G.data()[i];
      }
    }
    Features many = new Features(3, 2, GRID, a);
    Features gradients = new Features(3, 2, GRID, g);
    for (String name : CamMethods.names()) {
      float[] all = raw(name, many, gradients);
      for (int n = 0; n < 3; n++) {
        Features one = new Features(1, 2, GRID, java.util.Arrays.copyOfRange(a, 8 * n, 8 * n + 8));
        assertArrayEquals(
            raw(name, one, G), java.util.Arrays.copyOfRange(all, 4 * n, 4 * n + 4), name);
      }
    }
  }

  @Test
  void channelsPastABlockAreAllAdded() {
    int channels = 2 * 128 + 13;
    float[] a = new float[channels * 3];
    float[] g = new float[channels * 3];
    double[] want = new double[3];
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < 3; p++) {
        a[3 * c + p] = c % 7 + p;
        g[3 * c + p] = c % 5;
        want[p] += (double) (c % 7 + p) * (c % 5);
      }
    }
    Features features = new Features(1, channels, new int[] {1, 3}, a);
    Features gradients = new Features(1, channels, new int[] {1, 3}, g);
    for (String name : new String[] {"gradcam", "hirescam"}) {
      float[] got = raw(name, features, gradients);
      for (int p = 0; p < 3; p++) {
        assertEquals(want[p], got[p], 1e-6 * want[p], name);
      }
    }
  }

  @Test
  void theFirstComponentOfAProductIsItsFactor() {
    // A_c(p) = w_c s(p): the centred matrix has rank one, σ u = |w| (s - mean s).
    float[] s = {0, 0, 1, 3, 0, 2};
    float[] w = {2, -1, 0.5f, 3};
    float[] a = new float[24];
    for (int c = 0; c < 4; c++) {
      for (int p = 0; p < 6; p++) {
        a[6 * c + p] = w[c] * s[p];
      }
    }
    double length = Math.sqrt(4 + 1 + 0.25 + 9);
    float[] want = new float[6];
    for (int p = 0; p < 6; p++) {
      want[p] = (float) (length * (s[p] - 1));
    }
    assertArrayEquals(want, raw("eigencam", new Features(1, 4, new int[] {2, 3}, a), null), 1e-5f);
  }

  @Test
  void theSignOfAComponentDoesNotDependOnTheSignGivenIn() {
    double[] mean = {-1, 0, 1};
    for (SignRule rule : SignRule.values()) {
      double[] up = {-3, 1, 2};
      double[] down = {3, -1, -2};
      rule.apply(up, mean);
      rule.apply(down, mean);
      assertArrayEquals(up, down);
    }
    double[] v = {-3, 1, 2};
    SignRule.MEAN.apply(v, mean);
    assertArrayEquals(new double[] {-3, 1, 2}, v);
    SignRule.EXTREME.apply(v, mean);
    assertArrayEquals(new double[] {3, -1, -2}, v);
    double[] even = {1, -3, 1};
    SignRule.MEAN.apply(even, mean);
    assertArrayEquals(new double[] {-1, 3, -1}, even, "no correlation: the extreme decides");
  }

  @Test
  void theComponentOfNegativeActivationsFollowsTheirMean() {
    float[] object = {0, 0, 5, 0, 0, 0};
    float[] a = new float[12];
    for (int p = 0; p < 6; p++) {
      a[p] = -object[p];
      a[6 + p] = -2 * object[p];
    }
    float[] map = raw("eigencam", new Features(1, 2, new int[] {2, 3}, a), null);
    assertTrue(map[2] < 0, "the mean activation is lowest at the object");
  }

  @Test
  void flatAndMissingActivations() {
    Features flat = new Features(1, 2, GRID, new float[] {1, 1, 1, 1, 2, 2, 2, 2});
    assertArrayEquals(new float[4], raw("eigencam", flat, null));
    assertArrayEquals(new float[4], raw("fem", flat, null));
    float[] hole = A.data().clone();
    hole[0] = Float.NaN;
    Features missing = new Features(1, 2, GRID, hole);
    float[] map = raw("gradcam", missing, G);
    assertTrue(Float.isNaN(map[0]));
    assertEquals(.175f, map[1], 1e-6);
    for (String name : CamMethods.names()) {
      assertTrue(Float.isNaN(raw(name, missing, G)[0]), name);
    }
  }

  @Test
  void shapesThatDoNotMatchAreNamed() {
    Features other = new Features(1, 1, GRID, new float[4]);
    String message =
        assertThrows(IllegalArgumentException.class, () -> raw("gradcam", A, other)).getMessage();
    assertEquals("the activations are 1 x 2 x 2 x 2, the gradients 1 x 1 x 2 x 2", message);
    assertThrows(IllegalArgumentException.class, () -> raw("gradcam", A, null));
    assertThrows(IllegalArgumentException.class, () -> CamMethods.get("gradcan"));
  }
}
