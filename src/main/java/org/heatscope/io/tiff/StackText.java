// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;

/**
 * The text by which ImageJ describes a stack, in the first page's ImageDescription: a line
 * "key=value" for each fact, the first being "ImageJ=" and a version.
 *
 * <p>ImageJ's own keys give counts, the distance of slices and frames, and the range shown. One key
 * is ours: {@code affine}, twelve numbers row by row, voxel index to millimetres RAS+; ImageJ
 * leaves it alone.
 */
record StackText(String text) {
  private static final String SECONDS = "s";

  /** The text of a volume whose pages are its slices, frame after frame. */
  static StackText of(Volume v) {
    Geometry g = v.geometry();
    int frames = v.time().frames();
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    lines.add("ImageJ=1.53t").add("images=" + g.nz() * frames).add("slices=" + g.nz());
    if (frames > 1) {
      lines.add("frames=" + frames).add("hyperstack=true");
    }
    boolean placed = g.frame() == Geometry.Frame.ANATOMICAL;
    if (placed) {
      lines.add("unit=mm");
    }
    lines.add("spacing=" + g.spacing(2)).add("loop=false");
    if (frames > 1 && v.time().step() > 0 && v.time().unit().equals(SECONDS)) {
      lines.add("finterval=" + v.time().step());
    }
    if (!v.windows().isEmpty()) {
      Window w = v.windows().get(0);
      lines.add("min=" + w.low()).add("max=" + w.high());
    }
    if (placed) {
      lines.add("affine=" + Arrays.toString(g.affine().rows()).replaceAll("[\\[\\],]", ""));
    }
    if (!v.description().isEmpty()) {
      lines.add("description=" + v.description().replaceAll("\\R", " "));
    }
    return new StackText(lines.toString());
  }

  /** Where a stack of this size lies: without an affine it is a picture of unit pixels. */
  Geometry geometry(int nx, int ny, int nz) {
    double[] rows =
        Arrays.stream(value("affine").trim().split("\\s+"))
            .mapToDouble(StackText::number)
            .toArray();
    if (rows.length == 12 && Affine.of(rows).isInvertible()) {
      return Geometry.anatomical(nx, ny, nz, Affine.of(rows));
    }
    return Geometry.picture(nx, ny, nz, 1, 1, 1);
  }

  /** The time axis; its step is 0 where the text does not give it. */
  TimeAxis time(int frames) {
    double step = number(value("finterval"));
    boolean known = frames > 1 && step > 0 && Double.isFinite(step);
    return known ? new TimeAxis(frames, step, SECONDS) : new TimeAxis(frames, 0, "");
  }

  /** What the file says of itself; empty if nothing. */
  String description() {
    return value("description");
  }

  private String value(String key) {
    Matcher m = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(text);
    return text.startsWith("ImageJ=") && m.find() ? m.group(1).strip() : "";
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
