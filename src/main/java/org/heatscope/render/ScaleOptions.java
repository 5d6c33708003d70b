// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Optional;
import java.util.OptionalInt;
import org.heatscope.color.ColorScale;
import org.heatscope.color.Colormap;

/**
 * How the user wants a map's colour scale; what is empty is chosen from the map's values by {@link
 * Scales}.
 *
 * @param colormap the colours; empty: {@code cold_hot} for a map with both signs, else {@code hot}
 * @param norm the kind of scale and its parameters, as {@link NormSpec}
 * @param range {low, high}
 * @param percentile {low, high} percentages of the finite values that the range runs between
 * @param symmetric whether the range is widened to the same distance on both sides of zero
 * @param threshold "3.1" a value, "95%" a percentile of |value|, "auto"
 * @param alpha weight of the heatmap, 0 to 1
 * @param alphaRule constant, or growing with the value
 * @param nan colour of NaN as 0xRRGGBB
 * @param under colour below the range
 * @param over colour above the range
 * @param masked colour outside the mask
 */
public record ScaleOptions(
    Optional<Colormap> colormap,
    NormSpec norm,
    Optional<double[]> range,
    Optional<double[]> percentile,
    boolean symmetric,
    Optional<String> threshold,
    double alpha,
    ColorScale.AlphaRule alphaRule,
    OptionalInt nan,
    OptionalInt under,
    OptionalInt over,
    OptionalInt masked) {

  /** Everything left to the engine. */
  public static ScaleOptions automatic() {
    return new ScaleOptions(
        Optional.empty(),
        NormSpec.LINEAR,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        1,
        ColorScale.AlphaRule.CONSTANT,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
