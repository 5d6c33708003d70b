// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Arrays;
import org.heatscope.color.ColorTable;
import org.heatscope.color.FloatCuts;

/**
 * Stored floats to classes of a {@link ColorTable} with even edges, exactly and without a branch
 * that a noisy map would have mispredicted. For one thread.
 *
 * <p>Its loops are short, with one result and one index each: of such Java's compiler makes
 * vectors.
 */
final class FloatClasses {
  /** Added to a float below 2^22: the last bits are the nearest whole number. */
  private static final float WHOLE = 0x1.8p23f;

  /** The classes by their numbers in {@link FloatCuts}, and more that no number leads to. */
  private static final int[] KINDS = new int[512];

  static {
    Arrays.setAll(KINDS, n -> FloatCuts.kind(Math.min(n, FloatCuts.OVER)));
  }

  private final FloatCuts cuts;

  /** The key of the lowest stored sample that is hidden, and how many keys from there are. */
  private final int hiddenFrom;

  private final int hidden;
  private final float[] samples = new float[StoredRow.STRETCH];
  private final float[] places = new float[StoredRow.STRETCH];
  private final float[] distances = new float[StoredRow.STRETCH];
  private final float[] numbers = new float[StoredRow.STRETCH];

  private FloatClasses(FloatCuts cuts) {
    this.cuts = cuts;
    int from = cutKey(cuts.hiddenFrom());
    int to = cutKey(cuts.hiddenTo());
    hidden = (int) Math.max(0, (long) to - from);
    hiddenFrom = cuts.sign() > 0 ? from : -to;
  }

  /** For a table; null where its edges are not even enough. */
  static FloatClasses of(ColorTable table) {
    FloatCuts cuts = FloatCuts.of(table);
    boolean fits = cuts.doubt() < 0.2 && cuts.validFrom() == Float.NEGATIVE_INFINITY;
    return fits ? new FloatClasses(cuts) : null;
  }

  /** An int that orders as the floats do; that of -s is ~ that of s. */
  private static int key(float s) {
    int bits = Float.floatToRawIntBits(s);
    return bits ^ bits >> 31 & 0x7fffffff;
  }

  /** The lowest key of what is not below a cut: zero has two. */
  private static int cutKey(float cut) {
    return key(cut == 0 ? -0f : cut);
  }

  /**
   * The classes of n samples from an element on.
   *
   * @param n at most a stretch
   * @param to where the classes go, from {@code i} on
   */
  void find(float[] stored, int element, int n, int[] to, int i) {
    System.arraycopy(stored, element, samples, 0, n);
    place(n);
    measure(n);
    count(n);
    if (!classify(n, to, i)) {
      settle(n, to, i);
    }
  }

  /** Decides by the cuts what the places leave open. */
  private void settle(int n, int[] to, int i) {
    float sure = sure();
    for (int p = 0; p < n; p++) {
      float s = samples[p] * cuts.sign();
      if (s != s) {
        to[i + p] = ColorTable.NAN;
      } else if (!(distances[p] > sure) && to[i + p] != ColorTable.HIDDEN) {
        to[i + p] = KINDS[cuts.settle(number(places[p]), s)];
      }
    }
  }

  private static int number(float place) {
    return Math.max(0, Math.min(FloatCuts.OVER, (int) place));
  }

  private float sure() {
    return Math.nextUp((float) cuts.doubt());
  }

  /** The places on the line of classes. */
  private void place(int n) {
    float[] samples = this.samples;
    float[] places = this.places;
    float origin = cuts.origin();
    float scale = cuts.scale();
    float shift = cuts.start() - 0.5f;
    for (int p = 0; p < n; p++) {
      places[p] = (samples[p] - origin) * scale + shift;
    }
  }

  /** How far each place lies from a whole number; NaN for what is not finite. */
  private void measure(int n) {
    float[] places = this.places;
    float[] distances = this.distances;
    for (int p = 0; p < n; p++) {
      distances[p] = Math.abs(places[p] - (places[p] + WHOLE - WHOLE));
    }
  }

  /** Each place's number, but for places near to a whole one, in the last bits of a float. */
  private void count(int n) {
    float[] places = this.places;
    float[] numbers = this.numbers;
    for (int p = 0; p < n; p++) {
      numbers[p] = Math.max(0.5f, Math.min(FloatCuts.OVER + 0.5f, places[p])) - 0.5f + WHOLE;
    }
  }

  /** Classes by numbers; false if any of these is too near to a cut, or not finite. */
  private boolean classify(int n, int[] to, int i) {
    float[] samples = this.samples;
    float[] numbers = this.numbers;
    float[] distances = this.distances;
    int[] kinds = KINDS;
    int hiddenFrom = this.hiddenFrom;
    int hidden = this.hidden;
    float sure = sure();
    boolean allSure = true;
    for (int p = 0; p < n; p++) {
      int kind = kinds[Float.floatToRawIntBits(numbers[p]) & KINDS.length - 1];
      int past = key(samples[p]) - hiddenFrom;
      to[i + p] = Integer.compareUnsigned(past, hidden) < 0 ? ColorTable.HIDDEN : kind;
      allSure &= distances[p] > sure;
    }
    return allSure;
  }
}
