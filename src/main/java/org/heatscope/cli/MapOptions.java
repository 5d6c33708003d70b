// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.heatscope.color.ColorScale;
import org.heatscope.color.Colormap;
import org.heatscope.color.Colormaps;
import org.heatscope.io.ImageFormatException;
import org.heatscope.map.InvalidOption;
import org.heatscope.map.MapKind;
import org.heatscope.map.MapKinds;
import org.heatscope.map.MapRequest;
import org.heatscope.op.Interpolation;
import org.heatscope.render.NormSpec;
import org.heatscope.render.ScaleOptions;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of a map: given once they hold for every map; after a map's name, as in {@code
 * zstat.nii.gz?threshold=3&colormap=hot}, for that map.
 */
final class MapOptions {
  private static final String NUMBER = "[0-9]+\\.?[0-9]*([eE][-+]?[0-9]{1,2})?|\\.[0-9]+";
  private static final String THRESHOLD =
      "auto|-?(" + NUMBER + ")|(100(\\.0*)?|[0-9]{1,2}(\\.[0-9]*)?|\\.[0-9]+)%";

  private static final String SERIES = "series=";

  /** A single letter is a drive. */
  private static final Pattern KIND = Pattern.compile("^([A-Za-z][A-Za-z0-9_-]+):(?!//).+");

  @Option(
      names = "--colormap",
      paramLabel = "NAME|FILE",
      description =
          "Colours: a name (viridis, cold_hot, hot, ...; NAME_r reverses) or a file of r,g,b rows."
              + " Default: cold_hot for a map with both signs, else hot.")
  String colormap;

  @Option(
      names = "--range",
      paramLabel = "LO,HI",
      converter = Texts.Range.class,
      description = "Values at the ends of the colour scale.")
  Texts.Numbers range;

  @Option(
      names = "--percentile",
      paramLabel = "LO,HI",
      converter = Texts.Percentiles.class,
      description = "Range from percentiles of the finite values; 2,98 is called robust.")
  Texts.Numbers percentile;

  @Option(
      names = "--symmetric",
      arity = "0..1",
      fallbackValue = "true",
      description = "Widen the range to the same distance on both sides of zero.")
  Boolean symmetric;

  @Option(
      names = "--norm",
      paramLabel = "KIND",
      description =
          "linear, log, symlog[:THRESH[,SCALE[,BASE]]], power:GAMMA, two-slope[:CENTRE],"
              + " centred[:CENTRE[,HALF]], boundaries:B0,B1,...")
  String norm;

