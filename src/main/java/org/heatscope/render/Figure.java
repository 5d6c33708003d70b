// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.heatscope.backend.Session;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;

/** A page: the cuts of a layout with their marks, and a colour bar for each map. */
public final class Figure {
  private static final int DEFAULT_WIDTH = 1600;

  /** Text under this size, in pixels, is not drawn. */
  private static final double LEAST_TEXT = 7;

  /**
   * How the page looks.
   *
   * @param width of the page in pixels; 0: chosen
   * @param cropped whether empty margins of the scan are cut off
   * @param decorated whether there are letters, positions, cross hairs, a scale bar and colour bars
   * @param background 0xRRGGBB of the page
   */
  public record Style(int width, boolean cropped, boolean decorated, int background) {}

  /**
   * A cut on the page.
   *
   * @param plane the cut
   * @param raster where its pixels lie in the world
   * @param x of its top left pixel on the page
   * @param y of its top left pixel on the page
   */
  public record Panel(Plane plane, Geometry raster, int x, int y) {}

  /**
   * A finished page.
   *
   * @param canvas its pixels
   * @param panels the cuts, in the order of the layout
   * @param bars where the colour bars stand: {x, y, width, height} in pixels, a bar for each layer
   */
  public record Page(Canvas canvas, List<Panel> panels, List<int[]> bars) {}

  private final Overlay overlay;
  private final Layout layout;
  private final Style style;
  private final int ink;
  private final double[] box;
  private final boolean anatomical;
  private final double font;
  private final int pad;
  private final List<Legend> legends = new ArrayList<>();

  private Figure(Overlay overlay, Layout layout, Style style) {
    this.overlay = overlay;
    this.layout = layout;
    this.style = style;
    ink = luminance(style.background()) < 128 ? 0xffffff : 0x000000;
    anatomical = overlay.base().geometry().frame() == Geometry.Frame.ANATOMICAL;
    box = style.cropped() && anatomical ? overlay.content() : overlay.bounds();
    font = style.decorated() ? textSize() : 0;
    pad = (int) Math.round(font * 0.6);
    if (style.decorated()) {
      for (Layer layer : overlay.layers()) {
        legends.add(new Legend(layer.scale(), layer.legend(), font, ink));
      }
    }
  }

  private static double luminance(int rgb) {
    return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
  }

  /** Composes a page. */
  public static Page compose(Session session, Overlay overlay, Layout layout, Style style) {
    return new Figure(overlay, layout, style).compose(session);
  }

  /**
   * The colour bar of a map by itself, with all that a figure says of the scale.
   *
   * @param height about how high it should be, in pixels; it is higher where its text needs it
   * @param background 0xRRGGBB
   */
  public static Canvas colorBar(Layer layer, int height, int background) {
    double font = Math.max(9, Math.min(24, height / 18.0));
    int pad = (int) Math.round(font * 0.6);
    int ink = luminance(background) < 128 ? 0xffffff : 0x000000;
    Legend legend = new Legend(layer.scale(), layer.legend(), font, ink);
    int bar = Math.max((int) (5 * font), height - legend.surround() - 2 * pad);
    Canvas canvas =
        new Canvas(legend.width() + 2 * pad, bar + legend.surround() + 2 * pad, background);
    legend.draw(canvas, pad, pad, bar);
    return canvas;
  }

