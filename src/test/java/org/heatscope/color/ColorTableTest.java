// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.Random;
import org.heatscope.color.ColorScale.AlphaRule;
import org.heatscope.image.Rescale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColorTableTest {
  private static final Colormap HOT = Colormaps.get("hot");

  private static final Rescale[] RESCALES = {
    Rescale.IDENTITY,
    new Rescale(-1, 0),
    new Rescale(0.1, -3.7),
    new Rescale(-0.37, 1024),
    new Rescale(1e-9, 5),
    new Rescale(-250, 0.5),
  };

  static Norm[] norms() {
    return NormsTest.norms();
  }

  /** The class as DESIGN's sentence on the pixel has it, without any table. */
  private static int direct(ColorScale scale, Rescale rescale, double stored) {
    double value = rescale.apply(stored);
    double n = scale.norm().apply(value);
    if (Double.isNaN(n)) {
      return ColorTable.NAN;
    }
    if (Math.abs(value) <= scale.threshold()) {
      return ColorTable.HIDDEN;
    }
    if (n < 0) {
      return ColorTable.UNDER;
    }
    return n > 1 ? ColorTable.OVER : Math.min(255, (int) Math.floor(256 * n));
  }

  private static void check(ColorScale scale, Rescale rescale, ColorTable table, double stored) {
    for (double s : new double[] {Math.nextDown(stored), stored, Math.nextUp(stored)}) {
      int expected = direct(scale, rescale, s);
      int found = table.classOf(s);
      if (expected != found) {
        assertEquals(expected, found, scale.norm() + " " + rescale + " stored " + s);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void classesAreThoseOfTheFormulasToTheLastBit(Norm norm) {
    Random random = new Random(11);
    double span = norm.high() - norm.low();
    double inside = norm.inverse(0.3);
    double[] thresholds = {-1, 0, Math.abs(inside), span / 3, 10 * Math.abs(norm.high())};
    for (Rescale rescale : RESCALES) {
      for (double t : thresholds) {
        ColorScale scale = ColorScale.of(norm, HOT).withThreshold(t);
        ColorTable table = new ColorTable(scale, rescale);
        for (int k = 0; k <= 256; k++) {
          check(scale, rescale, table, table.sign() * table.edge(k));
        }
        for (double cut : new double[] {t, -t, 0, norm.low(), norm.high()}) {
          check(scale, rescale, table, (cut - rescale.intercept()) / rescale.slope());
        }
        for (int i = 0; i < 300; i++) {
          double value = norm.low() + span * (1.4 * random.nextDouble() - 0.2);
          double stored = (value - rescale.intercept()) / rescale.slope();
          check(scale, rescale, table, stored);
          check(scale, rescale, table, (float) stored);
          check(scale, rescale, table, random.nextGaussian() * Math.pow(10, random.nextInt(40)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void infinitiesAreUnderAndOverAndNanIsNan(Norm norm) {
    ColorScale scale = ColorScale.of(norm, HOT).withThreshold(1);
    for (Rescale rescale : RESCALES) {
      ColorTable table = new ColorTable(scale, rescale);
      double up = rescale.slope() * Double.POSITIVE_INFINITY;
      assertEquals(ColorTable.OVER, table.classOf(up));
      assertEquals(
          norm.name().equals("log") ? ColorTable.NAN : ColorTable.UNDER, table.classOf(-up));
      assertEquals(ColorTable.NAN, table.classOf(Double.NaN));
    }
  }

  @Test
  void theThresholdIsStrictAndTwoSided() {
    ColorScale scale = ColorScale.of(Norms.linear(-8, 8), HOT).withThreshold(3);
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    assertEquals(ColorTable.HIDDEN, table.classOf(3));
    assertEquals(ColorTable.HIDDEN, table.classOf(-3));
    assertEquals(ColorTable.HIDDEN, table.classOf(0));
    assertEquals(176, table.classOf(Math.nextUp(3.0)));
    assertEquals(79, table.classOf(-3.001));
    // (v + 8) / 16 rounds to 5/16 there.
    assertEquals(80, table.classOf(Math.nextDown(-3.0)));
  }

  @Test
  void aThresholdOfZeroHidesOnlyZero() {
    ColorScale scale = ColorScale.of(Norms.linear(-1, 1), HOT).withThreshold(0);
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    assertEquals(ColorTable.HIDDEN, table.classOf(0));
    assertEquals(ColorTable.HIDDEN, table.classOf(-0.0));
    assertEquals(128, table.classOf(Double.MIN_VALUE));
    assertEquals(127, table.classOf(-1e-9));
  }

  @Test
  void evenlySpacedEdgesAreKnownAsUniform() {
    Random random = new Random(12);
    for (int i = 0; i < 50; i++) {
      double lo = random.nextGaussian() * 1000;
      double span = Math.pow(10, 6 * random.nextDouble() - 3);
      Rescale rescale = RESCALES[i % RESCALES.length];
      assertTrue(uniform(Norms.linear(lo, lo + span), rescale));
      assertTrue(uniform(Norms.centered(lo, span), rescale));
    }
  }

  @Test
  void otherEdgesAreNotUniform() {
    assertFalse(uniform(Norms.log(1, 100), Rescale.IDENTITY));
    assertFalse(uniform(Norms.twoSlope(0, 1, 10), Rescale.IDENTITY));
    assertFalse(uniform(Norms.boundaries(0, 1, 2), Rescale.IDENTITY));
    assertFalse(uniform(Norms.linear(2, 2), Rescale.IDENTITY));
    assertFalse(uniform(Norms.linear(0, 0), Rescale.IDENTITY));
    assertFalse(uniform(Norms.linear(0, 1e-306), Rescale.IDENTITY), "1/step is not finite");
  }

  private static boolean uniform(Norm norm, Rescale rescale) {
    return new ColorTable(ColorScale.of(norm, HOT), rescale).isUniform();
  }

  @Test
  void specialClassesWithoutAColourTakeTheEndsOrAreNotDrawn() {
    ColorScale scale =
        ColorScale.of(Norms.linear(0, 1), Colormaps.get("viridis"))
            .withAlpha(0.6, AlphaRule.CONSTANT);
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    assertEquals(table.rgb(0), table.rgb(ColorTable.UNDER));
    assertEquals(table.rgb(255), table.rgb(ColorTable.OVER));
    assertEquals(0.6, table.alpha(ColorTable.UNDER));
    assertEquals(0.6, table.alpha(ColorTable.OVER));
    assertEquals(0, table.alpha(ColorTable.NAN));
    assertEquals(0, table.alpha(ColorTable.MASKED));
    assertEquals(0, table.alpha(ColorTable.HIDDEN));
  }

  @Test
  void specialClassesHaveTheirOwnColours() {
    ColorScale scale =
        ColorScale.of(Norms.linear(0, 10), HOT)
            .withAlpha(0.5, AlphaRule.VALUE)
            .withSpecial(
                OptionalInt.of(0x808080),
                OptionalInt.of(0x0000ff),
                OptionalInt.of(0xff00ff),
                OptionalInt.of(0x00ff00));
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    int[] kinds = {ColorTable.NAN, ColorTable.UNDER, ColorTable.OVER, ColorTable.MASKED};
    int[] colours = {0x808080, 0x0000ff, 0xff00ff, 0x00ff00};
    for (int i = 0; i < 4; i++) {
      assertEquals(colours[i], table.rgb(kinds[i]));
      assertEquals(0.5, table.alpha(kinds[i]));
    }
  }

  @Test
  void alphaByValueGrowsWithTheDistanceFromZero() {
    ColorScale scale = ColorScale.of(Norms.linear(-2, 6), HOT).withAlpha(0.9, AlphaRule.VALUE);
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    // Entry k stands for -2 + 8 (k + 0.5)/256; the largest of |low| and |high| is 6.
    assertEquals(0.9 * 1.984375 / 6, table.alpha(0), 1e-12);
    assertEquals(0.9 * 0.015625 / 6, table.alpha(63), 1e-12);
    assertEquals(0.9 * 0.015625 / 6, table.alpha(64), 1e-12);
    assertEquals(0.9 * 5.984375 / 6, table.alpha(255), 1e-12);
    assertEquals(table.alpha(255), table.alpha(ColorTable.OVER));
  }

  @Test
  void alphaByValueOfAScaleOfZeroOnlyIsTheWholeAlpha() {
    ColorScale scale = ColorScale.of(Norms.linear(0, 0), HOT).withAlpha(0.9, AlphaRule.VALUE);
    assertEquals(0.9, new ColorTable(scale, Rescale.IDENTITY).alpha(0));
  }

  @Test
  void impossibleScalesAreRefused() {
    ColorScale scale = ColorScale.of(Norms.linear(0, 1), HOT);
    assertThrows(IllegalArgumentException.class, () -> scale.withThreshold(Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> scale.withThreshold(Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> scale.withAlpha(1.1, AlphaRule.CONSTANT));
    assertThrows(
        IllegalArgumentException.class, () -> scale.withAlpha(Double.NaN, AlphaRule.CONSTANT));
  }
}
