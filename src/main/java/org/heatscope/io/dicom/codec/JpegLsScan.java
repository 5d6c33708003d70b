// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import java.io.IOException;
import java.util.Arrays;

/**
 * The samples of a JPEG-LS scan, line by line (T.87 annex A).
 *
 * <p>Names as in the standard: Ra left, Rb above, Rc above left, Rd above right; A, B, C, N the
 * counters of a context; contexts 365 and 366 are those of run interruptions.
 */
final class JpegLsScan {
  private static final int[] J = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };
  private static final int RUN = 365;

  private final JpegLsBits in;
  private final JpegLsCoding coding;
  private final int columns;
  private final int step;
  private final byte[] quantized;
  private final int[] a = new int[RUN + 2];
  private final int[] b = new int[RUN];
  private final int[] c = new int[RUN];
  private final int[] n = new int[RUN + 2];
  private final int[] negative = new int[2];

  JpegLsScan(JpegLsBits in, JpegLsCoding coding, int columns) {
    this.in = in;
    this.coding = coding;
    this.columns = columns;
    step = 2 * coding.near() + 1;
    Arrays.fill(a, Math.max(2, (coding.range() + 32) / 64));
    Arrays.fill(n, 1);
    quantized = new byte[2 * coding.maxVal() + 1];
    for (int d = -coding.maxVal(); d <= coding.maxVal(); d++) {
      quantized[d + coding.maxVal()] = (byte) (Integer.signum(d) * quantize(Math.abs(d)));
    }
  }

  private int quantize(int d) {
    return d <= coding.near()
        ? 0
        : d < coding.t1() ? 1 : d < coding.t2() ? 2 : d < coding.t3() ? 3 : 4;
  }

  /** The last two lines of components that are coded together, and how their runs go. */
  static final class Lines {
    private int[][] previous;
    private int[][] current;
    private int runIndex;

    Lines(int components, int columns) {
      previous = new int[components][columns + 2];
      current = new int[components][columns + 2];
    }

    /** A component's latest line, from element 1 on. */
    int[] line(int component) {
      return current[component];
    }

    private void advance(int columns) {
      int[][] swap = previous;
      previous = current;
      current = swap;
      for (int k = 0; k < current.length; k++) {
        current[k][0] = previous[k][1];
        previous[k][columns + 1] = previous[k][columns];
      }
    }
  }

  Lines lines(int components) {
    return new Lines(components, columns);
  }

  int end() {
    return in.end();
  }

  /** Decodes the next line of every component. */
  void next(Lines lines) throws IOException {
    lines.advance(columns);
    int x = 1;
    while (x <= columns) {
      if (isFlat(lines, x)) {
        x = run(lines, x);
      } else {
        for (int k = 0; k < lines.current.length; k++) {
          lines.current[k][x] = regular(lines.current[k], lines.previous[k], x);
        }
        x++;
      }
    }
  }

  private boolean isFlat(Lines lines, int x) {
    int near = coding.near();
    for (int k = 0; k < lines.current.length; k++) {
      int[] above = lines.previous[k];
      if (Math.abs(above[x + 1] - above[x]) > near
          || Math.abs(above[x] - above[x - 1]) > near
          || Math.abs(above[x - 1] - lines.current[k][x - 1]) > near) {
        return false;
      }
    }
    return true;
  }

  private int regular(int[] current, int[] above, int x) throws IOException {
    int ra = current[x - 1];
    int rb = above[x];
    int rc = above[x - 1];
    int zero = coding.maxVal();
    int context =
        81 * quantized[above[x + 1] - rb + zero]
            + 9 * quantized[rb - rc + zero]
            + quantized[rc - ra + zero];
    int sign = context < 0 ? -1 : 1;
    int q = Math.abs(context);
    int low = Math.min(ra, rb);
    int high = Math.max(ra, rb);
    int predicted = rc >= high ? low : rc <= low ? high : ra + rb - rc;
    predicted = Math.max(0, Math.min(coding.maxVal(), predicted + sign * c[q]));
    int k = golombParameter(n[q], a[q]);
    int mapped = golomb(k, coding.limit());
    boolean swapped = coding.near() == 0 && k == 0 && 2 * b[q] <= -n[q];
    int error = (mapped & 1) == 0 ? mapped >> 1 : -(mapped + 1 >> 1);
    if (swapped) {
      error = -error - 1;
    }
    update(q, error);
    return reconstructed(predicted, sign * error);
  }

  private static int golombParameter(int count, int sum) {
    int k = 0;
    while (k < 24 && count << k < sum) {
      k++;
    }
    return k;
  }

  private int golomb(int k, int limit) throws IOException {
    int most = limit - coding.qbpp() - 1;
    int zeros = in.zeros(most);
    return zeros < most ? (zeros << k) + in.bits(k) : in.bits(coding.qbpp()) + 1;
  }

  private void update(int q, int error) {
    b[q] += error * step;
    a[q] += Math.abs(error);
    if (n[q] == coding.reset()) {
      a[q] >>= 1;
      b[q] = b[q] >= 0 ? b[q] >> 1 : -(1 - b[q] >> 1);
      n[q] >>= 1;
    }
    n[q]++;
    if (b[q] <= -n[q]) {
      b[q] = Math.max(b[q] + n[q], 1 - n[q]);
      c[q] = Math.max(c[q] - 1, -128);
    } else if (b[q] > 0) {
      b[q] = Math.min(b[q] - n[q], 0);
      c[q] = Math.min(c[q] + 1, 127);
    }
  }

  private int reconstructed(int predicted, int error) {
    int value = predicted + error * step;
    int range = coding.range() * step;
    if (value < -coding.near()) {
      value += range;
    } else if (value > coding.maxVal() + coding.near()) {
      value -= range;
    }
    return Math.max(0, Math.min(coding.maxVal(), value));
  }

  /** Decodes a run and the pixel that ends it; gives the column after them. */
  private int run(Lines lines, int start) throws IOException {
    int x = start;
    while (in.bit() == 1) {
      int length = Math.min(1 << J[lines.runIndex], columns + 1 - x);
      repeat(lines, x, length);
      x += length;
      if (length == 1 << J[lines.runIndex] && lines.runIndex < 31) {
        lines.runIndex++;
      }
      if (x > columns) {
        return x;
      }
    }
    int rest = in.bits(J[lines.runIndex]);
    if (rest > columns - x) {
      throw new IOException("damaged: a run leaves its line");
    }
    repeat(lines, x, rest);
    x += rest;
    boolean alone = lines.current.length == 1;
    for (int k = 0; k < lines.current.length; k++) {
      int ra = lines.current[k][x - 1];
      int rb = lines.previous[k][x];
      boolean same = alone && Math.abs(ra - rb) <= coding.near();
      lines.current[k][x] = interruption(ra, rb, same ? 1 : 0, lines.runIndex);
    }
    lines.runIndex = Math.max(0, lines.runIndex - 1);
    return x + 1;
  }

  private static void repeat(Lines lines, int x, int length) {
    for (int[] line : lines.current) {
      Arrays.fill(line, x, x + length, line[x - 1]);
    }
  }

  private int interruption(int ra, int rb, int type, int runIndex) throws IOException {
    int q = RUN + type;
    int k = golombParameter(n[q], type == 0 ? a[q] : a[q] + (n[q] >> 1));
    int mapped = golomb(k, coding.limit() - J[runIndex] - 1);
    int doubled = mapped + type;
    boolean odd = (doubled & 1) == 1;
    int size = doubled + 1 >> 1;
    int error = (k != 0 || 2 * negative[type] >= n[q]) == odd ? -size : size;
    if (error < 0) {
      negative[type]++;
    }
    a[q] += mapped + 1 - type >> 1;
    if (n[q] == coding.reset()) {
      a[q] >>= 1;
      n[q] >>= 1;
      negative[type] >>= 1;
    }
    n[q]++;
    int sign = type == 0 && ra > rb ? -1 : 1;
    return reconstructed(type == 1 ? ra : rb, sign * error);
  }
}
