// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.ArrayList;
import java.util.List;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.Scene;

/** The scan along rows of the raster, as red, green and blue of 0 to 255. */
final class BaseColors {
  private final List<RowSampler> samplers = new ArrayList<>();
  private final List<GreyStage> stages = new ArrayList<>();
  private final List<Stretch> samples = new ArrayList<>();
  private final float[][] tiles = new float[3][Lanes.roundUp(Stretch.SIZE)];
  private final float[][] colors = new float[3][];
  private final int[] background = new int[3];
  private final boolean whole;

  BaseColors(Scene scene) {
    Base base = scene.base();
    for (Samples s : base.channels()) {
      samplers.add(new RowSampler(s, base.pixelToVoxel(), base.interpolation(), scene.width()));
      stages.add(new GreyStage(base.window(), s.rescale()));
      samples.add(new Stretch());
    }
    for (int c = 0; c < 3; c++) {
      background[c] = scene.background() >> (16 - 8 * c) & 0xff;
    }
    whole = base.channels().get(0).type().isInteger();
  }

  /** The most that a colour is off. */
  double error() {
    return stages.stream().mapToDouble(GreyStage::error).max().orElseThrow();
  }

  /** Goes to a row of the raster. */
  void startRow(int py, int pz) {
    for (RowSampler s : samplers) {
      s.startRow(py, pz);
    }
  }

  /** The colours of n pixels of the row from px on; channels that are alike may share an array. */
  float[][] read(int px, int n) {
    for (int c = 0; c < samplers.size(); c++) {
      samplers.get(c).read(px, n, samples.get(c));
    }
    boolean isColor = samplers.size() == 3;
    for (int c = 0; c < 3; c++) {
      if (c > 0 && !isColor && (isFull(n) || background[c] == background[c - 1])) {
        colors[c] = colors[c - 1];
      } else {
        int channel = isColor ? c : 0;
        stages.get(channel).apply(samples.get(channel), n, background[c], tiles[c]);
        colors[c] = tiles[c];
      }
    }
    if (isColor && !whole) {
      spreadMissing();
    }
    return colors;
  }

  /** Whether no pixel shows the background. */
  private boolean isFull(int n) {
    return whole && samples.get(0).from == 0 && samples.get(0).to == n;
  }

  /** A pixel without red has no green and blue either, and without green no blue. */
  private void spreadMissing() {
    for (int i = samples.get(0).from; i < samples.get(0).to; i++) {
      boolean missing = false;
      for (int c = 0; c < 3; c++) {
        if (missing) {
          tiles[c][i] = background[c];
        }
        missing |= Double.isNaN(samples.get(c).at(i));
      }
    }
  }

  /** The colours of one pixel of those last read as the scalar backend has them, 0 to 1. */
  void exactly(int i, double[] out) {
    boolean has = samples.get(0).has(i);
    for (int c = 0; c < 3; c++) {
      if (c < samples.size()) {
        double g = has ? stages.get(c).grey(samples.get(c).at(i)) : Double.NaN;
        has = !Double.isNaN(g);
        out[c] = has ? g : background[c] / 255.0;
      } else {
        out[c] = has ? out[0] : background[c] / 255.0;
      }
    }
  }
}
