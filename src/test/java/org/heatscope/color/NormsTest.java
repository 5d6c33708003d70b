// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NormsTest {

  /** One of each kind, and more where the parameters change the shape. */
  static Norm[] norms() {
    return new Norm[] {
      Norms.linear(-3, 7),
      Norms.linear(1e9, 1e9 + 1),
      Norms.linear(-1e-300, 1e-300),
      Norms.centered(2, 5),
      Norms.log(0.01, 1000),
      Norms.log(1e-300, 1e300),
      Norms.symlog(-100, 1000, 1),
      Norms.symlog(-8, 8, 0.5, 0.3, 2),
      Norms.symlog(5, 5000, 2),
      Norms.power(2, 10, 0.5),
      Norms.power(-1, 1, 3),
      Norms.twoSlope(-2, 0, 6),
      Norms.twoSlope(10, 35, 40),
      Norms.boundaries(-4, -3, -1, -0.25, 0, 2, 8),
      Norms.boundaries(0, 1),
      Norms.boundaries(DoubleStream.iterate(0, b -> b + 0.1).limit(257).toArray()),
    };
  }

  private static Norm norm(String spec) {
    String[] words = spec.split(" ");
    double[] p = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
    switch (words[0]) {
      case "linear":
        return Norms.linear(p[0], p[1]);
      case "centered":
        return Norms.centered(p[0], p[1]);
      case "log":
        return Norms.log(p[0], p[1]);
      case "symlog":
        return p.length == 3
            ? Norms.symlog(p[0], p[1], p[2])
            : Norms.symlog(p[0], p[1], p[2], p[3], p[4]);
      case "power":
        return Norms.power(p[0], p[1], p[2]);
      case "twoSlope":
        return Norms.twoSlope(p[0], p[1], p[2]);
      case "boundaries":
        return Norms.boundaries(p);
      default:
        double[] steps = new double[(int) p[2] + 1];
        Arrays.setAll(steps, i -> p[0] + i * p[1]);
        return Norms.boundaries(steps);
    }
  }

  @Test
  void positionsAndIndicesAreMatplotlibs() throws IOException {
    for (String[] row : ReferenceFile.rows("norms.csv")) {
      Norm norm = norm(row[0]);
      double value = Double.parseDouble(row[1]);
      double n = norm.apply(value);
      String where = row[0] + " of " + value;
      if (norm.name().equals("boundaries")) {
        int index = n < 0 ? -1 : n > 1 ? 256 : (int) Math.floor(256 * n);
        assertEquals(Integer.parseInt(row[2]), index, where);
      } else if (row[2].equals("nan")) {
        assertTrue(Double.isNaN(n), where);
      } else {
        double expected = Double.parseDouble(row[2]);
        assertEquals(expected, n, 1e-12 * Math.max(1, Math.abs(expected)), where);
      }
    }
  }

  @Test
  void symlogIsLinearInsideAndLogarithmicOutside() {
    Norm norm = Norms.symlog(-100, 1000, 1);
    double[] values = {-100, -10, -1, 0, 1, 10, 100, 1000};
    double[] expected = {0, .138462, .276923, .430769, .584615, .723077, .861538, 1};
    assertArrayEquals(expected, DoubleStream.of(values).map(norm::apply).toArray(), 1e-6);
  }

  @Test
  void twoSlopePutsItsCentreInTheMiddle() {
    Norm norm = Norms.twoSlope(-2, 0, 6);
    double[] values = {-2, -1, 0, 3, 6};
    assertArrayEquals(
        new double[] {0, .25, .5, .75, 1}, DoubleStream.of(values).map(norm::apply).toArray());
  }

  @Test
  void equalEndsGiveZeroForThatValueOnly() {
    for (Norm norm :
        new Norm[] {
          Norms.linear(3, 3), Norms.log(3, 3), Norms.symlog(3, 3, 1), Norms.power(3, 3, 2)
        }) {
      assertEquals(0, norm.apply(3), norm.name());
      assertTrue(norm.apply(Math.nextDown(3.0)) < 0, norm.name());
      assertTrue(norm.apply(Math.nextUp(3.0)) > 1, norm.name());
      assertEquals(3, norm.inverse(0.5), norm.name());
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void endsAreExactAndBeyondThemIsOutside(Norm norm) {
    boolean bins = norm.name().equals("boundaries");
    assertTrue(norm.apply(Math.nextDown(norm.low())) < 0 || norm.name().equals("log"));
    assertTrue(norm.apply(Math.nextUp(norm.high())) > 1);
    assertTrue(norm.apply(Double.POSITIVE_INFINITY) > 1);
    if (!norm.name().equals("log")) {
      assertTrue(norm.apply(Double.NEGATIVE_INFINITY) < 0);
    }
    assertTrue(Double.isNaN(norm.apply(Double.NaN)));
    if (!bins) {
      assertEquals(0, norm.apply(norm.low()));
      assertEquals(1, norm.apply(norm.high()));
      assertEquals(norm.low(), norm.inverse(0));
      assertEquals(norm.high(), norm.inverse(1));
    }
  }

  @Test
  void logHasNoAnswerAtZeroAndBelow() {
    Norm norm = Norms.log(0.1, 10);
    for (double v : new double[] {0, -0.0, -1, Double.NEGATIVE_INFINITY}) {
      assertTrue(Double.isNaN(norm.apply(v)), "" + v);
    }
    assertTrue(norm.apply(Double.MIN_VALUE) < 0);
  }

  @ParameterizedTest
  @MethodSource("norms")
  void positionsNeverFall(Norm norm) {
    Random random = new Random(7);
    double span = norm.high() - norm.low();
    for (int i = 0; i < 20_000; i++) {
      double v = norm.low() + span * (1.2 * random.nextDouble() - 0.1);
      double before = norm.apply(v);
      for (int step = 0; step < 4; step++) {
        v = Math.nextUp(v);
        double n = norm.apply(v);
        assertTrue(n >= before || Double.isNaN(before), norm.name() + " at " + v);
        before = n;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void inverseGivesTheValueBack(Norm norm) {
    Random random = new Random(8);
    for (int i = 0; i < 2_000; i++) {
      double position = random.nextDouble();
      double value = norm.inverse(position);
      if (norm.name().equals("boundaries")) {
        double n = norm.apply(value);
        assertEquals(value, norm.inverse(n), "a bin's own position leads to its middle");
      } else {
        assertEquals(position, norm.apply(value), 1e-6, norm.toString());
        double again = norm.inverse(norm.apply(value));
        double scale = Math.max(Math.abs(value), norm.high() - norm.low());
        assertEquals(value, again, 1e-12 * scale, norm.toString());
      }
    }
  }

  @Test
  void inverseIsExactToTwelveDigits() {
    assertEquals(10, Norms.log(0.001, 1e5).inverse(0.5), 1e-11);
    assertEquals(-10, Norms.symlog(-100, 1000, 1).inverse(1.8 / 13), 1e-11);
    assertEquals(4, Norms.power(2, 10, 0.5).inverse(0.5), 4e-12);
    assertEquals(3, Norms.twoSlope(-2, 0, 6).inverse(0.75), 3e-12);
    assertEquals(-0.5, Norms.centered(2, 5).inverse(0.25), 1e-12);
  }

  @Test
  void boundariesInverseSharesThePositionsEvenly() {
    Norm norm = Norms.boundaries(0, 1, 10, 100);
    double[] positions = {0, 0.3, 0.35, 0.65, 0.7, 1};
    assertArrayEquals(
        new double[] {0.5, 0.5, 5.5, 5.5, 55, 55},
        DoubleStream.of(positions).map(norm::inverse).toArray());
  }

  @Test
  void theColourOfABinLeadsBackToItsMiddleForAnyNumberOfBins() {
    for (int bins = 1; bins <= 256; bins++) {
      Norm norm = Norms.boundaries(DoubleStream.iterate(0, b -> b + 2).limit(bins + 1).toArray());
      for (int i = 0; i < bins; i++) {
        assertEquals(2 * i + 1, norm.inverse(norm.apply(2 * i)), bins + " bins");
      }
    }
  }

  @Test
  void boundariesKeepTheirOwnCopy() {
    double[] b = {0, 1, 2};
    Norm norm = Norms.boundaries(b);
    b[2] = 50;
    assertEquals(2, norm.high());
  }

  @Test
  void namesSayTheKind() {
    assertEquals("linear", Norms.linear(0, 1).name());
    assertEquals("log", Norms.log(1, 2).name());
    assertEquals("symlog", Norms.symlog(0, 1, 1).name());
    assertEquals("power 0.5", Norms.power(0, 1, 0.5).name());
    assertEquals("power 2", Norms.power(0, 1, 2).name());
    assertEquals("two-slope", Norms.twoSlope(0, 1, 2).name());
    assertEquals("centred", Norms.centered(0, 1).name());
    assertEquals("boundaries", Norms.boundaries(0, 1).name());
  }

  private static void refused(String sentence, Executable action) {
    Exception e = assertThrows(IllegalArgumentException.class, action);
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void impossibleParametersAreRefusedWithTheReason() {
    refused("a linear scale cannot run from 2.0 to 1.0", () -> Norms.linear(2, 1));
    refused("a linear scale cannot run from NaN to 1.0", () -> Norms.linear(Double.NaN, 1));
    refused(
        "a linear scale from -1.0E308 to 1.0E308 is too wide for the arithmetic",
        () -> Norms.linear(-1e308, 1e308));
    refused("a logarithmic scale must start above 0, not at 0.0", () -> Norms.log(0, 1));
    refused("a log scale cannot run from 2.0 to 1.0", () -> Norms.log(2, 1));
    refused(
        "the linear threshold of a symlog scale must be above 0: 0.0", () -> Norms.symlog(0, 1, 0));
    refused(
        "the linear part of a symlog scale must be longer than 0: 0.0",
        () -> Norms.symlog(0, 1, 1, 0, 10));
    refused("the base of a symlog scale must be above 1: 1.0", () -> Norms.symlog(0, 1, 1, 1, 1));
    refused("the exponent of a power scale must be above 0, not 0.0", () -> Norms.power(0, 1, 0));
    refused(
        "the centre of a two-slope scale must lie between its ends: 0.0, 0.0, 1.0",
        () -> Norms.twoSlope(0, 0, 1));
    refused(
        "the half range of a centred scale must be 0 or more, not -1.0",
        () -> Norms.centered(0, -1));
    refused("a scale of boundaries needs 2 to 257 of them, not 1", () -> Norms.boundaries(1));
    refused(
        "a scale of boundaries needs 2 to 257 of them, not 258",
        () -> Norms.boundaries(DoubleStream.iterate(0, b -> b + 1).limit(258).toArray()));
    refused("boundaries must be numbers that rise: [1.0, 1.0]", () -> Norms.boundaries(1, 1));
  }
}
