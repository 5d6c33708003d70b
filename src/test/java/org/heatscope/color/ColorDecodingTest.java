// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heatscope.image.Rescale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of a picture does: from an opaque colour back to the value. */
class ColorDecodingTest {
  private static final int VALUES = 400;

  static List<Norm> continuousNorms() {
    List<Norm> norms = new ArrayList<>();
    for (Norm norm : NormsTest.norms()) {
      if (!norm.name().equals("boundaries")) {
        norms.add(norm);
      }
    }
    return norms;
  }

  /** First and last entry of that colour. */
  private static int[] entriesOf(int rgb, Colormap map) {
    int first = 0;
    while (map.entry(first) != rgb) {
      first++;
    }
    int last = 255;
    while (map.entry(last) != rgb) {
      last--;
    }
    return new int[] {first, last};
  }

  private static double random(Norm norm, Random random) {
    return norm.inverse(random.nextDouble());
  }

  @ParameterizedTest
  @MethodSource("continuousNorms")
  void injectiveMapsDecodeToWithinHalfAStep(Norm norm) {
    Random random = new Random(21);
    for (String name : Colormaps.names()) {
      Colormap map = Colormaps.get(name);
      if (!Colormaps.isInjective(map)) {
        continue;
      }
      ColorTable table = new ColorTable(ColorScale.of(norm, map), Rescale.IDENTITY);
      for (int i = 0; i < VALUES; i++) {
        double value = random(norm, random);
        int k = entriesOf(table.rgb(table.classOf(value)), map)[0];
        double decoded = norm.inverse((k + 0.5) / 256);
        double low = norm.inverse((double) k / 256);
        double high = norm.inverse((k + 1.0) / 256);
        double slack = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
        assertTrue(low - slack <= value && value <= high + slack, name + " " + norm + " " + value);
        assertTrue(low <= decoded && decoded <= high, name + " " + norm);
      }
    }
  }

  /** Maps that give two neighbouring entries one colour; it stands for the border between them. */
  @ParameterizedTest
  @MethodSource("continuousNorms")
  void mapsThatRepeatAColourOnceDecodeToWithinOneStep(Norm norm) {
    Random random = new Random(22);
    for (String name : List.of("viridis", "cividis", "gray", "copper", "Blues", "icefire")) {
      Colormap map = Colormaps.get(name);
      ColorTable table = new ColorTable(ColorScale.of(norm, map), Rescale.IDENTITY);
      for (int i = 0; i < VALUES; i++) {
        double value = random(norm, random);
        int[] k = entriesOf(table.rgb(table.classOf(value)), map);
        double position = (k[0] + k[1] + 1) / 512.0;
        double low = norm.inverse(position - 1 / 256.0);
        double high = norm.inverse(position + 1 / 256.0);
        double slack = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
        assertTrue(low - slack <= value && value <= high + slack, name + " " + norm + " " + value);
      }
    }
  }

  @Test
  void boundariesDecodeToTheMiddleOfTheBin() {
    double[] b = {-4, -3, -1, -0.25, 0, 2, 8};
    Norm norm = Norms.boundaries(b);
    Colormap map = Colormaps.get("inferno");
    ColorTable table = new ColorTable(ColorScale.of(norm, map), Rescale.IDENTITY);
    Random random = new Random(23);
    for (int bin = 0; bin < 6; bin++) {
      double value = b[bin] + random.nextDouble() * (b[bin + 1] - b[bin]);
      int k = entriesOf(table.rgb(table.classOf(value)), map)[0];
      assertEquals((b[bin] + b[bin + 1]) / 2, norm.inverse((k + 0.5) / 256));
    }
  }
}