  private Page compose(Session session) {
    int legendWidth = legends.stream().mapToInt(l -> l.width() + 2 * pad).sum();
    List<Panel> panels = place(pixelSize(legendWidth));
    int right = panels.stream().mapToInt(p -> p.x() + p.raster().nx()).max().orElseThrow();
    int bottom = panels.stream().mapToInt(p -> p.y() + p.raster().ny()).max().orElseThrow();
    int height = legends.stream().mapToInt(this::leastHeight).max().orElse(0);
    height = Math.max(height, bottom + pad);
    int shift = (height - bottom - pad) / 2;
    panels.replaceAll(p -> new Panel(p.plane(), p.raster(), p.x(), p.y() + shift));

    Canvas canvas =
        new Canvas(pageWidth(right + 2 * pad + legendWidth), height, style.background());
    Compositor compositor = new Compositor(session, overlay);
    int most = panels.stream().mapToInt(p -> p.raster().nx() * p.raster().ny()).max().orElseThrow();
    int[] rgba = new int[most];
    panels.forEach(p -> draw(canvas, compositor, p, rgba));
    if (style.decorated()) {
      scaleBar(canvas, panels.get(panels.size() - 1));
    }
    return new Page(canvas, panels, drawLegends(canvas, right + 3 * pad));
  }

  private int leastHeight(Legend legend) {
    return Legend.LEAST_BAR + legend.surround() + 4 * pad;
  }

  /** Draws the colour bars side by side from x on and gives their rectangles. */
  private List<int[]> drawLegends(Canvas canvas, int x) {
    List<int[]> bars = new ArrayList<>();
    for (Legend legend : legends) {
      int barHeight = barHeight(canvas.height() - legend.surround() - 4 * pad);
      int y = (canvas.height() - barHeight - legend.surround()) / 2;
      Legend.Bar bar = legend.draw(canvas, x, y, barHeight);
      bars.add(new int[] {bar.x(), bar.y(), bar.width(), bar.height()});
      x += legend.width() + 2 * pad;
    }
    return bars;
  }

  private double textSize() {
    return textSize(
        style.width() > 0 ? style.width() : anatomical ? DEFAULT_WIDTH : pictureWidth());
  }

  /** Text size in pixels: a little over a percent of the page's width. */
  private static double textSize(double width) {
    return Math.max(12, Math.min(60, width / 76.0));
  }

  /**
   * A name as a colour bar's title that leaves the cuts their room: where all bars' titles would
   * take more than two fifths of the page, its middle becomes an ellipsis.
   *
   * @param width of the page as in {@link Style}
   * @param bars how many colour bars the page has
   */
  public static String fittingTitle(String name, int width, int bars) {
    double page = width > 0 ? width : DEFAULT_WIDTH;
    double room = 0.4 * page / bars;
    int[] letters = name.codePoints().toArray();
    String title = name;
    for (int kept = letters.length - 1;
        kept > 1 && Canvas.textWidth(title, textSize(page)) > room;
        kept--) {
      int tail = kept / 2;
      title =
          new String(letters, 0, kept - tail)
              + "…"
              + new String(letters, letters.length - tail, tail);
    }
    return title;
  }

  private double pictureWidth() {
    Geometry g = overlay.base().geometry();
    return g.nx() * pictureZoom(g) * 1.15;
  }

  /** Small pictures are shown with a whole number of pixels for each of theirs. */
  private static int pictureZoom(Geometry g) {
    return Math.max(1, (int) Math.round(900.0 / Math.max(g.nx(), g.ny())));
  }

  /** The width asked for, where cuts of whole pixels come near it; else what the cuts need. */
  private int pageWidth(int needed) {
    int asked = style.width() > 0 ? style.width() : anatomical ? DEFAULT_WIDTH : needed;
    return needed <= asked && needed > 0.97 * asked ? asked : needed;
  }

  private int barHeight(int room) {
    int most = Math.max(Legend.LEAST_BAR, room);
    return most >= 3 * Legend.LEAST_BAR
        ? 2 * Legend.LEAST_BAR
        : Math.min(most, 2 * Legend.LEAST_BAR);
  }

