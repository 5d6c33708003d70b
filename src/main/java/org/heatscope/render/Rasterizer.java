// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Arrays;

/**
 * Turns an outline into the part of each pixel that it covers.
 *
 * <p>Each edge adds, for every row it crosses, the signed area between it and the right end of the
 * row; the running sum along the row is the winding number averaged over the pixel, so coverage is
 * exact where contours do not cross within a pixel. A pixel is covered where the winding is not
 * zero. Curves become lines that leave them by at most 0.01 pixel.
 */
final class Rasterizer implements Pen {
  private static final double TOLERANCE = 0.01;
  private static final double FAR = 1e9;
  private static final int BAND_CELLS = 1 << 16;

  /** Receives coverage. */
  interface Row {
    /**
     * A row of pixels.
     *
     * @param y the row
     * @param x the first pixel
     * @param coverage 0 to 1 a pixel
     * @param from where the row's coverage begins in the array
     * @param count how many pixels
     */
    void cover(int y, int x, double[] coverage, int from, int count);
  }

  private double[] edges = new double[512];
  private int used;
  private double startX;
  private double startY;
  private double x;
  private double y;

  private double[] cells;
  private int left;
  private int columns;
  private int top;
  private int bottom;

  @Override
  public void moveTo(double toX, double toY) {
    close();
    x = startX = held(toX);
    y = startY = held(toY);
  }

  @Override
  public void lineTo(double toX, double toY) {
    if (used + 4 > edges.length) {
      edges = Arrays.copyOf(edges, 2 * edges.length);
    }
    edges[used++] = x;
    edges[used++] = y;
    edges[used++] = x = held(toX);
    edges[used++] = y = held(toY);
  }

  @Override
  public void quadTo(double cx, double cy, double toX, double toY) {
    double fromX = x;
    double fromY = y;
    // n chords leave the curve by |p0 - 2 c + p1| / (4 n^2).
    double bend = (Math.abs(fromX - 2 * cx + toX) + Math.abs(fromY - 2 * cy + toY)) / 4;
    int n = (int) Math.min(100, Math.max(1, Math.ceil(Math.sqrt(bend / TOLERANCE))));
    for (int i = 1; i < n; i++) {
      double t = (double) i / n;
      double u = 1 - t;
      lineTo(
          u * u * fromX + 2 * u * t * cx + t * t * toX,
          u * u * fromY + 2 * u * t * cy + t * t * toY);
    }
    lineTo(toX, toY);
  }

  private void close() {
    if (x != startX || y != startY) {
      lineTo(startX, startY);
    }
  }

  /** Holds a coordinate where arithmetic is safe; no canvas reaches so far. */
  private static double held(double v) {
    if (Double.isNaN(v)) {
      throw new IllegalArgumentException("a coordinate on the canvas is NaN");
    }
    return Math.max(-FAR, Math.min(FAR, v));
  }

  /** Gives the coverage of all that was traced, row by row, within a canvas. */
  void fill(int width, int height, Row row) {
    close();
    double[] lo = {width, height};
    double[] hi = {0, 0};
    for (int i = 0; i < used; i++) {
      lo[i & 1] = Math.min(lo[i & 1], edges[i]);
      hi[i & 1] = Math.max(hi[i & 1], edges[i]);
    }
    left = (int) Math.max(0, Math.floor(lo[0]));
    columns = (int) Math.min(width, Math.ceil(hi[0])) - left;
    int last = (int) Math.min(height, Math.ceil(hi[1]));
    if (columns <= 0) {
      return;
    }
    int rows = Math.max(1, BAND_CELLS / columns);
    for (top = (int) Math.max(0, Math.floor(lo[1])); top < last; top = bottom) {
      bottom = Math.min(last, top + rows);
      band(row);
    }
  }

  private void band(Row row) {
    // An edge writes to the cell after its own, so a row has one more than it has pixels.
    int stride = columns + 1;
    int size = stride * (bottom - top);
    if (cells == null || cells.length < size) {
      cells = new double[size];
    } else {
      Arrays.fill(cells, 0, size, 0);
    }
    for (int i = 0; i < used; i += 4) {
      if (edges[i + 1] < edges[i + 3]) {
        edge(edges[i], edges[i + 1], edges[i + 2], edges[i + 3], 1);
      } else if (edges[i + 1] > edges[i + 3]) {
        edge(edges[i + 2], edges[i + 3], edges[i], edges[i + 1], -1);
      }
    }
    for (int r = top; r < bottom; r++) {
      int from = (r - top) * stride;
      double winding = 0;
      for (int i = from; i < from + columns; i++) {
        winding += cells[i];
        cells[i] = Math.min(1, Math.abs(winding));
      }
      row.cover(r, left, cells, from, columns);
    }
  }

  /** Adds an edge that runs down from y0 to y1. */
  private void edge(double x0, double y0, double x1, double y1, int sign) {
    double slope = (x1 - x0) / (y1 - y0);
    int end = (int) Math.min(bottom, Math.ceil(y1));
    for (int r = (int) Math.max(top, Math.floor(y0)); r < end; r++) {
      double from = Math.max(r, y0);
      double to = Math.min(r + 1, y1);
      double a = from == y0 ? x0 : x0 + (from - y0) * slope;
      double b = to == y1 ? x1 : x0 + (to - y0) * slope;
      piece(
          (r - top) * (columns + 1),
          Math.min(a, b) - left,
          Math.max(a, b) - left,
          sign * (to - from));
    }
  }

  /** Adds the piece of an edge within a row: from a to b >= a along x, dy high. */
  private void piece(int row, double a, double b, double dy) {
    if (a >= columns) {
      return;
    }
    if (b <= 0) {
      cells[row] += dy;
      return;
    }
    if (a >= 0 && (int) a == (int) b) {
      share(row, (int) a, (a + b) / 2, dy);
      return;
    }
    double perX = dy / (b - a);
    if (a < 0) {
      cells[row] -= a * perX;
    }
    double end = Math.min(b, columns);
    for (int p = (int) Math.max(0, a); p < end; p++) {
      double from = Math.max(a, p);
      double to = Math.min(end, p + 1);
      share(row, p, (from + to) / 2, (to - from) * perX);
    }
  }

  /** Area to the right of a piece that lies within pixel p around the mean place. */
  private void share(int row, int p, double mean, double dy) {
    cells[row + p] += dy * (p + 1 - mean);
    cells[row + p + 1] += dy * (mean - p);
  }
}
