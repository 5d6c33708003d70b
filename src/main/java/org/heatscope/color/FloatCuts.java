// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.Arrays;

/**
 * The cuts of a {@link ColorTable} for samples that are floats.
 *
 * <p>For a float s and a double cut, {@code s >= cut} is the same as {@code s >= c} with c the
 * smallest float that is not below the cut, so floats decide as doubles do. Classes are numbered in
 * the order of the values here: {@link #UNDER}, the colormap's entry k as k + 1, {@link #OVER},
 * then those of no order.
 *
 * @param sign 1 or -1; the cuts are in terms of {@code s = sign * stored}
 * @param cuts cut j is the smallest s of class j; NaN past the last, which nothing reaches
 * @param validFrom the smallest s that has a place on the norm
 * @param hiddenFrom the smallest s that the threshold hides
 * @param hiddenTo the smallest s after it that the threshold does not hide
 * @param origin of the line {@code (stored - origin) scale + start} through the numbers of the
 *     classes: it lies halfway between two whole numbers where s is at a cut, and one above the
 *     number
 * @param scale classes in a unit of the stored sample
 * @param start the line at the origin
 * @param doubt how far the line worked out in floats, rounded at each step, may be off; NaN where
 *     classes are not even, so that there is no line
 */
public record FloatCuts(
    float sign,
    float[] cuts,
    float validFrom,
    float hiddenFrom,
    float hiddenTo,
    float origin,
    float scale,
    float start,
    double doubt) {
  /** Number of what lies below the norm. */
  public static final int UNDER = 0;

  /** Number of what lies above the norm. */
  public static final int OVER = 257;

  /** As many as a search by halves looks at. */
  private static final int CUTS = 514;

  /** The cuts of a table. */
  public static FloatCuts of(ColorTable table) {
    float[] cuts = new float[CUTS];
    Arrays.fill(cuts, Float.NaN);
    cuts[0] = Float.NEGATIVE_INFINITY;
    for (int k = 0; k <= 256; k++) {
      cuts[k + 1] = ceiling(table.edge(k));
    }
    double upTo = table.invalidUpTo();
    double step = (table.edge(256) - table.edge(0)) / 256;
    float origin = (float) (table.sign() * table.edge(0));
    return new FloatCuts(
        (float) table.sign(),
        cuts,
        Double.isNaN(upTo) ? Float.NEGATIVE_INFINITY : ceiling(Math.nextUp(upTo)),
        ceiling(Math.nextUp(table.lowCut())),
        ceiling(table.highCut()),
        origin,
        (float) (table.sign() / step),
        (float) (1.5 - (table.edge(0) - table.sign() * origin) / step),
        doubt(table, step));
  }

  /** The class of {@link ColorTable} that has a number. */
  public static int kind(int number) {
    return number == UNDER
        ? ColorTable.UNDER
        : number < OVER ? number - 1 : number == OVER ? ColorTable.OVER : number;
  }

  /** The number of a class of {@link ColorTable}. */
  public static int number(int kind) {
    return kind == ColorTable.UNDER ? UNDER : kind < 256 ? kind + 1 : kind;
  }

  /**
   * The number next to the one given, or itself: whichever holds s, where the number is off by one
   * at most.
   */
  public int settle(int number, float s) {
    return number + (s >= cuts[number + 1] ? 1 : s < cuts[number] ? -1 : 0);
  }

  private static float ceiling(double cut) {
    float f = (float) cut;
    return f < cut ? Math.nextUp(f) : f;
  }

  /**
   * 6 roundings of a position up to 258, what the two floats of the origin leave out, and what the
   * edges are off the line.
   */
  private static double doubt(ColorTable table, double step) {
    double largest = Math.max(Math.abs(table.edge(0)), Math.abs(table.edge(256)));
    if (!table.isUniform() || !(largest < 1e30 && step > 1e-30 && step < 1e30)) {
      return Double.NaN;
    }
    double off = 0;
    for (int k = 0; k <= 256; k++) {
      off = Math.max(off, Math.abs(table.edge(0) + k * step - table.edge(k)));
    }
    return 258 * 6 * 0x1p-24 + (off + 0x1p-46 * Math.abs(table.edge(0))) / step;
  }
}
