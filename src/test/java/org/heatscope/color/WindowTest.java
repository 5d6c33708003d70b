// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected values by hand from the formulas of DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3. */
class WindowTest {

  @Test
  void linearHasTheHalfStepOfIntegers() {
    Window w = Window.linear(40, 400);
    double[][] expected = {
      {-161, 0}, {-160, 0}, {-159, .6391}, {0, 102.2556}, {40, 127.8195}, {239, 255}, {240, 255}
    };
    for (double[] e : expected) {
      assertEquals(e[1], 255 * w.apply(e[0]), 1e-4, "at " + e[0]);
    }
  }

  @Test
  void linearOfWidthOneIsAStepAfterCentreMinusHalf() {
    Window w = Window.linear(10, 1);
    assertEquals(0, w.apply(9.5));
    assertEquals(1, w.apply(Math.nextUp(9.5)));
  }

  @Test
  void tableGivesTheGreyOfTheNearestEntryAndHoldsItsEnds() {
    Window w = Window.table(-1, new double[] {.25, 1, .5});
    double[][] expected = {{-9, .25}, {-1, .25}, {-.6, .25}, {0, 1}, {.4, 1}, {1, .5}, {1e300, .5}};
    for (double[] e : expected) {
      assertEquals(e[1], w.apply(e[0]), "at " + e[0]);
    }
    assertEquals(Double.NaN, w.apply(Double.NaN));
    assertEquals(-1, w.low());
    assertEquals(1, w.high());
    assertThrows(IllegalArgumentException.class, () -> Window.table(0, new double[0]));
  }

  @Test
  void linearExactRunsOverTheWholeWidth() {
    Window w = Window.linearExact(8, 32);
    assertEquals(0, w.apply(-8));
    assertEquals(.25, w.apply(0));
    assertEquals(.5, w.apply(8));
    assertEquals(1, w.apply(24));
    assertEquals(1, w.apply(40));
  }

  @Test
  void sigmoidIsTheLogisticCurve() {
    Window w = Window.sigmoid(40, 400);
    assertEquals(.119203, w.apply(-160), 1e-6);
    assertEquals(.5, w.apply(40));
    assertEquals(.880797, w.apply(240), 1e-6);
    assertEquals(0, w.apply(Double.NEGATIVE_INFINITY));
    assertEquals(1, w.apply(Double.POSITIVE_INFINITY));
  }

  @Test
  void rangeRunsFromLowToHigh() {
    Window w = Window.range(-10, 30);
    assertEquals(0, w.apply(-11));
    assertEquals(.25, w.apply(0));
    assertEquals(1, w.apply(30));
    assertEquals(1, w.apply(Double.POSITIVE_INFINITY));
  }

  @Test
  void rangeOfOneValueIsBlackUpToItAndWhiteAbove() {
    Window w = Window.range(5, 5);
    assertEquals(0, w.apply(5));
    assertEquals(1, w.apply(Math.nextUp(5.0)));
  }

  @Test
  void nanStaysNan() {
    for (Window w : windows(3, 7)) {
      assertTrue(Double.isNaN(w.apply(Double.NaN)), w.toString());
    }
  }

  @Test
  void greysRiseAndStayBetweenBlackAndWhite() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      for (Window w : windows(random.nextGaussian() * 100, 1 + random.nextDouble() * 50)) {
        double x = w.low() + (w.high() - w.low()) * random.nextDouble();
        for (double v : new double[] {x, w.low(), w.high()}) {
          double below = w.apply(Math.nextDown(v));
          double at = w.apply(v);
          double above = w.apply(Math.nextUp(v));
          assertTrue(0 <= below && below <= at && at <= above && above <= 1, w + " at " + v);
        }
      }
    }
  }

  private static Window[] windows(double center, double width) {
    return new Window[] {
      Window.linear(center, width),
      Window.linearExact(center, width),
      Window.sigmoid(center, width),
      Window.range(center - width, center + width)
    };
  }

  @Test
  void lowAndHighAreWhereTheCurveEnds() {
    assertEquals(-160, Window.linear(40, 400).low());
    assertEquals(239, Window.linear(40, 400).high());
    assertEquals(-160, Window.linearExact(40, 400).low());
    assertEquals(240, Window.linearExact(40, 400).high());
  }

  @Test
  void impossibleWindowsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Window.linear(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> Window.linearExact(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Window.sigmoid(0, -1));
    assertThrows(IllegalArgumentException.class, () -> Window.range(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Window.range(-1e308, 1e308));
    assertThrows(IllegalArgumentException.class, () -> Window.linearExact(Double.NaN, 1));
  }

  @Test
  void presetsAreThoseOfTheirSources() {
    assertEquals(Window.linearExact(40, 80), Windows.preset("brain"));
    assertEquals(Window.linearExact(-600, 1500), Windows.preset("lung"));
    assertEquals(Window.linearExact(-426, 1000), Windows.preset("slicer-air"));
    for (String name : Windows.presets()) {
      assertTrue(Windows.preset(name).width() > 0, name);
    }
  }

  @Test
  void anUnknownPresetIsAnsweredWithTheClosest() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Windows.preset("mediastinal"));
    assertTrue(
        e.getMessage()
            .startsWith(
                "no window preset 'mediastinal'; did you mean 'mediastinum'? known: brain,"),
        e.getMessage());
  }
}
