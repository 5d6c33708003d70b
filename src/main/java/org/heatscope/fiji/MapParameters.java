// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.heatscope.color.ColorScale;
import org.heatscope.color.Colormap;
import org.heatscope.color.Colormaps;
import org.heatscope.io.ImageFormatException;
import org.heatscope.map.Option;
import org.heatscope.op.Interpolation;
import org.heatscope.render.NormSpec;
import org.heatscope.render.ScaleOptions;

/** The parameters of every tool that shows a map: its colour scale, and what comes out. */
final class MapParameters {
  static final String RGB = "RGB";
  static final String OVERLAY = "overlay";
  static final String MAP = "map";

  private static final String AUTOMATIC = "automatic";

  private static final Parameter COLORMAP =
      Parameter.choice(
          "colormap",
          "Colormap",
          "Colours: a name, NAME_r for its reverse, or in a macro a file of r,g,b rows. Automatic:"
              + " cold_hot for a map with both signs, else hot.",
          colormaps());
  private static final Parameter RANGE =
      Parameter.text(
          "range",
          "Range (LO,HI)",
          "Settings at the ends of the colour scale. Empty: found from the values.",
          "");
  private static final Parameter PERCENTILE =
      Parameter.text(
          "percentile",
          "Percentiles (LO,HI)",
          "Range from percentiles of the finite values, such as 2,98.",
          "");
  private static final Parameter SYMMETRIC =
      Parameter.flag(
          "symmetric",
          "Symmetric range",
          "Widen the range to the same distance on both sides of zero.",
          false);
  private static final Parameter NORM =
      Parameter.text(
          "norm",
          "Norm",
          "linear, log, symlog[:THRESH[,SCALE[,BASE]]], power:GAMMA, two-slope[:CENTRE],"
              + " centred[:CENTRE[,HALF]], boundaries:B0,B1,...",
          "linear");
  private static final Parameter THRESHOLD =
      Parameter.text(
          "threshold",
          "Threshold |v| >",
          "Draw where |value| is above this: a number, a percentile of |value| as 95%, or auto"
              + " (80%). Below zero draws everything. Empty: 0, or what the map's file proposes.",
          "");
  static final Parameter ALPHA =
      Parameter.number("alpha", "Alpha", "Weight of the map where it is drawn.", 1, 0, 1);
  static final Parameter ALPHA_BY =
      Parameter.choice(
          "alphaby",
          "Alpha by",
          "constant, or value: the weight grows with |value|.",
          List.of("constant", "value"));
  private static final Parameter INTERPOLATION =
      Parameter.choice(
          "interpolation",
          "Interpolation",
          "Between the map's voxels. Automatic: linear, for labels nearest.",
          List.of(AUTOMATIC, "nearest", "linear", "cubic"));
  static final Parameter OUTPUT =
      Parameter.choice(
          "output",
          "Output",
          "RGB: a new picture. overlay: laid over the source, whose pixels stay. map: the values in"
              + " 32 bits with the colours as LUT.",
          List.of(RGB, OVERLAY, MAP));
  static final Parameter BAR =
      Parameter.flag(
          "bar",
          "Colour bar",
          "A bar with the whole scale, as an overlay in the upper right corner.",
          true);
  static final Parameter BACKEND =
      Parameter.choice(
          "backend",
          "Backend",
          "What computes; see Devices.",
          List.of("auto", "opencl", "simd", "scalar"));

  private MapParameters() {}

  private static List<String> colormaps() {
    List<String> names = new ArrayList<>(List.of(AUTOMATIC));
    names.addAll(Colormaps.names());
    return names;
  }

  /**
   * A tool's own parameters and then these.
   *
   * @param initial values that are other than usual, by key
   */
  static List<Parameter> after(List<Parameter> own, Map<String, String> initial) {
    List<Parameter> all = new ArrayList<>(own);
    all.addAll(
        List.of(
            COLORMAP,
            RANGE,
            PERCENTILE,
            SYMMETRIC,
            NORM,
            THRESHOLD,
            ALPHA,
            ALPHA_BY,
            INTERPOLATION,
            OUTPUT,
            BAR,
            BACKEND));
    all.replaceAll(p -> p.from(initial.getOrDefault(p.key(), p.initial())));
    return List.copyOf(all);
  }

  /**
   * The colour scale as the engine takes it.
   *
   * @param usual colours of such a map where none are chosen; empty: the engine's
   */
  static ScaleOptions scale(Settings v, Optional<Colormap> usual) throws IOException {
    Optional<double[]> range = pair(v, RANGE);
    Optional<double[]> percentile = pair(v, PERCENTILE);
    if (range.isPresent() && percentile.isPresent()) {
      throw new IllegalArgumentException("range and percentile exclude each other");
    }
    percentile
        .filter(p -> p[0] < 0 || p[1] > 100)
        .ifPresent(
            p -> {
              throw new IllegalArgumentException("percentile: percentages lie in 0..100");
            });
    String alphaBy = v.choice(ALPHA_BY).toUpperCase(Locale.ROOT);
    return new ScaleOptions(
        colormap(v).or(() -> usual),
        NormSpec.parse(v.text(NORM)),
        range,
        percentile,
        v.flag(SYMMETRIC),
        v.given(THRESHOLD),
        v.number(ALPHA),
        ColorScale.AlphaRule.valueOf(alphaBy),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  private static Optional<Colormap> colormap(Settings v) throws IOException {
    String name = v.text(COLORMAP);
    if (name.isEmpty() || name.equals(AUTOMATIC)) {
      return Optional.empty();
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      return Optional.of(Colormaps.get(name));
    }
    try {
      return Optional.of(Colormaps.read(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }

  private static Optional<double[]> pair(Settings v, Parameter p) {
    Option<double[]> form = Option.numbers(p.key(), "LO,HI", p.help(), 2);
    Optional<double[]> pair = v.given(p).map(form.parser());
    pair.filter(n -> n[0] > n[1])
        .ifPresent(
            n -> {
              throw new IllegalArgumentException(
                  p.key() + " '" + v.text(p) + "': the low end is above the high end");
            });
    return pair;
  }

  static Optional<Interpolation> interpolation(Settings v) {
    String name = v.choice(INTERPOLATION);
    return name.equals(AUTOMATIC)
        ? Optional.empty()
        : Optional.of(Interpolation.valueOf(name.toUpperCase(Locale.ROOT)));
  }
}
