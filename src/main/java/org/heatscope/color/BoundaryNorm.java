// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import java.util.Arrays;

/** See {@link Norms#boundaries}. */
final class BoundaryNorm implements Norm {
  private final double[] boundaries;
  private final int bins;

  BoundaryNorm(double[] boundaries) {
    this.boundaries = boundaries.clone();
    bins = boundaries.length - 1;
    Norms.require(
        bins >= 1 && bins <= Colormap.SIZE,
        "a scale of boundaries needs 2 to 257 of them, not " + boundaries.length);
    for (int i = 0; i <= bins; i++) {
      Norms.require(
          Double.isFinite(boundaries[i]) && (i == 0 || boundaries[i - 1] < boundaries[i]),
          "boundaries must be numbers that rise: " + Arrays.toString(boundaries));
    }
  }

  private int entry(int bin) {
    return bins == 1 ? (Colormap.SIZE - 1) / 2 : (Colormap.SIZE - 1) * bin / (bins - 1);
  }

  @Override
  public double apply(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    if (value < low()) {
      return -1;
    }
    if (value >= high()) {
      return 2;
    }
    // Adding 0 makes -0 a 0, which the search would put below it.
    int found = Arrays.binarySearch(boundaries, value + 0.0);
    return (entry(found >= 0 ? found : -found - 2) + 0.5) / Colormap.SIZE;
  }

  @Override
  public double inverse(double position) {
    int bin = Math.max(0, Math.min(bins - 1, (int) Math.floor(position * bins)));
    // Entries are rounded down, so a colour's position may fall short of its bin's equal share.
    if (bin + 1 < bins && entry(bin + 1) == (int) Math.floor(position * Colormap.SIZE)) {
      bin++;
    }
    return boundaries[bin] + (boundaries[bin + 1] - boundaries[bin]) / 2;
  }

  @Override
  public double low() {
    return boundaries[0];
  }

  @Override
  public double high() {
    return boundaries[bins];
  }

  @Override
  public double[] boundaries() {
    return boundaries.clone();
  }

  @Override
  public String name() {
    return "boundaries";
  }

  @Override
  public String toString() {
    return "boundaries " + Arrays.toString(boundaries);
  }
}
