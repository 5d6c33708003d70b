// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Arrays;

/**
 * The page that a figure is drawn on: a raster of opaque pixels.
 *
 * <p>The pixel (px, py) covers the square from (px, py) to (px + 1, py + 1); x runs to the right, y
 * down. Shapes are antialiased by the exact area that they cover, {@code out = (1 - a) out + a c}
 * on the bytes, rounded half up. What lies beyond the borders is cut off; a NaN coordinate is
 * refused. Colours are 0xRRGGBB.
 */
public final class Canvas {
  private final int width;
  private final int height;
  private final int[] rgba;

  /** A canvas of one colour. */
  public Canvas(int width, int height, int rgbBackground) {
    if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a figure cannot have " + width + " x " + height + " pixels");
    }
    this.width = width;
    this.height = height;
    rgba = new int[width * height];
    Arrays.fill(rgba, packed(rgbBackground));
  }

  /** Pixels along x. */
  public int width() {
    return width;
  }

  /** Pixels along y. */
  public int height() {
    return height;
  }

  /**
   * The pixels themselves, not a copy, x fastest; in each int red is the lowest byte, then green,
   * blue and 255.
   */
  public int[] rgba() {
    return rgba;
  }

  /** Paints whole pixels: w by h of them from (x, y). */
  public void fill(int x, int y, int w, int h, int rgb) {
    int from = Math.max(0, x);
    int to = (int) Math.min(width, (long) x + w);
    int end = (int) Math.min(height, (long) y + h);
    for (int row = Math.max(0, y); row < end && from < to; row++) {
      Arrays.fill(rgba, row * width + from, row * width + to, packed(rgb));
    }
  }

  /** Copies a raster of w by h packed pixels here, its first one to (x, y). */
  public void blit(int[] pixels, int w, int h, int x, int y) {
    int from = Math.max(0, x);
    int to = (int) Math.min(width, (long) x + w);
    int end = (int) Math.min(height, (long) y + h);
    for (int row = Math.max(0, y); row < end && from < to; row++) {
      System.arraycopy(pixels, (row - y) * w + from - x, rgba, row * width + from, to - from);
    }
  }

  /** A straight line with flat ends, as wide to both sides; nothing where it has no length. */
  public void line(double x0, double y0, double x1, double y1, double strokeWidth, int rgb) {
    double length = Math.hypot(x1 - x0, y1 - y0);
    if (length == 0) {
      return;
    }
    double dx = (x1 - x0) / length * strokeWidth / 2;
    double dy = (y1 - y0) / length * strokeWidth / 2;
    fillPolygon(
        new double[] {x0 - dy, x1 - dy, x1 + dy, x0 + dy},
        new double[] {y0 + dx, y1 + dx, y1 - dx, y0 - dx},
        rgb);
  }

  /** The border of a rectangle of w by h from (x, y); the stroke's middle runs along it. */
  public void rectangle(double x, double y, double w, double h, double strokeWidth, int rgb) {
    double s = strokeWidth / 2;
    Rasterizer shape = new Rasterizer();
    box(shape, x - s, y - s, x + w + s, y + h + s);
    if (w > strokeWidth && h > strokeWidth) {
      box(shape, x + w - s, y + s, x + s, y + h - s);
    }
    paint(shape, rgb);
  }

  private static void box(Pen pen, double x0, double y0, double x1, double y1) {
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y0);
    pen.lineTo(x1, y1);
    pen.lineTo(x0, y1);
  }

  /** Fills a polygon, closed by itself, wherever its winding number is not zero. */
  public void fillPolygon(double[] xs, double[] ys, int rgb) {
    if (xs.length != ys.length) {
      throw new IllegalArgumentException(
          "a polygon has " + xs.length + " x and " + ys.length + " y coordinates");
    }
    Rasterizer shape = new Rasterizer();
    for (int i = 0; i < xs.length; i++) {
      if (i == 0) {
        shape.moveTo(xs[i], ys[i]);
      } else {
        shape.lineTo(xs[i], ys[i]);
      }
    }
    paint(shape, rgb);
  }

  /** The width of a text in regular weight, in pixels. */
  public static double textWidth(String text, double sizePx) {
    return Glyphs.width(text, Glyphs.Weight.REGULAR, sizePx);
  }

  /**
   * {@link #text(String, double, double, double, int, Align, VAlign, Glyphs.Weight)} in regular.
   */
  public void text(
      String text, double x, double y, double sizePx, int rgb, Align align, VAlign vAlign) {
    text(text, x, y, sizePx, rgb, align, vAlign, Glyphs.Weight.REGULAR);
  }

  /**
   * Writes a line of text. Its baseline is moved to the nearest whole row, so that strokes along it
   * are sharp.
   *
   * @param text one line
   * @param x the anchor
   * @param y the anchor
   * @param sizePx the size (the em); capitals are {@link Glyphs#CAP_HEIGHT} of it high
   * @param rgb the colour
   * @param align which part of the text is at x
   * @param vAlign which height of the text is at y
   * @param weight the weight
   */
  public void text(
      String text,
      double x,
      double y,
      double sizePx,
      int rgb,
      Align align,
      VAlign vAlign,
      Glyphs.Weight weight) {
    double start = x - align.before * Glyphs.width(text, weight, sizePx);
    double baseline = Math.floor(y + vAlign.capsAbove * Glyphs.CAP_HEIGHT * sizePx + 0.5);
    Rasterizer shape = new Rasterizer();
    Glyphs.trace(text, weight, sizePx, new Moved(shape, start, baseline, false));
    paint(shape, rgb);
  }

  /**
   * Writes a line of text in regular weight turned a quarter counter-clockwise, to be read upwards:
   * it starts below and its capitals point to the left. The baseline is moved to the nearest whole
   * column.
   *
   * @param text one line
   * @param x where the height of the text that {@code vAlign} names stands
   * @param y where the part of the text that {@code align} names stands; LEFT is its lower end
   * @param sizePx the size (the em)
   * @param rgb the colour
   * @param align along y
   * @param vAlign along x
   */
  public void textVertical(
      String text, double x, double y, double sizePx, int rgb, Align align, VAlign vAlign) {
    Glyphs.Weight weight = Glyphs.Weight.REGULAR;
    double start = y + align.before * Glyphs.width(text, weight, sizePx);
    double baseline = Math.floor(x + vAlign.capsAbove * Glyphs.CAP_HEIGHT * sizePx + 0.5);
    Rasterizer shape = new Rasterizer();
    Glyphs.trace(text, weight, sizePx, new Moved(shape, baseline, start, true));
    paint(shape, rgb);
  }

  private void paint(Rasterizer shape, int rgb) {
    int color = packed(rgb);
    shape.fill(
        width,
        height,
        (y, x, coverage, from, count) -> {
          int at = y * width + x;
          for (int i = 0; i < count; i++) {
            if (coverage[from + i] > 0) {
              rgba[at + i] = blend(rgba[at + i], color, coverage[from + i]);
            }
          }
        });
  }

  private static int blend(int under, int over, double a) {
    int out = 0xff000000;
    for (int shift = 0; shift < 24; shift += 8) {
      int u = under >> shift & 255;
      out |= (int) (u + a * ((over >> shift & 255) - u) + 0.5) << shift;
    }
    return out;
  }

  private static int packed(int rgb) {
    return 0xff000000 | (rgb & 0xff) << 16 | rgb & 0xff00 | rgb >> 16 & 0xff;
  }

  /** Puts an outline in its place: moved, or first turned a quarter counter-clockwise. */
  private record Moved(Pen pen, double x, double y, boolean turned) implements Pen {
    @Override
    public void moveTo(double px, double py) {
      pen.moveTo(x(px, py), y(px, py));
    }

    @Override
    public void lineTo(double px, double py) {
      pen.lineTo(x(px, py), y(px, py));
    }

    @Override
    public void quadTo(double cx, double cy, double px, double py) {
      pen.quadTo(x(cx, cy), y(cx, cy), x(px, py), y(px, py));
    }

    private double x(double px, double py) {
      return x + (turned ? py : px);
    }

    private double y(double px, double py) {
      return turned ? y - px : y + py;
    }
  }
}
