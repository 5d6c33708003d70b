// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Arrays;

/** A glyph in units of its font, y up: its advance and its outline. */
final class Glyph {
  private final int advance;
  private final char[] commands;
  private final int[] points;

  /**
   * Reads a glyph from text such as {@code 1151 m100 0l0 1456q20 30 40 50}: the advance, then m
   * (move), l (line) and q (curve) with points relative to the end of the command before.
   */
  Glyph(String line) {
    Cursor in = new Cursor(line);
    advance = in.number();
    char[] letters = new char[line.length()];
    int[] xy = new int[line.length()];
    int count = 0;
    int used = 0;
    int x = 0;
    int y = 0;
    while (in.at < line.length()) {
      char command = in.letter();
      letters[count++] = command;
      int fromX = x;
      int fromY = y;
      for (int k = command == 'q' ? 2 : 1; k > 0; k--) {
        xy[used++] = x = fromX + in.number();
        xy[used++] = y = fromY + in.number();
      }
    }
    commands = Arrays.copyOf(letters, count);
    points = Arrays.copyOf(xy, used);
  }

  /** The distance to the start of the next glyph. */
  int advance() {
    return advance;
  }

  /** Hands the outline to a pen, y down, with its start at the given units along x. */
  void trace(long start, double scale, Pen pen) {
    int p = 0;
    for (char command : commands) {
      double x = (start + points[p++]) * scale;
      double y = -points[p++] * scale;
      if (command == 'm') {
        pen.moveTo(x, y);
      } else if (command == 'l') {
        pen.lineTo(x, y);
      } else {
        pen.quadTo(x, y, (start + points[p++]) * scale, -points[p++] * scale);
      }
    }
  }

  /** Reads letters and numbers; between them is at most a space. */
  private static final class Cursor {
    private final String line;
    private int at;

    Cursor(String line) {
      this.line = line;
    }

    char letter() {
      skipSpace();
      return line.charAt(at++);
    }

    int number() {
      skipSpace();
      boolean negative = line.charAt(at) == '-';
      if (negative) {
        at++;
      }
      int n = 0;
      for (; at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9'; at++) {
        n = 10 * n + line.charAt(at) - '0';
      }
      return negative ? -n : n;
    }

    private void skipSpace() {
      if (line.charAt(at) == ' ') {
        at++;
      }
    }
  }
}
