// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
  private static final Map<String, Glyph> READ = new ConcurrentHashMap<>();

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
    long units = 0;
    for (int i = 0, code; i < text.length(); i += Character.charCount(code)) {
      code = text.codePointAt(i);
      units += glyph(weight, code).advance();
    }
    return units * sizePx / UNITS;
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
    long units = 0;
    for (int i = 0, code; i < text.length(); i += Character.charCount(code)) {
      code = text.codePointAt(i);
      Glyph glyph = glyph(weight, code);
      glyph.trace(units, sizePx / UNITS, pen);
      units += glyph.advance();
    }
  }

  private static Glyph glyph(Weight weight, int code) {
    String line = LINES.get(weight).getOrDefault(code, BOX);
    Glyph glyph = READ.get(line);
    if (glyph == null) {
      glyph = new Glyph(line);
      READ.put(line, glyph);
    }
    return glyph;
  }
}
