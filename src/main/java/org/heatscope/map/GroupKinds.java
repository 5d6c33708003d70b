// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.Table;
import org.heatscope.map.GroupMaps.Output;
import org.heatscope.map.Thresholds.Sides;

/** Kinds over a group of images, one a subject. */
final class GroupKinds {
  private static final Option<Boolean> ZERO_IS_MISSING =
      Option.flag("zero-is-missing", "A value of exactly 0 is no data, as NaN is.");
  private static final Option<Integer> FIRST =
      Option.integer(
          "first",
          "N",
          "The first N images are one group, the others a second one.",
          1,
          Integer.MAX_VALUE);
  private static final Option<Boolean> PAIRED =
      Option.flag(
          "paired", "The first half of the images is paired with the second half, in order.");
  private static final Option<Boolean> POOLED =
      Option.flag("pooled", "Both groups have one variance. Default: Welch's test.");
  private static final Option<Output> OUTPUT =
      Option.choice("statistic", "What is written.", Output.class);
  private static final Option<Path> DESIGN =
      Option.file("design", "A CSV table of covariates, a row for each image in order.");
  private static final Option<String> CONTRAST =
      Option.text(
          "contrast",
          "NAME",
          "What is tested: a column, column:value for a column of text, or a sum such as"
              + " 'a - 0.5*b'.");
  private static final Option<String> COLUMNS =
      Option.text("columns", "NAME,...", "The columns of the design that are used. Default: all.");
  private static final Option<Boolean> NO_INTERCEPT =
      Option.flag("no-intercept", "Add no column of ones to the design.");
  private static final Option<Integer> PERMUTATIONS =
      Option.integer(
              "permutations",
              "N",
              "How many relabellings. Default: 1000, or all where there are fewer.",
              1,
              10_000_000)
          .or(1000);
  private static final Option<Integer> SEED =
      Option.integer("seed", "N", "Of the random numbers. Default: 0.", 0, Integer.MAX_VALUE).or(0);
  private static final Option<Boolean> ONE_SIDED =
      Option.flag("one-sided", "Test for positive effects only. Default: for both signs.");

  /** Values of a group that permutations hold at once. */
  private static final long HELD = 256L << 20;

  private GroupKinds() {}

  static List<MapKind> all() {
    Set<MapKind.Product> counted = Set.of(MapKind.Product.MAP, MapKind.Product.COVERAGE);
    MapKind.Arity some = MapKind.Arity.atLeast(1);
    MapKind.Arity more = MapKind.Arity.atLeast(2);
    List<Option<?>> test = List.of(FIRST, PAIRED, POOLED, OUTPUT, ZERO_IS_MISSING);
    return List.of(
        MapKind.of(
            "mean",
            "Mean over images.",
            some,
            List.of(ZERO_IS_MISSING),
            counted,
            (in, o, work) -> GroupMaps.mean(group(in, o, work))),
        MapKind.of(
            "sd",
            "Standard deviation over images.",
            some,
            List.of(ZERO_IS_MISSING),
            counted,
            (in, o, work) -> GroupMaps.sd(group(in, o, work))),
        MapKind.of(
            "n",
            "How many images have a value at each voxel.",
            some,
            List.of(ZERO_IS_MISSING),
            counted,
            (in, o, work) -> GroupMaps.n(group(in, o, work))),
        MapKind.of(
            "t",
            "Student's t over images: one-sample, two-sample or paired.",
            more,
            test,
            counted,
            (in, o, work) -> test(in, o, Output.T, work)),
        MapKind.of(
            "z",
            "As t, turned into z.",
            more,
            test,
            counted,
            (in, o, work) -> test(in, o, Output.Z, work)),
        MapKind.of(
            "glm",
            "General linear model over images with covariates from a table.",
            more,
            List.of(
                DESIGN.needed(), CONTRAST.needed(), COLUMNS, NO_INTERCEPT, OUTPUT, ZERO_IS_MISSING),
            counted,
            GroupKinds::glm),
        MapKind.of(
            "permutation",
            "p of one-sample, two-sample or paired t, or of a contrast with covariates, corrected by"
                + " permutation of the largest.",
            more,
            List.of(
                FIRST,
                PAIRED,
                DESIGN,
                CONTRAST,
                COLUMNS,
                NO_INTERCEPT,
                PERMUTATIONS,
                SEED,
                ONE_SIDED,
                ZERO_IS_MISSING),
            GroupKinds::permutation));
  }

