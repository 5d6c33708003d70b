// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.simd;

import java.util.Arrays;
import org.heatscope.image.Samples;
import org.heatscope.op.Composite.Base;
import org.heatscope.op.Composite.Scene;

/** The scan along rows of the raster, as red, green and blue of 0 to 255. */
final class BaseColors {
  private final RowSampler[] samplers;
  private final GreyStage[] stages;
  private final Stretch[] samples;
  private final float[][] tiles = new float[3][Lanes.roundUp(Stretch.SIZE)];
  private final float[][] colors = new float[3][];
  private final int[] background = new int[3];
  private final boolean whole;

  BaseColors(Scene scene) {
    Base base = scene.base();
    int channels = base.channels().size();
    samplers = new RowSampler[channels];
    stages = new GreyStage[channels];
    samples = new Stretch[channels];
    for (int c = 0; c < channels; c++) {
      Samples s = base.channels().get(c);
      samplers[c] = new RowSampler(s, base.pixelToVoxel(), base.interpolation(), scene.width());
      stages[c] = new GreyStage(base.window(), s.rescale());
      samples[c] = new Stretch();
    }
    for (int c = 0; c < 3; c++) {
      background[c] = scene.background() >> (16 - 8 * c) & 0xff;
    }
    whole = base.channels().get(0).type().isInteger();
  }

  /** The most that a colour is off. */
  double error() {
    return Arrays.stream(stages).mapToDouble(GreyStage::error).max().orElseThrow();
  }

  /** Goes to a row of the raster. */
  void startRow(int py, int pz) {
    for (RowSampler s : samplers) {
      s.startRow(py, pz);
    }
  }

  /** Whether the row's pixels that the scan has are stored samples of it. */
  boolean isOnGrid() {
    return samplers[0].isOnGrid();
  }

  /** The first channel's samples under n pixels of the row from px on. */
  Stretch sample(int px, int n) {
    samplers[0].read(px, n, samples[0]);
    return samples[0];
  }

  /** The colours of n pixels of the row from px on; channels that are alike may share an array. */
  float[][] read(int px, int n) {
    for (int c = 0; c < samplers.length; c++) {
      samplers[c].read(px, n, samples[c]);
    }
    boolean isColor = samplers.length == 3;
    for (int c = 0; c < 3; c++) {
      if (c > 0 && !isColor && (isFull(n) || background[c] == background[c - 1])) {
        colors[c] = colors[c - 1];
      } else {
        int channel = isColor ? c : 0;
        stages[channel].apply(samples[channel], n, background[c], tiles[c]);
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
    return whole && samples[0].from == 0 && samples[0].to == n;
  }

  /** A pixel without red has no green and blue either, and without green no blue. */
  private void spreadMissing() {
    for (int i = samples[0].from; i < samples[0].to; i++) {
      boolean missing = false;
      for (int c = 0; c < 3; c++) {
        if (missing) {
          tiles[c][i] = background[c];
        }
        missing |= Double.isNaN(samples[c].at(i));
      }
    }
  }

  /** A channel of one pixel of those last read as the scalar backend has it, 0 to 1. */
  double exactly(int i, int channel) {
    if (!samples[0].has(i)) {
      return background[channel] / 255.0;
    }
    if (samples.length == 1) {
      double g = stages[0].grey(samples[0].at(i));
      return Double.isNaN(g) ? background[channel] / 255.0 : g;
    }
    double g = 0;
    for (int c = 0; c <= channel && !Double.isNaN(g); c++) {
      g = stages[c].grey(samples[c].at(i));
    }
    return Double.isNaN(g) ? background[channel] / 255.0 : g;
  }
}
