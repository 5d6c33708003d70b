// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.ArrayList;
import java.util.List;
import org.heatscope.color.ColorScale;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Norm;
import org.heatscope.image.Rescale;

/**
 * A colour bar made by the very table that colours the pixels, with everything that is needed to
 * read a colour back: ends, ticks, threshold, kind of scale, weight.
 *
 * <p>The bar runs through the positions 0 to 1 of the norm from bottom to top, its rows in equal
 * parts; ticks stand where the norm puts their values. What the threshold hides is grey.
 */
final class Legend {
  /** Colour of the part of the bar that is not drawn in the picture. */
  static final int HIDDEN_RGB = 0x808080;

  /** The least height of a bar: a row for each entry of the table. */
  static final int LEAST_BAR = 256;

  /**
   * What a colour bar says besides its numbers.
   *
   * @param title of the map: its unit or name
   * @param rangeNote how the range was found; may be empty
   * @param thresholdNote how the threshold was found; may be empty
   * @param dataLow smallest finite value of the map
   * @param dataHigh largest finite value of the map
   */
  public record Text(
      String title, String rangeNote, String thresholdNote, double dataLow, double dataHigh) {}

  /** Where a bar stands on the page, in pixels. */
  record Bar(int x, int y, int width, int height) {}

  private final ColorScale scale;
  private final ColorTable table;
  private final Text text;
  private final double font;
  private final int ink;

  Legend(ColorScale scale, Text text, double font, int ink) {
    this.scale = scale;
    table = new ColorTable(scale, Rescale.IDENTITY);
    this.text = text;
    this.font = font;
    this.ink = ink;
  }

  String title() {
    return text.title();
  }

  /** The width that the legend needs, in pixels. */
  int width() {
    double w = Canvas.textWidth(text.title(), font);
    for (Tick t : ticks(LEAST_BAR)) {
      w = Math.max(w, barWidth() + font * 0.7 + Canvas.textWidth(t.label(), font));
    }
    for (String note : notes()) {
      w = Math.max(w, Canvas.textWidth(note, noteFont()));
    }
    return (int) Math.ceil(w);
  }

  private int barWidth() {
    return (int) Math.round(font * 1.1);
  }

  private double noteFont() {
    return font * 0.8;
  }

  /** The height above and below the bar that the legend needs, in pixels. */
  int surround() {
    return (int)
        Math.ceil(font * 3.2 + notes().size() * noteFont() * 1.35 + swatches().size() * font * 1.3);
  }

  /** Draws the legend with its top left corner at (x, y) and a bar of the given height. */
  Bar draw(Canvas canvas, int x, int y, int barHeight) {
    canvas.text(text.title(), x, y + font * 0.9, font, ink, Align.LEFT, VAlign.BASELINE);
    int top = y + (int) Math.round(font * 1.9);
    Bar bar = new Bar(x, top, barWidth(), barHeight);
    paint(canvas, bar);
    pointers(canvas, bar);
    canvas.rectangle(x - 0.5, top - 0.5, bar.width() + 1, barHeight + 1, 1, ink);
    for (Tick t : ticks(barHeight)) {
      double at = top + barHeight * (1 - t.position());
      canvas.line(x + bar.width(), at, x + bar.width() + font * 0.35, at, 1, ink);
      canvas.text(
          t.label(), x + bar.width() + font * 0.6, at, font, ink, Align.LEFT, VAlign.MIDDLE);
    }
    double line = top + barHeight + font * 1.1;
    for (String note : notes()) {
      line += noteFont() * 1.35;
      canvas.text(note, x, line, noteFont(), ink, Align.LEFT, VAlign.BASELINE);
    }
    for (Swatch s : swatches()) {
      line += font * 1.3;
      canvas.fill(x, (int) (line - font * 0.8), barWidth(), (int) (font * 0.9), s.rgb());
      canvas.text(
          s.label(),
          x + barWidth() + font * 0.5,
          line,
          noteFont(),
          ink,
          Align.LEFT,
          VAlign.BASELINE);
    }
    return bar;
  }

  private void paint(Canvas canvas, Bar bar) {
    for (int row = 0; row < bar.height(); row++) {
      double position = 1 - (row + 0.5) / bar.height();
      int kind = table.classOf(valueAt(position));
      if (kind >= ColorTable.UNDER) {
        canvas.fill(bar.x(), bar.y() + row, bar.width(), 1, HIDDEN_RGB);
        continue;
      }
      int rgb = table.rgb(kind);
      if (scale.alphaRule() == ColorScale.AlphaRule.CONSTANT) {
        canvas.fill(bar.x(), bar.y() + row, bar.width(), 1, rgb);
      } else {
        checkered(canvas, bar, row, rgb, table.alpha(kind));
      }
    }
  }

