// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamScaleTest {
  private static final float NAN = Float.NaN;

  /** The second map is the first, doubled. */
  private static final CamMaps MAPS = maps(1, 2, 3, 5, 2, 4, 6, 10);

  private static CamMaps maps(float... values) {
    return new CamMaps(values.length / 4, new int[] {2, 2}, values);
  }

  private static float[] scaled(String scale, CamMaps maps, boolean signed) {
    return CamScale.parse(scale).apply(maps, signed).data();
  }

  @Test
  void perImageMapsLookAlikeAndSharedOnesDiffer() {
    assertArrayEquals(
        new float[] {0, .25f, .5f, 1, 0, .25f, .5f, 1}, scaled("per-image", MAPS, false), 1e-6f);
    // From 1 to 10: ninths.
    assertArrayEquals(
        new float[] {0, 1 / 9f, 2 / 9f, 4 / 9f, 1 / 9f, 3 / 9f, 5 / 9f, 1},
        scaled("shared", MAPS, false),
        1e-6f);
    assertArrayEquals(
        new float[] {.5f, 1, 1.5f, 2.5f, 1, 2, 3, 5}, scaled("fixed:0,2", MAPS, false), 1e-6f);
    assertArrayEquals(MAPS.data(), scaled("none", MAPS, false));
  }

  @Test
  void twoSidedMapsKeepTheirZero() {
    assertArrayEquals(
        new float[] {-1, 0, .25f, .5f}, scaled("per-image", maps(-4, 0, 1, 2), true), 1e-6f);
  }

  @Test
  void aFlatMapIsEmptyAndMissingValuesStayMissing() {
    assertArrayEquals(new float[4], scaled("per-image", maps(5, 5, 5, 5), false));
    assertArrayEquals(
        new float[] {NAN, 0, .5f, 1}, scaled("per-image", maps(NAN, 1, 2, 3), false), 1e-6f);
    assertArrayEquals(
        new float[] {NAN, NAN, NAN, NAN}, scaled("per-image", maps(NAN, NAN, NAN, NAN), false));
    assertArrayEquals(
        new float[] {0, 1 / 3f, 2 / 3f, 1, NAN, NAN, NAN, NAN},
        scaled("shared", maps(0, 1, 2, 3, NAN, NAN, NAN, NAN), false),
        1e-6f);
  }

  @Test
  void theStampSaysWhichScaleItIs() {
    assertEquals("per-image scale", CamScale.parse("per-image").stamp());
    assertEquals("fixed scale -1.5..2.0", CamScale.parse("fixed:-1.5,2").stamp());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shared", "fixed", "fixed:1", "fixed:2,1", "fixed:1,x", "fixed:1,1"})
  void otherWordsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> CamScale.parse(text));
  }

  @Test
  void whatAUserShouldHearOfMaps() {
    assertTrue(maps(0, 1, 2, 3).remarks(false).isEmpty());
    assertEquals(
        "the map has the value 5.0 everywhere: nothing stands out",
        maps(5, 5, 5, 5).remarks(false).get(0));
    assertEquals(
        "the map has no value above zero: after the ReLU it is empty",
        maps(-1, -2, 0, -3).remarks(false).get(0));
    assertTrue(maps(-1, -2, 0, -3).remarks(true).isEmpty());
    assertEquals(
        "map 1 holds no finite value: it is empty",
        maps(0, 1, 2, 3, NAN, NAN, NAN, NAN).remarks(false).get(0));
    assertEquals(
        "the map has 1 of 4 values that are not finite", maps(NAN, 1, 2, 3).remarks(false).get(0));
  }

  @Test
  void layersAreFusedByMeanOrMax() {
    var layers = java.util.List.of(maps(0, 1, 2, 3), maps(4, 1, 0, 5));
    assertArrayEquals(new float[] {2, 1, 1, 4}, Fusion.MEAN.of(layers).data());
    assertArrayEquals(new float[] {4, 1, 2, 5}, Fusion.MAX.of(layers).data());
    var odd = java.util.List.of(maps(0, 1, 2, 3), MAPS);
    assertThrows(IllegalArgumentException.class, () -> Fusion.MEAN.of(odd));
  }

  @Test
  void rangesOfValuesThatAreNotScaled() {
    assertEquals("own range", CamScale.parse("per-image").rangeStamp());
    assertEquals("shared range", CamScale.parse("shared").rangeStamp());
  }
}
