// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.heatscope.color.Colormaps;
import org.heatscope.export.PngWriter;
import org.heatscope.export.SafeOutput;
import org.heatscope.render.Align;
import org.heatscope.render.Canvas;
import org.heatscope.render.Ticks;
import org.heatscope.render.VAlign;

/**
 * Scores over the share of positions that were removed or put back, all maps in one diagram: of
 * several each has a colour, and its deletion is dashed.
 */
final class CurvePicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;
  private static final int LEFT = 100;
  private static final int RIGHT = 30;

  /** Room for the names of several images. */
  private static final int KEY = 130;

  private static final int MOST_IN_KEY = 14;
  private static final int TOP = 60;
  private static final int BOTTOM = 80;
  private static final double TEXT = 20;
  private static final double DPI = 150;
  private static final double DASH = 10;
  private static final int BLACK = 0x000000;
  private static final int GREY = 0xd0d0d0;
  private static final int[] COLORS = {0xd95f02, 0x1b6ca8};
  private static final List<String> NAMES = List.of("deletion", "insertion");

  /** The last quarter of viridis is too light for lines on white. */
  private static final int LAST_COLOR = 200;

  private final Canvas canvas = new Canvas(WIDTH, HEIGHT, 0xffffff);
  private final int images;
  private final double low;
  private final double high;

  /**
   * Draws the diagram.
   *
   * @param deletions curves, one for each map
   * @param insertions the same
   */
  CurvePicture(List<double[]> deletions, List<double[]> insertions) {
    images = deletions.size();
    double[] range = range(deletions, insertions);
    low = range[0];
    high = range[1];
    frame();
    draw(deletions, 0);
    draw(insertions, 1);
  }

  private static double[] range(List<double[]> deletions, List<double[]> insertions) {
    double[] all =
        DoubleStream.concat(
                deletions.stream().flatMapToDouble(Arrays::stream),
                insertions.stream().flatMapToDouble(Arrays::stream))
            .filter(Double::isFinite)
            .toArray();
    double least = Arrays.stream(all).min().orElse(0);
    double most = Arrays.stream(all).max().orElse(1);
    return new double[] {least, most > least ? most : least + 1};
  }

  private double x(double share) {
    return LEFT + share * (WIDTH - LEFT - RIGHT - (images > 1 ? KEY : 0));
  }

  private double y(double score) {
    return HEIGHT - BOTTOM - (score - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private void frame() {
    double[] scores = Ticks.nice(low, high, 6);
    double step = scores.length > 1 ? scores[1] - scores[0] : 1;
    for (double v : scores) {
      canvas.line(x(0), y(v), x(1), y(v), 1, GREY);
      canvas.text(Ticks.label(v, step), x(0) - 10, y(v), TEXT, BLACK, Align.RIGHT, VAlign.MIDDLE);
    }
    for (double v : Ticks.nice(0, 1, 6)) {
      double under = HEIGHT - BOTTOM + 12;
      canvas.line(x(v), y(low), x(v), y(high), 1, GREY);
      canvas.text(Ticks.label(v, 0.2), x(v), under, TEXT, BLACK, Align.CENTER, VAlign.TOP);
    }
    canvas.rectangle(x(0), y(high), x(1) - x(0), y(low) - y(high), 1.5, BLACK);
    canvas.text(
        "share of positions", x(0.5), HEIGHT - 16, TEXT, BLACK, Align.CENTER, VAlign.BASELINE);
    canvas.textVertical(
        "score", 20, (TOP + HEIGHT - BOTTOM) / 2.0, TEXT, BLACK, Align.CENTER, VAlign.TOP);
    for (int k = 0; k < COLORS.length; k++) {
      double at = LEFT + 180.0 * k;
      line(at, TOP / 2.0, at + 36, TOP / 2.0, images > 1 ? BLACK : COLORS[k], isDashed(k));
      canvas.text(NAMES.get(k), at + 44, TOP / 2.0, TEXT, BLACK, Align.LEFT, VAlign.MIDDLE);
    }
    key();
  }

  /** The colours of several images, of many only as many as there is room for. */
  private void key() {
    int entries = images > 1 ? Math.min(images, MOST_IN_KEY) : 0;
    for (int e = 0; e < entries; e++) {
      int image = Math.round(e * (images - 1f) / (entries - 1));
      double at = WIDTH - KEY - RIGHT + 20;
      double y = TOP + 12 + 30.0 * e;
      line(at, y, at + 30, y, color(image, 1), false);
      canvas.text("image " + image, at + 38, y, TEXT, BLACK, Align.LEFT, VAlign.MIDDLE);
    }
  }

  private int color(int image, int kind) {
    return images == 1
        ? COLORS[kind]
        : Colormaps.get("viridis").entry(image * LAST_COLOR / (images - 1));
  }

  private boolean isDashed(int kind) {
    return images > 1 && kind == 0;
  }

  private void line(double x0, double y0, double x1, double y1, int color, boolean dashed) {
    double length = Math.hypot(x1 - x0, y1 - y0);
    int pieces = dashed ? 2 * (int) Math.max(1, Math.round(length / (2 * DASH))) : 1;
    for (int i = 0; i < pieces; i += 2) {
      double from = i / (double) pieces;
      double to = (i + 1) / (double) pieces;
      canvas.line(
          x0 + from * (x1 - x0),
          y0 + from * (y1 - y0),
          x0 + to * (x1 - x0),
          y0 + to * (y1 - y0),
          3,
          color);
    }
  }

  private void draw(List<double[]> curves, int kind) {
    for (int image = 0; image < images; image++) {
      double[] c = curves.get(image);
      for (int i = 1; i < c.length; i++) {
        if (Double.isFinite(c[i - 1]) && Double.isFinite(c[i])) {
          double steps = c.length - 1;
          line(
              x((i - 1) / steps),
              y(c[i - 1]),
              x(i / steps),
              y(c[i]),
              color(image, kind),
              isDashed(kind));
        }
      }
    }
  }

  /** Writes a PNG file. */
  void write(Path file) throws IOException {
    SafeOutput.write(
        file, out -> PngWriter.write(out, canvas.rgba(), WIDTH, HEIGHT, DPI, Map.of()));
  }
}
