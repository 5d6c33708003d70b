// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import java.util.Optional;
import org.heatscope.color.ColorScale;
import org.heatscope.image.Volume;
import org.heatscope.op.Interpolation;

/**
 * A map on its way into a picture.
 *
 * @param map the numbers and where they lie
 * @param frame which time point
 * @param scale value to colour and weight
 * @param interpolation between voxel centres
 * @param mask where the map counts: a volume that is neither zero nor NaN there; empty: everywhere
 * @param legend what the colour bar says besides its numbers
 */
public record Layer(
    Volume map,
    int frame,
    ColorScale scale,
    Interpolation interpolation,
    Optional<Volume> mask,
    Legend.Text legend) {}