  private double pixelSize(int legendWidth) {
    if (style.width() == 0 && !anatomical) {
      return overlay.base().geometry().spacing(0) / pictureZoom(overlay.base().geometry());
    }
    int width = style.width() > 0 ? style.width() : DEFAULT_WIDTH;
    double pixelMm = 0;
    for (List<Plane> row : layout.rows()) {
      double mm = row.stream().mapToDouble(p -> box[p.across() + 3] - box[p.across()]).sum();
      int room = width - legendWidth - pad * (row.size() + 2) - row.size();
      if (room < row.size()) {
        throw new IllegalArgumentException(
            "a width of "
                + width
                + " pixels leaves no room for "
                + row.size()
                + " cuts in a row"
                + widestTitle());
      }
      pixelMm = Math.max(pixelMm, mm / room);
    }
    return Math.max(pixelMm, leastPixelMm(width));
  }

  private String widestTitle() {
    return legends.stream()
        .max(Comparator.comparingInt(Legend::width))
        .map(l -> " beside the colour bar \"" + l.title() + "\"")
        .orElse("");
  }

  /** A page is at most twice as high as wide. */
  private double leastPixelMm(int width) {
    double mm = 0;
    for (List<Plane> row : layout.rows()) {
      mm += row.stream().mapToDouble(p -> box[p.up() + 3] - box[p.up()]).max().orElse(0);
    }
    return layout.rows().size() == 1 && layout.rows().get(0).size() == 1
        ? mm / width
        : mm / (2.0 * width);
  }

  private int captionHeight() {
    return anatomical || overlay.base().geometry().nz() > 1 ? (int) Math.round(font * 1.5) : 0;
  }

  /**
   * Stands the cuts in rows, each in the middle of its row's height, with room above for its title.
   */
  private List<Panel> place(double pixelMm) {
    int caption = captionHeight();
    List<Panel> panels = new ArrayList<>();
    int y = pad;
    for (List<Plane> row : layout.rows()) {
      List<Geometry> rasters =
          row.stream().map(plane -> plane.raster(box, pixelMm, overlay.axes())).toList();
      int tallest = rasters.stream().mapToInt(Geometry::ny).max().orElseThrow();
      int x = pad;
      for (int i = 0; i < row.size(); i++) {
        Geometry raster = rasters.get(i);
        int top = y + caption + (tallest - raster.ny()) / 2;
        panels.add(new Panel(row.get(i), raster, x, top));
        x += raster.nx() + pad;
      }
      y += tallest + caption + pad;
    }
    return panels;
  }

  /** Draws a panel by way of an array with room for it. */
  private void draw(Canvas canvas, Compositor compositor, Panel panel, int[] rgba) {
    Geometry raster = panel.raster();
    compositor.compose(raster, rgba);
    canvas.blit(rgba, raster.nx(), raster.ny(), panel.x(), panel.y());
    if (!style.decorated()) {
      return;
    }
    if (captionHeight() > 0) {
      title(canvas, panel);
    }
    layout.cross().ifPresent(at -> crossHairs(canvas, panel, at));
    if (anatomical) {
      letters(canvas, panel);
    }
  }

  /** Smaller over a narrow cut; left out where it could not be read. */
  private void title(Canvas canvas, Panel panel) {
    String text = caption(panel.plane());
    int w = panel.raster().nx();
    double size = font * Math.min(1, 0.98 * w / Canvas.textWidth(text, font));
    if (size >= LEAST_TEXT) {
      canvas.text(
          text,
          panel.x() + w / 2.0,
          panel.y() - font * 0.45,
          size,
          ink,
          Align.CENTER,
          VAlign.BASELINE);
    }
  }

  /** "z = 12 mm"; with an apostrophe where the axis is the scan's own and not the world's. */
  private String caption(Plane plane) {
    String at = Ticks.label(Math.rint(plane.position() * 10) / 10, 0);
    String own = overlay.axes().equals(Affine.identity()) ? "" : "’";
    return plane.axisName() + own + " = " + at + (anatomical ? " mm" : "");
  }