  private static Group group(List<MapInput> inputs, Options options, MapWork work) {
    return Group.of(inputs, options.get(ZERO_IS_MISSING), work);
  }

  private static void checkLabels(Options options) {
    if (options.get(PAIRED) && options.has(FIRST)) {
      throw new InvalidOption("--paired and --first exclude each other");
    }
  }

  private static MapResult test(List<MapInput> inputs, Options options, Output own, MapWork work)
      throws IOException {
    checkLabels(options);
    if (options.get(POOLED) && !options.has(FIRST)) {
      throw new InvalidOption("--pooled is for two groups; --first N says which");
    }
    Output output = options.find(OUTPUT).orElse(own);
    if (options.get(PAIRED)) {
      return GroupMaps.paired(inputs, options.get(ZERO_IS_MISSING), output, work);
    }
    Group group = group(inputs, options, work);
    return options.has(FIRST)
        ? GroupMaps.twoSample(group, options.get(FIRST), options.get(POOLED), output)
        : GroupMaps.oneSample(group, output);
  }

  private static MapResult glm(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    String contrast = options.get(CONTRAST);
    Design design = design(options, inputs.size());
    return Glm.map(
        group(inputs, options, work),
        design,
        design.contrast(contrast),
        contrast,
        options.find(OUTPUT).orElse(Output.T));
  }

  /** The model, with a row for each image. */
  private static Design design(Options options, int images) throws IOException {
    Path file = options.get(DESIGN);
    List<String> used =
        options.find(COLUMNS).map(c -> Arrays.asList(c.split("\\s*,\\s*"))).orElse(List.of());
    Table table = Table.read(file);
    try {
      Design design = Design.of(table, used, !options.get(NO_INTERCEPT));
      design.orthonormal();
      if (design.rows().length != images) {
        throw new IllegalArgumentException(
            "the table has " + design.rows().length + " rows for " + images + " images");
      }
      return design;
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(file, e.getMessage());
    }
  }

  private static MapResult permutation(List<MapInput> inputs, Options options, MapWork work)
      throws IOException {
    checkLabels(options);
    if (options.has(DESIGN) && (options.get(PAIRED) || options.has(FIRST))) {
      throw new InvalidOption("--design excludes --paired and --first");
    }
    if (!options.has(DESIGN) && (options.has(CONTRAST) || options.has(COLUMNS))) {
      throw new InvalidOption("--contrast and --columns are of a --design");
    }
    Permutation.Rule rule =
        new Permutation.Rule(
            options.get(PERMUTATIONS),
            options.get(SEED),
            options.get(ONE_SIDED) ? Sides.POSITIVE : Sides.BOTH,
            HELD);
    if (options.get(PAIRED)) {
      List<MapInput> pairs =
          Pairs.differences(inputs, options.get(ZERO_IS_MISSING), work.session());
      return Permutation.oneSample(Group.of(pairs, false, work), rule);
    }
    Group group = group(inputs, options, work);
    if (options.has(DESIGN)) {
      String contrast = options.get(CONTRAST);
      Design design = design(options, inputs.size());
      return Permutation.map(group, design, design.contrast(contrast), rule);
    }
    return options.has(FIRST)
        ? Permutation.twoSample(group, options.get(FIRST), rule)
        : Permutation.oneSample(group, rule);
  }
}
