// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import org.heatscope.color.ColorTable;
import org.heatscope.color.FloatCuts;
import org.heatscope.image.Rescale;
import org.heatscope.op.Composite.MapLayer;
import org.heatscope.op.Interpolation;

/** A map along rows of the raster: the class of each pixel and what the classes look like. */
final class Layer {
  /** The class of each pixel of the stretch, numbered as in {@link FloatCuts}. */
  final int[] numbers = new int[Lanes.roundUp(Stretch.SIZE)];

  final LayerColors colors;
  private final RowSampler map;
  private final ClassStage stage;
  private final Stretch samples = new Stretch();
  private final RowSampler mask;
  private final Rescale maskRescale;
  private final Stretch maskSamples;

  Layer(MapLayer layer, int width) {
    colors = new LayerColors(layer.table());
    stage = new ClassStage(layer.table());
    map = new RowSampler(layer.samples(), layer.pixelToVoxel(), layer.interpolation(), width);
    mask =
        layer
            .mask()
            .map(m -> new RowSampler(m.samples(), m.pixelToVoxel(), Interpolation.NEAREST, width))
            .orElse(null);
    maskRescale = layer.mask().map(m -> m.samples().rescale()).orElse(null);
    maskSamples = mask == null ? null : new Stretch();
  }

  /** Goes to a row of the raster. */
  void startRow(int py, int pz) {
    map.startRow(py, pz);
    if (mask != null) {
      mask.startRow(py, pz);
    }
  }

  /** Finds the classes of n pixels of the row from px on; false if the map has none of them. */
  boolean classify(int px, int n) {
    map.read(px, n, samples);
    if (samples.isEmpty()) {
      Arrays.fill(numbers, 0, n, ColorTable.HIDDEN);
      return false;
    }
    stage.apply(samples, n, numbers);
    if (mask != null) {
      mask.read(px, n, maskSamples);
      for (int i = samples.from; i < samples.to; i++) {
        if (isMasked(i)) {
          numbers[i] = ColorTable.MASKED;
        }
      }
    }
    return true;
  }

  private boolean isMasked(int i) {
    if (!maskSamples.has(i)) {
      return true;
    }
    double m = maskRescale.apply(maskSamples.at(i));
    return m == 0 || Double.isNaN(m);
  }
}
