// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Lengths;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;

/**
 * The text in which ImageJ describes a stack, in the first page's ImageDescription: "ImageJ=" with
 * a version, then a line "key=value" for each fact. Of a hyperstack the channel runs fastest, then
 * the slice, then the frame. The pixels in a unit are in XResolution and YResolution.
 *
 * <p>One key is not ImageJ's but Heatscope's: {@code affine}, twelve numbers row by row, voxel
 * index to millimetres RAS+.
 */
record ImageJText(Path file, Map<String, String> facts) {
  private static final String START = "ImageJ=";

  /** The facts of a description; none if it is not ImageJ's. */
  static Optional<ImageJText> of(Path file, String description) {
    if (!description.startsWith(START)) {
      return Optional.empty();
    }
    Map<String, String> facts = new HashMap<>();
    for (String line : description.split("\\R|\0")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        facts.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    return Optional.of(new ImageJText(file, facts));
  }

  /** The text of a volume whose pages are its slices, frame after frame. */
  static String text(Volume v) {
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
    if (frames > 1 && v.time().step() > 0 && v.time().unit().equals("s")) {
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
    return lines.toString();
  }

  /**
   * The pages of the stack.
   *
   * @param pages of the file
   * @throws ImageFormatException if they are not those that are described; past 4 GiB ImageJ writes
   *     a single page for all
   */
  TiffLayout layout(int pages) throws ImageFormatException {
    long images = count("images");
    long channels = count("channels");
    long frames = count("frames");
    if (facts.containsKey("images") && images != pages) {
      throw new ImageFormatException(
          file, "an ImageJ stack of " + images + " images in " + pages + " pages is not read");
    }
    if (channels > pages || frames > pages || pages % (channels * frames) != 0) {
      throw new ImageFormatException(
          file,
          String.format(
              "the ImageJ hyperstack of %d channels and %d frames has %d pages",
              channels, frames, pages));
    }
    int c = (int) channels;
    int slices = pages / c / (int) frames;
    return TiffLayout.of(
        slices, (int) frames, c, (slice, frame, channel) -> channel + c * (slice + slices * frame));
  }

  private long count(String key) {
    String text = facts.getOrDefault(key, "");
    return text.matches("[1-9]\\d{0,8}") ? Long.parseLong(text) : 1;
  }

  /** Distances, the range shown, and the affine; {@code first} has the resolutions. */
  TiffScale scale(TiffDirectory first) {
    double x = 1 / first.ratio(TiffDirectory.X_RESOLUTION);
    double y = 1 / first.ratio(TiffDirectory.Y_RESOLUTION);
    String name = facts.getOrDefault("unit", "").replace("\\u00B5", "\u00b5");
    Optional<Double> unit = Lengths.millimetres(name);
    boolean scaled = TiffScale.positive(x) && TiffScale.positive(y);
    double mm = unit.orElse(1.0);
    double spacing = TiffScale.positive(number("spacing")) ? number("spacing") : 1;
    TiffScale s =
        scaled
            ? TiffScale.of(mm * x, mm * y, mm * spacing, number("finterval"))
            : TiffScale.of(1, 1, spacing, number("finterval"));
    boolean warned = scaled && unit.isEmpty() && (s.x() != 1 || s.y() != 1);
    return new TiffScale(
        s.x(),
        s.y(),
        s.z(),
        s.seconds(),
        affine(),
        window(),
        facts.getOrDefault("description", ""),
        warned
            ? List.of("The unit of a pixel is not known; its size is taken as millimetres.")
            : List.of());
  }

  private Optional<Affine> affine() {
    double[] rows =
        Arrays.stream(facts.getOrDefault("affine", "").split("\\s+"))
            .mapToDouble(ImageJText::parsed)
            .toArray();
    return rows.length == 12 ? Optional.of(Affine.of(rows)) : Optional.empty();
  }

  private Optional<Window> window() {
    double lo = number("min");
    double hi = number("max");
    return lo < hi && Double.isFinite(hi - lo)
        ? Optional.of(Window.range(lo, hi))
        : Optional.empty();
  }

  private double number(String key) {
    return parsed(facts.getOrDefault(key, ""));
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
