// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heatscope.render.Glyphs.Weight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against reference/glyphs/glyphs.csv, measured by fontTools from the font files. */
class GlyphsTest {
  private static final int MARGIN = 50;
  private static final int BASELINE = 300;

  private record Measured(Weight weight, String text, int advance, double area, double[] box) {
    @Override
    public String toString() {
      return weight + " " + text;
    }
  }

  private static Stream<Measured> reference() throws IOException {
    List<String> lines;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                GlyphsTest.class.getResourceAsStream("/reference/glyphs/glyphs.csv"),
                StandardCharsets.UTF_8))) {
      lines = in.lines().collect(Collectors.toList());
    }
    return lines.stream().skip(2).map(GlyphsTest::measured);
  }

  private static Measured measured(String line) {
    String[] f = line.split(",");
    double[] box = new double[4];
    for (int i = 0; i < 4; i++) {
      box[i] = Double.parseDouble(f[4 + i]);
    }
    return new Measured(
        Weight.valueOf(f[0]),
        Character.toString(Integer.parseInt(f[1], 16)),
        Integer.parseInt(f[2]),
        Double.parseDouble(f[3]),
        box);
  }

  @ParameterizedTest
  @MethodSource("reference")
  void advancesAreThoseOfTheFont(Measured glyph) {
    assertEquals(glyph.advance(), Glyphs.width(glyph.text(), glyph.weight(), 2048));
  }

  @ParameterizedTest
  @MethodSource("reference")
  void inkHasTheAreaAndTheBoundsOfTheOutline(Measured glyph) {
    double size = 256;
    double scale = size / 2048;
    Ink ink = new Ink();
    Rasterizer shape = new Rasterizer();
    Glyphs.trace(glyph.text(), glyph.weight(), size, new Lowered(shape));
    shape.fill(400, 400, ink);
    // Chords lie up to 0.01 pixel within a contour some hundreds of pixels long.
    assertEquals(glyph.area() * scale * scale, ink.area, 1 + 0.001 * ink.area);
    if (glyph.area() > 0) {
      double[] box = glyph.box();
      assertEquals(MARGIN + box[0] * scale, ink.left, 1);
      assertEquals(MARGIN + box[2] * scale, ink.right, 1);
      assertEquals(BASELINE - box[3] * scale, ink.top, 1);
      assertEquals(BASELINE - box[1] * scale, ink.bottom, 1);
    }
  }

  @Test
  void anUnknownCharacterIsAnEmptyBoxAsHighAsACapital() {
    Ink ink = new Ink();
    Rasterizer shape = new Rasterizer();
    Glyphs.trace("\u4e2d", Weight.REGULAR, 256, new Lowered(shape));
    shape.fill(400, 400, ink);
    assertEquals(BASELINE, ink.bottom);
    assertEquals(BASELINE - Glyphs.CAP_HEIGHT * 256, ink.top, 1e-9);
    assertTrue(ink.area < 0.4 * (ink.right - ink.left) * (ink.bottom - ink.top));
  }

  @Test
  void aCharacterBeyondTheFirstPlaneIsOneBox() {
    assertEquals(
        Glyphs.width("\u4e2d", Weight.BOLD, 10), Glyphs.width("\ud83e\udde0", Weight.BOLD, 10));
  }

  @Test
  void aTextIsAsWideAsItsGlyphsAndAsItsSize() {
    // Reference rows: A 1336, V 1304, 1 1151, of 2048.
    assertEquals(
        (1336 + 1304 + 1151) / 2048.0 * 20, Glyphs.width("AV1", Weight.REGULAR, 20), 1e-12);
  }

  /** Moves an outline into view. */
  private record Lowered(Pen pen) implements Pen {
    @Override
    public void moveTo(double x, double y) {
      pen.moveTo(x + MARGIN, y + BASELINE);
    }

    @Override
    public void lineTo(double x, double y) {
      pen.lineTo(x + MARGIN, y + BASELINE);
    }

    @Override
    public void quadTo(double cx, double cy, double x, double y) {
      pen.quadTo(cx + MARGIN, cy + BASELINE, x + MARGIN, y + BASELINE);
    }
  }

  /** The sum of coverage and the borders of the pixels that have any. */
  private static final class Ink implements Rasterizer.Row {
    private double area;
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right;
    private int bottom;

    @Override
    public void cover(int y, int x, double[] coverage, int from, int count) {
      for (int i = 0; i < count; i++) {
        if (coverage[from + i] > 1e-9) {
          area += coverage[from + i];
          left = Math.min(left, x + i);
          right = Math.max(right, x + i + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
  }
}
