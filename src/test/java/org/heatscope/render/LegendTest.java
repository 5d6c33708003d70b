// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.heatscope.color.ColorScale;
import org.heatscope.color.ColorTable;
import org.heatscope.color.Colormap;
import org.heatscope.color.Colormaps;
import org.heatscope.color.Norm;
import org.heatscope.color.Norms;
import org.heatscope.image.Rescale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LegendTest {
  private static final Legend.Text TEXT = new Legend.Text("z", "min–max", "", -3, 40);

  private static Stream<Arguments> scales() {
    List<Norm> norms =
        List.of(
            Norms.linear(-3, 7),
            Norms.log(0.5, 800),
            Norms.symlog(-100, 1000, 1),
            Norms.power(0, 9, 0.5),
            Norms.twoSlope(-2, 0, 6),
            Norms.centered(1, 5));
    return Colormaps.names().stream()
        .map(Colormaps::get)
        .filter(Colormaps::isInjective)
        .flatMap(c -> norms.stream().map(n -> Arguments.of(c.name(), n.name(), c, n)));
  }

  /** Reads a drawn bar as a reader of the picture does: a colour, its height, the value there. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("scales")
  void theDrawnBarGivesTheValueOfAColour(String map, String kind, Colormap colormap, Norm norm) {
    ColorScale scale = ColorScale.of(norm, colormap);
    Canvas canvas = new Canvas(300, 420, 0);
    Legend.Bar bar = new Legend(scale, TEXT, 16, 0xffffff).draw(canvas, 10, 10, 300);
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      double value = norm.inverse(random.nextDouble());
      int rgb = table.rgb(table.classOf(value));
      int first = -1;
      int last = -1;
      for (int row = 0; row < bar.height(); row++) {
        int p = canvas.rgba()[(bar.y() + row) * canvas.width() + bar.x() + bar.width() / 2];
        int seen = (p & 0xff) << 16 | p & 0xff00 | p >> 16 & 0xff;
        if (seen == rgb) {
          first = first < 0 ? row : first;
          last = row;
        }
      }
      assertTrue(first >= 0, "the colour of " + value + " is on the bar");
      double position = 1 - (first + last + 1) / 2.0 / bar.height();
      assertEquals(norm.apply(value), position, 1 / 256.0, "value " + value);
    }
  }

  @Test
  void whatTheThresholdHidesIsGrey() {
    ColorScale scale = ColorScale.of(Norms.linear(-10, 10), Colormaps.get("cold_hot"));
    Canvas canvas = new Canvas(300, 420, 0);
    Legend.Bar bar =
        new Legend(scale.withThreshold(5), TEXT, 16, 0xffffff).draw(canvas, 10, 10, 256);
    int grey = 0;
    for (int row = 0; row < 256; row++) {
      int p = canvas.rgba()[(bar.y() + row) * canvas.width() + bar.x() + 5] & 0xffffff;
      boolean hidden = p == Legend.HIDDEN_RGB;
      double value = 10 - 20 * (row + 0.5) / 256;
      assertEquals(Math.abs(value) <= 5, hidden, "at " + value);
      grey += hidden ? 1 : 0;
    }
    assertEquals(128, grey);
  }

  @Test
  void saysHowTheScaleCameAbout() {
    ColorScale scale =
        ColorScale.of(Norms.linear(0, 10), Colormaps.get("hot"))
            .withThreshold(2.5)
            .withAlpha(0.7, ColorScale.AlphaRule.CONSTANT);
    Legend legend = new Legend(scale, new Legend.Text("z", "2–98 %", "80 %", 0, 12), 16, 0xffffff);
    assertEquals(
        List.of("linear, range: 2–98 %", "shown: |v| > 2.5 (80 %)", "alpha 0.7"), legend.notes());
  }

  @Test
  void ticksStandAtTheEndsAndTheThresholdClearOfEachOther() {
    ColorScale scale =
        ColorScale.of(Norms.linear(-12, 12), Colormaps.get("cold_hot")).withThreshold(4);
    List<Legend.Tick> ticks = new Legend(scale, TEXT, 16, 0xffffff).ticks(256);
    List<String> labels = ticks.stream().map(Legend.Tick::label).toList();
    assertTrue(labels.containsAll(List.of("−12", "12", "4", "−4")), labels.toString());
    for (Legend.Tick a : ticks) {
      for (Legend.Tick b : ticks) {
        assertTrue(a == b || Math.abs(a.position() - b.position()) * 256 >= 16);
      }
    }
    double four =
        ticks.stream().filter(t -> t.label().equals("4")).findFirst().orElseThrow().position();
    assertEquals(16 / 24.0, four, 1e-9);
  }

  @Test
  void boundariesAreStepsOfEqualHeightMarkedAtTheirEnds() {
    ColorScale scale =
        ColorScale.of(Norms.boundaries(200, 400, 600, 800, 1200), Colormaps.get("turbo"));
    Canvas canvas = new Canvas(300, 500, 0);
    Legend legend = new Legend(scale, TEXT, 16, 0xffffff);
    Legend.Bar bar = legend.draw(canvas, 10, 10, 256);
    ColorTable table = new ColorTable(scale, Rescale.IDENTITY);
    double[] inBin = {1000, 700, 500, 300};
    for (int row = 0; row < 256; row++) {
      int p = canvas.rgba()[(bar.y() + row) * canvas.width() + bar.x() + 5];
      int seen = (p & 0xff) << 16 | p & 0xff00 | p >> 16 & 0xff;
      assertEquals(table.rgb(table.classOf(inBin[row / 64])), seen, "row " + row);
    }
    List<Legend.Tick> ticks = legend.ticks(256);
    assertEquals(5, ticks.size());
    for (Legend.Tick t : ticks) {
      double want =
          switch (t.label()) {
            case "200" -> 0;
            case "400" -> 0.25;
            case "600" -> 0.5;
            case "800" -> 0.75;
            default -> 1;
          };
      assertEquals(want, t.position(), 1e-12, t.label());
    }
  }

  @Test
  void specialClassesHaveSwatches() {
    ColorScale plain = ColorScale.of(Norms.linear(0, 1), Colormaps.get("hot"));
    ColorScale marked =
        plain.withSpecial(
            OptionalInt.of(0x00ff00),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.of(0x0000ff));
    Canvas canvas = new Canvas(300, 500, 0);
    new Legend(marked, TEXT, 16, 0xffffff).draw(canvas, 10, 10, 256);
    int green = 0;
    int blue = 0;
    for (int p : canvas.rgba()) {
      green += (p & 0xffffff) == 0x00ff00 ? 1 : 0;
      blue += (p & 0xffffff) == 0xff0000 ? 1 : 0;
    }
    assertTrue(green > 50 && blue > 50, green + " green, " + blue + " blue pixels");
    assertEquals(
        2 * 1.3 * 16,
        new Legend(marked, TEXT, 16, 0).surround() - new Legend(plain, TEXT, 16, 0).surround(),
        1.01);
  }

  @Test
  void aTitleOfANameTakesTwoFifthsOfThePageAtMost() {
    assertEquals("zstat1", Figure.fittingTitle("zstat1", 1600, 1));
    String name = "sub-".repeat(25) + "bold".repeat(25);
    for (int bars = 1; bars < 4; bars++) {
      String title = Figure.fittingTitle(name, 1600, bars);
      // A page of 1600 pixels has text of 1600 / 76 pixels.
      assertTrue(Canvas.textWidth(title, 1600 / 76.0) <= 640.0 / bars, title);
      assertTrue(Canvas.textWidth(title, 1600 / 76.0) > 600.0 / bars, title);
      assertTrue(title.startsWith("sub-sub-") && title.endsWith("boldbold"), title);
    }
  }
}
