// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import org.heatscope.color.ColorTable;

/** What each class of a layer keeps of the colour below it and what it adds. */
public final class BlendTable {
  private final double[] kept = new double[ColorTable.CLASSES];
  private final double[][] added = new double[3][ColorTable.CLASSES];

  /** Works out the classes of a table. */
  public BlendTable(ColorTable table) {
    for (int kind = 0; kind < ColorTable.CLASSES; kind++) {
      double a = table.alpha(kind);
      int rgb = table.rgb(kind);
      kept[kind] = 1 - a;
      for (int c = 0; c < 3; c++) {
        added[c][kind] = a * ((rgb >> (16 - 8 * c) & 0xff) / 255.0);
      }
    }
  }

  /** A channel (0 red, 1 green, 2 blue) of the class over what is below; both 0 to 1. */
  public double blend(int kind, int channel, double below) {
    return kept[kind] * below + added[channel][kind];
  }

  /** The same for many. */
  void blend(int[] kinds, int channel, double[] below, double[] to, int n) {
    double[] plus = added[channel];
    for (int i = 0; i < n; i++) {
      to[i] = kept[kinds[i]] * below[i] + plus[kinds[i]];
    }
  }
}
