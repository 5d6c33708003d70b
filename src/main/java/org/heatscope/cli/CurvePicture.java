// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.heatscope.export.PngWriter;
import org.heatscope.export.SafeOutput;
import org.heatscope.render.Align;
import org.heatscope.render.Canvas;
import org.heatscope.render.Ticks;
import org.heatscope.render.VAlign;

/** Scores over the share of positions that were removed or put back, all maps in one diagram. */
final class CurvePicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;
  private static final int LEFT = 100;
  private static final int RIGHT = 30;
  private static final int TOP = 60;
  private static final int BOTTOM = 80;
  private static final double TEXT = 20;
  private static final double DPI = 150;
  private static final int BLACK = 0x000000;
  private static final int GREY = 0xd0d0d0;
  private static final int[] COLORS = {0xd95f02, 0x1b6ca8};
  private static final List<String> NAMES = List.of("deletion", "insertion");

  private final Canvas canvas = new Canvas(WIDTH, HEIGHT, 0xffffff);
  private final double low;
  private final double high;

  /**
   * Draws the diagram.
   *
   * @param deletions curves, one for each map
   * @param insertions the same
   */
  CurvePicture(List<double[]> deletions, List<double[]> insertions) {
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
    return LEFT + share * (WIDTH - LEFT - RIGHT);
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
      canvas.line(at, TOP / 2.0, at + 36, TOP / 2.0, 3, COLORS[k]);
      canvas.text(NAMES.get(k), at + 44, TOP / 2.0, TEXT, BLACK, Align.LEFT, VAlign.MIDDLE);
    }
  }

  private void draw(List<double[]> curves, int color) {
    for (double[] c : curves) {
      for (int i = 1; i < c.length; i++) {
        if (Double.isFinite(c[i - 1]) && Double.isFinite(c[i])) {
          double steps = c.length - 1;
          canvas.line(x((i - 1) / steps), y(c[i - 1]), x(i / steps), y(c[i]), 2, COLORS[color]);
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
