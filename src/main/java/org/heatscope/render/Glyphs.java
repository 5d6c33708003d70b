// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The letters of a figure: outlines of Roboto that travel with the program, so that text needs no
 * font on the machine and is the same to the last bit on all of them.
 *
 * <p>Latin with Western and Central European accents, Greek, digits with superscripts and
 * subscripts, and the signs of measurement. Any other code point is drawn as an empty box.
 */
public final class Glyphs {

  /** How heavy the strokes are. */
  public enum Weight {
    /** For all text. */
    REGULAR,
    /** For titles. */
    BOLD
  }

  /** The height of capitals and digits as a part of the text size. */
  public static final double CAP_HEIGHT = 1456.0 / 2048;

  private static final double UNITS = 2048;
  private static final String BOX = "1151 m100 0l0 1456l951 0l0 -1456m-851 100l751 0l0 1256l-751 0";
  private static final Map<Weight, Map<Integer, String>> LINES = load();

  private Glyphs() {}

  private static Map<Weight, Map<Integer, String>> load() {
    String text;
    try (InputStream in = Glyphs.class.getResourceAsStream("glyphs.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Weight, Map<Integer, String>> weights = new HashMap<>();
    Map<Integer, String> glyphs = null;
    for (int at = 0, end; (end = text.indexOf('\n', at)) >= 0; at = end + 1) {
      if (text.startsWith("weight ", at)) {
        glyphs = new HashMap<>();
        weights.put(Weight.values()[weights.size()], glyphs);
      } else if (text.charAt(at) != '#') {
        int space = text.indexOf(' ', at);
        glyphs.put(Integer.parseInt(text, at, space, 16), text.substring(space + 1, end));
      }
    }
    return weights;
  }

  /** The width of a text in pixels at a size (the em) in pixels: the sum of its advances. */
  public static double width(String text, Weight weight, double sizePx) {
    return text.codePoints().mapToLong(c -> advance(line(weight, c))).sum() * sizePx / UNITS;
  }

  /**
   * Hands a text's outline to a pen, glyph by glyph.
   *
   * @param text one line
   * @param weight the weight
   * @param sizePx the size (the em) in pixels
   * @param pen receives it, with the start of the baseline at (0, 0)
   */
  public static void trace(String text, Weight weight, double sizePx, Pen pen) {
    double scale = sizePx / UNITS;
    long x = 0;
    for (int i = 0, code; i < text.length(); i += Character.charCount(code)) {
      code = text.codePointAt(i);
      String line = line(weight, code);
      new Reader(line, x, scale, pen).read();
      x += advance(line);
    }
  }

  private static String line(Weight weight, int code) {
    return LINES.get(weight).getOrDefault(code, BOX);
  }

  private static int advance(String line) {
    int space = line.indexOf(' ');
    return Integer.parseInt(line, 0, space < 0 ? line.length() : space, 10);
  }

  /** Reads one glyph's outline: m, l and q, each with numbers relative to the point before. */
  private static final class Reader {
    private final String line;
    private final double scale;
    private final Pen pen;
    private int at;
    private long x;
    private long y;

    Reader(String line, long x, double scale, Pen pen) {
      this.line = line;
      this.x = x;
      this.scale = scale;
      this.pen = pen;
    }

    void read() {
      at = line.indexOf(' ') + 1;
      while (at > 0 && at < line.length()) {
        char command = line.charAt(at);
        long fromX = x;
        long fromY = y;
        step(fromX, fromY);
        if (command == 'm') {
          pen.moveTo(x * scale, -y * scale);
        } else if (command == 'l') {
          pen.lineTo(x * scale, -y * scale);
        } else {
          double controlX = x * scale;
          double controlY = -y * scale;
          step(fromX, fromY);
          pen.quadTo(controlX, controlY, x * scale, -y * scale);
        }
      }
    }

    private void step(long fromX, long fromY) {
      x = fromX + number();
      y = fromY + number();
    }

    /** The number after the character here, up to the character that is no digit. */
    private int number() {
      int from = ++at;
      do {
        at++;
      } while (at < line.length() && Character.isDigit(line.charAt(at)));
      return Integer.parseInt(line, from, at, 10);
    }
  }
}