  /** The value at a position of the bar; boundaries stand at equal distances. */
  private double valueAt(double position) {
    double[] steps = scale.norm().boundaries();
    if (steps.length == 0) {
      return scale.norm().inverse(position);
    }
    double at = position * (steps.length - 1);
    int bin = Math.min(steps.length - 2, (int) at);
    return steps[bin] + (at - bin) * (steps[bin + 1] - steps[bin]);
  }

  /** The position of a value on the bar; outside 0..1 where it has none. */
  private double positionOf(double value) {
    double[] steps = scale.norm().boundaries();
    if (steps.length == 0) {
      return scale.norm().apply(value);
    }
    if (!(value >= steps[0] && value <= steps[steps.length - 1])) {
      return -1;
    }
    int bin = 0;
    while (bin < steps.length - 2 && value >= steps[bin + 1]) {
      bin++;
    }
    return (bin + (value - steps[bin]) / (steps[bin + 1] - steps[bin])) / (steps.length - 1);
  }

  /** A row over a board of black and white squares, so that the weight of the colour is seen. */
  private static void checkered(Canvas canvas, Bar bar, int row, int rgb, double alpha) {
    int half = (bar.width() + 1) / 2;
    for (int i = 0; i < 2; i++) {
      int under = (row / half + i) % 2 == 0 ? 0xffffff : 0;
      canvas.fill(
          bar.x() + i * half,
          bar.y() + row,
          Math.min(half, bar.width() - i * half),
          1,
          mix(under, rgb, alpha));
    }
  }

  private static int mix(int under, int over, double alpha) {
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double v = (1 - alpha) * (under >> shift & 0xff) + alpha * (over >> shift & 0xff);
      result |= (int) Math.floor(v + 0.5) << shift;
    }
    return result;
  }

  /**
   * Points at the ends of the bar where the map goes beyond the range, in the colours it has there.
   */
  private void pointers(Canvas canvas, Bar bar) {
    double tip = font * 0.6;
    double[] xs = {bar.x() - 0.5, bar.x() + bar.width() + 0.5, bar.x() + bar.width() / 2.0};
    if (text.dataHigh() > scale.norm().high()) {
      double y = bar.y() - 1;
      canvas.fillPolygon(xs, new double[] {y, y, y - tip}, table.rgb(ColorTable.OVER));
    }
    if (text.dataLow() < scale.norm().low()) {
      double y = bar.y() + bar.height() + 1;
      canvas.fillPolygon(xs, new double[] {y, y, y + tip}, table.rgb(ColorTable.UNDER));
    }
  }

  /** The lines under the bar. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    String kind = scale.norm().name();
    notes.add(text.rangeNote().isEmpty() ? kind : kind + ", range: " + text.rangeNote());
    double t = scale.threshold();
    if (t > 0) {
      String from = text.thresholdNote().isEmpty() ? "" : " (" + text.thresholdNote() + ")";
      notes.add("shown: |v| > " + Ticks.label(t, 0) + from);
    } else if (t == 0) {
      notes.add("shown: v ≠ 0");
    }
    if (scale.alphaRule() == ColorScale.AlphaRule.VALUE) {
      notes.add("alpha rises with |v| to " + Ticks.label(scale.alpha(), 0));
    } else if (scale.alpha() < 1) {
      notes.add("alpha " + Ticks.label(scale.alpha(), 0));
    }
    return notes;
  }

  private record Swatch(String label, int rgb) {}

  private List<Swatch> swatches() {
    List<Swatch> list = new ArrayList<>();
    scale.nan().ifPresent(c -> list.add(new Swatch("no number", c)));
    scale.masked().ifPresent(c -> list.add(new Swatch("masked", c)));
    return list;
  }

  /** A labelled mark at a position of the norm. */
  record Tick(double position, String label) {}

  /** The threshold, the ends and round numbers, as many as stand clear of each other. */
  List<Tick> ticks(int barHeight) {
    Norm norm = scale.norm();
    List<Double> wanted = new ArrayList<>();
    wanted.add(norm.low());
    wanted.add(norm.high());
    if (scale.threshold() > 0) {
      wanted.add(scale.threshold());
      wanted.add(-scale.threshold());
    }
    for (double v : norm.boundaries().length > 0 ? norm.boundaries() : round(barHeight)) {
      wanted.add(v);
    }
    List<Tick> ticks = new ArrayList<>();
    for (double v : wanted) {
      double p = positionOf(v);
      boolean inside = p >= 0 && p <= 1;
      if (inside
          && ticks.stream().noneMatch(t -> Math.abs(t.position() - p) * barHeight < 1.25 * font)) {
        ticks.add(new Tick(p, Ticks.label(v, 0)));
      }
    }
    return ticks;
  }

  private double[] round(int barHeight) {
    Norm norm = scale.norm();
    int about = Math.max(3, (int) (barHeight / (font * 3)));
    return norm.name().equals("log")
        ? Ticks.niceLog(norm.low(), norm.high(), about)
        : Ticks.nice(norm.low(), norm.high(), about);
  }
}
