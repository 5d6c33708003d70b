// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TicksTest {

  private static double[] of(double... v) {
    return v;
  }

  @Test
  void stepsAreOneTwoOrFiveAndNearestToTheWantedNumber() {
    // 0.2 gives 6 ticks, 0.5 gives 3; 5 are wanted.
    assertArrayEquals(of(0, 0.2, 0.4, 0.6, 0.8, 1), Ticks.nice(0, 1, 5));
    // 0.5 gives 3, 0.2 gives 6; 4 are wanted.
    assertArrayEquals(of(0, 0.5, 1), Ticks.nice(0, 1, 4));
    assertArrayEquals(of(-10, -5, 0, 5, 10), Ticks.nice(-12.3, 12.3, 5));
    assertArrayEquals(of(0, 1000, 2000, 3000), Ticks.nice(0, 3071, 4));
    assertArrayEquals(of(-1000, 0, 1000, 2000, 3000), Ticks.nice(-1024, 3071, 5));
  }

  @Test
  void ofTwoStepsAsNearTheLargerIsTaken() {
    // 2 gives 2 ticks, 1 gives 4; 3 are wanted.
    assertArrayEquals(of(0, 2), Ticks.nice(0, 3, 3));
  }

  @Test
  void ticksAreTheNearestDoublesOfTheirDecimals() {
    assertArrayEquals(of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7), Ticks.nice(0.1, 0.7, 7));
    assertArrayEquals(of(1e-7, 2e-7, 3e-7), Ticks.nice(1e-7, 3e-7, 3));
    assertArrayEquals(of(-2e30, -1e30, 0), Ticks.nice(-2e30, 0, 3));
  }

  @Test
  void ticksStayWithinTheEndsAndForgiveFloatRounding() {
    double hi = 0.7f;
    double[] ticks = Ticks.nice(0.1, hi, 7);
    // The float nearest to 0.7 is 0.69999999; 0.7 counts, held to the end.
    assertEquals(7, ticks.length);
    assertEquals(hi, ticks[6]);
    assertArrayEquals(of(0.2, 0.3, 0.4, 0.5, 0.6), Ticks.nice(0.11, 0.69, 5));
  }

  @Test
  void noTickIsNegativeZero() {
    for (double tick : Ticks.nice(-0.3, 0.3, 3)) {
      assertEquals(false, 1 / tick == Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void rangesWithoutRoundNumbersGiveTheirEnds() {
    assertArrayEquals(of(3.7), Ticks.nice(3.7, 3.7, 5));
    double next = Math.nextUp(1e10);
    assertArrayEquals(of(1e10, next), Ticks.nice(1e10, next, 5));
  }

  @Test
  void theWidestRangeHasTicks() {
    assertArrayEquals(of(-1e308, 0, 1e308), Ticks.nice(-Double.MAX_VALUE, Double.MAX_VALUE, 3));
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Ticks.nice(1, 0, 5));
    assertThrows(IllegalArgumentException.class, () -> Ticks.nice(0, Double.NaN, 5));
    assertThrows(IllegalArgumentException.class, () -> Ticks.nice(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Ticks.niceLog(0, 1, 5));
  }

  @Test
  void logarithmicTicksThinOutWithTheRange() {
    assertArrayEquals(of(1, 2, 5, 10, 20), Ticks.niceLog(1, 20, 5));
    assertArrayEquals(of(1, 10, 100, 1000), Ticks.niceLog(1, 1000, 5));
    assertArrayEquals(of(1e-6, 1e-4, 0.01, 1), Ticks.niceLog(1e-7, 10, 5));
    assertArrayEquals(of(0.001, 0.01, 0.1), Ticks.niceLog(0.001, 0.3, 4));
  }

  @Test
  void aLogarithmicRangeWithinADecadeHasLinearTicks() {
    assertArrayEquals(of(3, 3.5, 4), Ticks.niceLog(3, 4, 3));
  }

  @Test
  void labelsHaveTheDecimalsOfTheStep() {
    assertEquals("0.0", Ticks.label(0, 0.5));
    assertEquals("0.5", Ticks.label(0.5, 0.5));
    assertEquals("1.0", Ticks.label(1, 0.5));
    assertEquals("0.30", Ticks.label(0.1 + 0.2, 0.05));
    assertEquals("1000", Ticks.label(1000, 500));
    assertEquals("1500000", Ticks.label(1.5e6, 500_000));
    assertEquals("0.0002", Ticks.label(2e-4, 1e-4));
    assertEquals("1.250", Ticks.label(1.25, 0.125));
  }

  @Test
  void theStepMayCarryFloatRounding() {
    assertEquals("0.3", Ticks.label(0.3f, 0.1f));
    assertEquals("0.2", Ticks.label(0.2, 0.3 - 0.2));
  }

  @Test
  void minusIsTheMinusSignAndZeroHasNone() {
    assertEquals("\u221212.5", Ticks.label(-12.5, 0.5));
    assertEquals("0.0", Ticks.label(-0.0, 0.1));
    assertEquals("0", Ticks.label(-0.2, 1));
    assertEquals("\u22121", Ticks.label(-0.5, 1));
  }

  @Test
  void verySmallAndLargeStepsUsePowersOfTen() {
    assertEquals("5×10⁻⁵", Ticks.label(5e-5, 5e-5));
    assertEquals("1.0×10⁻⁴", Ticks.label(1e-4, 5e-5));
    assertEquals("\u22121.5×10⁻⁴", Ticks.label(-1.5e-4, 5e-5));
    assertEquals("10⁶", Ticks.label(1e6, 1e6));
    assertEquals("\u221210⁶", Ticks.label(-1e6, 1e6));
    assertEquals("2×10¹²", Ticks.label(2e12, 1e12));
    assertEquals("0", Ticks.label(0, 1e-9));
  }

  @Test
  void withoutAStepFourDigitsOfTheNumberAreShown() {
    assertEquals("3.142", Ticks.label(Math.PI, 0));
    assertEquals("2.5", Ticks.label(2.5, 0));
    assertEquals("0", Ticks.label(0, 0));
    assertEquals("120", Ticks.label(120, 0));
    assertEquals("1.235×10⁶", Ticks.label(1_234_567, 0));
  }

  @Test
  void whatIsNoNumberHasItsSign() {
    assertEquals("NaN", Ticks.label(Double.NaN, 1));
    assertEquals("∞", Ticks.label(Double.POSITIVE_INFINITY, 1));
    assertEquals("\u2212∞", Ticks.label(Double.NEGATIVE_INFINITY, 1));
  }
}