  private void letters(Canvas canvas, Panel panel) {
    Plane plane = panel.plane();
    int w = panel.raster().nx();
    int h = panel.raster().ny();
    String low = "LPI".substring(plane.across(), plane.across() + 1);
    String high = "RAS".substring(plane.across(), plane.across() + 1);
    String left = plane.mirrored() ? high : low;
    String right = plane.mirrored() ? low : high;
    double size = Math.min(font, w / 6.0);
    if (size < LEAST_TEXT) {
      return;
    }
    double inset = size * 0.35;
    onPicture(canvas, left, panel.x() + inset, panel.y() + h / 2.0, size, Align.LEFT);
    onPicture(canvas, right, panel.x() + w - inset, panel.y() + h / 2.0, size, Align.RIGHT);
    if (layout.kind().equals("ortho") || layout.kind().equals("single")) {
      String up = "RAS".substring(plane.up(), plane.up() + 1);
      String down = "LPI".substring(plane.up(), plane.up() + 1);
      double middle = panel.x() + w / 2.0;
      onPicture(canvas, up, middle, panel.y() + size * 0.75, size, Align.CENTER);
      onPicture(canvas, down, middle, panel.y() + h - size * 0.75, size, Align.CENTER);
    }
  }

  /** White text with a dark rim, legible on any grey. */
  private static void onPicture(
      Canvas canvas, String s, double x, double y, double size, Align align) {
    double rim = Math.max(1, size / 14);
    for (int i = 0; i < 8; i++) {
      double dx = Math.cos(i * Math.PI / 4) * rim;
      double dy = Math.sin(i * Math.PI / 4) * rim;
      canvas.text(s, x + dx, y + dy, size, 0x000000, align, VAlign.MIDDLE);
    }
    canvas.text(s, x, y, size, 0xffffff, align, VAlign.MIDDLE);
  }

  /** Lines through the point, broken around it so that it stays visible. */
  private static void crossHairs(Canvas canvas, Panel panel, double[] at) {
    Geometry raster = panel.raster();
    double[] pixel = raster.affine().inverse().apply(at[0], at[1], at[2]);
    double x = panel.x() + pixel[0] + 0.5;
    double y = panel.y() + pixel[1] + 0.5;
    double gap = raster.nx() / 24.0;
    int rgb = 0xb8c4cc;
    double x0 = panel.x();
    double x1 = panel.x() + raster.nx();
    double y0 = panel.y();
    double y1 = panel.y() + raster.ny();
    canvas.line(x0, y, Math.max(x0, x - gap), y, 1, rgb);
    canvas.line(Math.min(x1, x + gap), y, x1, y, 1, rgb);
    canvas.line(x, y0, x, Math.max(y0, y - gap), 1, rgb);
    canvas.line(x, Math.min(y1, y + gap), x, y1, 1, rgb);
  }

  /** A bar of a round length, at most a third of the cut's width, in its lower left corner. */
  private void scaleBar(Canvas canvas, Panel panel) {
    Geometry raster = panel.raster();
    double mm = raster.nx() * raster.spacing(0);
    double length = roundDown(mm / 3);
    String label = Ticks.label(length, 0) + (anatomical ? " mm" : " px");
    double size = font * 0.8;
    if (Canvas.textWidth(label, size) > raster.nx() / 2.0) {
      return; // it would cover the cut
    }
    double pixels = length / raster.spacing(0);
    double x = panel.x() + font * 0.6;
    double y = panel.y() + raster.ny() - font * 0.6;
    double thick = Math.max(2, font / 7);
    canvas.line(x - 1, y, x + pixels + 1, y, thick + 2, 0x000000);
    canvas.line(x, y, x + pixels, y, thick, 0xffffff);
    double middle = y - thick - size * 0.6;
    onPicture(canvas, label, x, middle, size, Align.LEFT);
  }

  /** The largest of 1, 2 and 5 times a power of ten that is no larger. */
  private static double roundDown(double v) {
    double power = Math.pow(10, Math.floor(Math.log10(v)));
    return v >= 5 * power ? 5 * power : v >= 2 * power ? 2 * power : power;
  }
}