  @Option(
      names = "--threshold",
      paramLabel = "V|P%|auto",
      description =
          "Draw where |value| > V, strictly; P%% is a percentile of |value|, auto is 80%%."
              + " Below zero draws everything. Default: 0; with --range open too, the header's"
              + " display range, or auto for a map in a subject's space.")
  String threshold;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "Weight of the heatmap where it is drawn, 0 to 1. Default: 1.")
  Double alpha;

  @Option(
      names = "--alpha-by",
      paramLabel = "RULE",
      description = "constant, or value: the weight grows with |value|. Default: constant.")
  ColorScale.AlphaRule alphaBy;

  @Option(
      names = "--interpolation",
      paramLabel = "KIND",
      description =
          "Between the map's voxels: nearest, linear or cubic. Default: linear, for labels nearest.")
  Interpolation interpolation;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description = "Draw only where this image is not zero.")
  String mask;

  @Option(names = "--map-frame", paramLabel = "N", description = "Time point of the map, from 0.")
  Integer mapFrame;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "What the colour bar is called. Default: the map's file name.")
  String title;

  @Option(names = "--nan-color", paramLabel = "COLOR", description = "Colour where a value is NaN.")
  String nanColor;

  @Option(names = "--under-color", paramLabel = "COLOR", description = "Colour below the range.")
  String underColor;

  @Option(names = "--over-color", paramLabel = "COLOR", description = "Colour above the range.")
  String overColor;

  @Option(names = "--masked-color", paramLabel = "COLOR", description = "Colour outside the mask.")
  String maskedColor;

  /**
   * A map's name and its own options.
   *
   * @param path its file, or the first of those that it is computed from
   * @param series which of several images in the file, or in each of those
   * @param request what is to be computed; empty: the file is the map
   * @param options how it is shown
   */
  record Named(
      Path path, Optional<String> series, Optional<MapRequest> request, MapOptions options) {}

  /**
   * Splits FILE?key=value&key=value; a file whose name really is that comes first. So does
   * KIND:FILE?key=value&..., a map to be computed.
   */
  static Named parse(String text, MapOptions shared, CommandLine command) {
    Optional<Named> computed = computed(text, shared, command);
    if (computed.isPresent()) {
      return computed.get();
    }
    requireKind(text, command);
    int mark = text.lastIndexOf('?');
    if (mark < 0 || Files.exists(Path.of(text))) {
      return new Named(Path.of(text), Optional.empty(), Optional.empty(), shared);
    }
    // A name may hold a question mark of its own: the longest that is a file counts.
    for (int m = mark; m > 0; m = text.lastIndexOf('?', m - 1)) {
      mark = m;
      if (Files.exists(Path.of(text.substring(0, m)))) {
        break;
      }
    }
    List<String> args = Arrays.asList(text.substring(mark + 1).split("&"));
    return new Named(
        Path.of(text.substring(0, mark)),
        series(args),
        Optional.empty(),
        shared.and(args, text, command));
  }

  /** Reads {@code KIND:INPUT?option=value&...}: options of the kind, and those of a map. */
  private static Optional<Named> computed(String text, MapOptions shared, CommandLine command) {
    try {
      return MapRequest.parse(text)
          .map(
              p -> {
                List<String> args =
                    p.others().entrySet().stream()
                        .map(o -> o.getKey() + "=" + o.getValue())
                        .toList();
                return new Named(
                    Path.of(p.request().inputs().get(0).name()),
                    series(args),
                    Optional.of(p.request()),
                    shared.and(args, text, command));
              });
    } catch (InvalidOption e) {
      throw new ParameterException(command, "in '" + text + "': " + e.getMessage());
    }
  }

  /** A word and a colon before no file that is really called so are a kind that there is not. */
  private static void requireKind(String text, CommandLine command) {
    Matcher m = KIND.matcher(text);
    if (m.find() && !Files.exists(Path.of(m.group().replaceFirst("\\?[^?/]*$", "")))) {
      List<String> kinds = MapKinds.list().stream().map(MapKind::name).toList();
      String nearest =
          kinds.stream().min(Comparator.comparingInt(k -> distance(k, m.group(1)))).orElseThrow();
      throw new ParameterException(
          command,
          "no such kind: " + m.group(1) + " (nearest: " + nearest + "; heatscope map --help)");
    }
  }

  /** Levenshtein's: the least number of letters put in, left out or changed. */
  private static int distance(String a, String b) {
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(diagonal, row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static Optional<String> series(List<String> args) {
    return args.stream()
        .filter(a -> a.startsWith(SERIES))
        .map(a -> a.substring(SERIES.length()))
        .findFirst();
  }

  /** These options with a map's own in their place; {@code series} is not one of them. */
  private MapOptions and(List<String> given, String text, CommandLine command) {
    MapOptions own = new MapOptions();
    try {
      new CommandLine(own)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(
              given.stream()
                  .filter(o -> !o.isEmpty() && !o.startsWith(SERIES))
                  .map(o -> "--" + o)
                  .toArray(String[]::new));
    } catch (ParameterException e) {
      throw new ParameterException(command, "in '" + text + "': " + e.getMessage());
    }
    own.inherit(this);
    return own;
  }

  private void inherit(MapOptions o) {
    colormap = or(colormap, o.colormap);
    if (range == null && percentile == null) {
      range = o.range;
      percentile = o.percentile;
    }
    symmetric = or(symmetric, o.symmetric);
    norm = or(norm, o.norm);
    threshold = or(threshold, o.threshold);
    alpha = or(alpha, o.alpha);
    alphaBy = or(alphaBy, o.alphaBy);
    interpolation = or(interpolation, o.interpolation);
    mask = or(mask, o.mask);
    mapFrame = or(mapFrame, o.mapFrame);
    title = or(title, o.title);
    nanColor = or(nanColor, o.nanColor);
    underColor = or(underColor, o.underColor);
    overColor = or(overColor, o.overColor);
    maskedColor = or(maskedColor, o.maskedColor);
  }

  private static <T> T or(T own, T shared) {
    return own != null ? own : shared;
  }

  /** The options as the engine takes them. */
  ScaleOptions scale(CommandLine command) throws IOException {
    if (range != null && percentile != null) {
      throw new ParameterException(command, "--range and --percentile exclude each other");
    }
    if (alpha != null && !(alpha >= 0 && alpha <= 1)) {
      throw new ParameterException(command, "--alpha lies in 0..1, not at " + alpha);
    }
    if (threshold != null && !threshold.matches(THRESHOLD)) {
      throw new ParameterException(
          command,
          "--threshold is a number, a percentage from 0% to 100% or auto, not '" + threshold + "'");
    }
    Optional<Colormap> colors =
        colormap == null ? Optional.empty() : Optional.of(colormap(colormap, command));
    return new ScaleOptions(
        colors,
        usage(command, "--norm " + norm, norm, NormSpec::parse, NormSpec.LINEAR),
        Optional.ofNullable(range).map(Texts.Numbers::values),
        Optional.ofNullable(percentile).map(Texts.Numbers::values),
        Boolean.TRUE.equals(symmetric),
        Optional.ofNullable(threshold),
        alpha == null ? 1 : alpha,
        alphaBy == null ? ColorScale.AlphaRule.CONSTANT : alphaBy,
        color(command, "--nan-color", nanColor),
        color(command, "--under-color", underColor),
        color(command, "--over-color", overColor),
        color(command, "--masked-color", maskedColor));
  }

  private static OptionalInt color(CommandLine command, String option, String text) {
    return usage(command, option + " " + text, text, Texts::optionalColor, OptionalInt.empty());
  }

  private static <T> T usage(
      CommandLine command, String what, String text, Function<String, T> parse, T otherwise) {
    try {
      return text == null ? otherwise : parse.apply(text);
    } catch (IllegalArgumentException | TypeConversionException e) {
      throw new ParameterException(command, what + ": " + e.getMessage());
    }
  }

  private static Colormap colormap(String name, CommandLine command) throws IOException {
    Path file = Path.of(name);
    boolean looksLikeFile = name.indexOf('.') >= 0 || name.indexOf('/') >= 0;
    if (!looksLikeFile) {
      return usage(command, "--colormap " + name, name, Colormaps::get, null);
    }
    if (!Files.isRegularFile(file)) {
      throw new ImageFormatException(file, "no such colormap file");
    }
    try {
      return Colormaps.read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }
}
