// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import org.junit.jupiter.api.Test;

/** distributions.json was made by scipy 1.17.1. */
class NullTest {
  private static void near(double expected, double found, String what) {
    assertEquals(expected, found, 1e-10 * Math.abs(expected), what);
  }

  /** Near the centre a quantile hangs on 1/2 minus its probability. */
  private static void close(double expected, double found, String what) {
    assertEquals(expected, found, 1e-11 + 1e-10 * Math.abs(expected), what);
  }

  @Test
  void tailsAndCriticalValuesAreThoseOfScipy() {
    var json = Reference.json("distributions.json");
    for (JsonElement e : json.getAsJsonArray("normal")) {
      double[] r = Reference.numbers(e.getAsJsonArray());
      near(r[1], Null.NORMAL.upperTail(r[0]), "tail of z " + r[0]);
      near(r[0], Null.NORMAL.critical(r[1]), "critical z of " + r[1]);
    }
    for (JsonElement e : json.getAsJsonArray("student")) {
      double[] r = Reference.numbers(e.getAsJsonArray());
      Null t = Null.student(r[0]);
      near(r[2], t.upperTail(r[1]), "tail of t " + r[1] + " with " + r[0]);
      close(r[1], t.critical(r[2]), "critical t of " + r[2] + " with " + r[0]);
      close(r[3], Null.zFromT(r[1], r[0]), "z of t " + r[1] + " with " + r[0]);
      close(-r[3], Null.zFromT(-r[1], r[0]), "z of t " + -r[1] + " with " + r[0]);
    }
  }

  @Test
  void theEndsAreDefined() {
    assertTrue(Double.isNaN(Null.zFromT(Double.NaN, 5)));
    assertTrue(Double.isNaN(Null.zFromT(1, 0)));
    assertEquals(0, Null.zFromT(0, 5), 1e-15);
    assertEquals(37.5, Null.zFromT(Double.POSITIVE_INFINITY, 5), 0.1);
    assertEquals(-37.5, Null.zFromT(Double.NEGATIVE_INFINITY, 5), 0.1);
  }
}
