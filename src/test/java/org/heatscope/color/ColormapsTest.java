// SPDX-License-Identifier: Apache-2.0
package org.heatscope.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColormapsTest {
  @TempDir Path folder;

  @Test
  void entriesAreMatplotlibs() throws IOException {
    for (String[] row : ReferenceFile.rows("colormaps.csv")) {
      int k = Integer.parseInt(row[1]);
      int rgb =
          Integer.parseInt(row[2]) << 16 | Integer.parseInt(row[3]) << 8 | Integer.parseInt(row[4]);
      assertEquals(rgb, Colormaps.get(row[0]).entry(k), row[0] + " entry " + k);
    }
  }

  /** #440154, #21918c, #fde725; #30123b, #7a0403: as published, rounded where ours are cut off. */
  @Test
  void endsAreThePublishedOnesToWithinOne() {
    near(0x440154, Colormaps.get("viridis").entry(0));
    near(0x21918c, Colormaps.get("viridis").entry(128));
    near(0xfde725, Colormaps.get("viridis").entry(255));
    near(0x30123b, Colormaps.get("turbo").entry(0));
    near(0x7a0403, Colormaps.get("turbo").entry(255));
    near(0x000000, Colormaps.get("gray").entry(0));
    near(0xffffff, Colormaps.get("gray").entry(255));
  }

  private static void near(int expected, int found) {
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = (expected >> shift & 0xff) - (found >> shift & 0xff);
      assertTrue(Math.abs(difference) <= 1, Integer.toHexString(found));
    }
  }

  @Test
  void everyNameIsAMapOf256Rows() throws IOException {
    for (String name : Colormaps.names()) {
      assertEquals(name, Colormaps.get(name).name());
      try (Stream<String> lines =
          new String(Colormaps.class.getResourceAsStream(name + ".csv").readAllBytes(), "UTF-8")
              .lines()) {
        List<String> all = lines.toList();
        assertTrue(all.get(0).startsWith("# " + name + ": colours 0 to 255 of "), all.get(0));
        assertEquals(256, all.stream().filter(l -> Character.isDigit(l.charAt(0))).count(), name);
      }
    }
  }

  @Test
  void underscoreRReverses() {
    Colormap map = Colormaps.get("RdBu");
    Colormap back = Colormaps.get("RdBu_r");
    assertEquals("RdBu_r", back.name());
    for (int k = 0; k < 256; k++) {
      assertEquals(map.entry(k), back.entry(255 - k));
    }
  }

  @Test
  void unknownNamesAreAnsweredWithTheClosest() {
    assertTrue(
        refusal("virdis").startsWith("no colormap 'virdis'; did you mean 'viridis'? known: "));
    assertTrue(refusal("Jet").contains("did you mean 'jet'?"));
    assertTrue(refusal("rdbu_r").contains("did you mean 'RdBu'?"));
    assertTrue(refusal("xxxxxxxxx").startsWith("no colormap 'xxxxxxxxx'; known: viridis, plasma,"));
    assertTrue(refusal("").startsWith("no colormap ''; "));
    assertTrue(refusal("viridis_r_r").startsWith("no colormap"));
  }

  private static String refusal(String name) {
    return assertThrows(IllegalArgumentException.class, () -> Colormaps.get(name)).getMessage();
  }

  @Test
  void rainbowsWarnAndEvenMapsDoNot() {
    assertTrue(
        Colormaps.warning("jet").orElseThrow().startsWith("jet is not perceptually uniform"));
    assertTrue(Colormaps.warning("jet_r").orElseThrow().startsWith("jet_r is not"));
    for (String name : List.of("viridis", "cold_hot", "turbo", "gray_r")) {
      assertFalse(Colormaps.warning(name).isPresent(), name);
    }
  }

  @Test
  void injectiveMeansThatNoColourComesTwice() {
    assertTrue(Colormaps.isInjective(Colormaps.get("inferno")));
    byte[] rgb = Colormaps.get("inferno").rgb().clone();
    System.arraycopy(rgb, 0, rgb, 3 * 200, 3);
    assertFalse(Colormaps.isInjective(new Colormap("twice", rgb)));
  }

  private Colormap read(String name, String text) throws IOException {
    return Colormaps.read(Files.writeString(folder.resolve(name), text));
  }

  private static String grayRows(String separator, String before) {
    StringBuilder text = new StringBuilder(before);
    for (int k = 0; k < 256; k++) {
      text.append(k).append(separator).append(255 - k).append(separator).append(k / 2).append('\n');
    }
    return text.toString();
  }

  @Test
  void rows256AreUsedAsTheyAreWhateverParts() throws IOException {
    for (String separator : List.of(",", ";", "\t", " ", ", ", "   ")) {
      for (String before :
          List.of("", "r,g,b\n", "# by hand\nred green blue\r\n", "\ufeffR;G;B\n")) {
        Colormap map = read("my.map.csv", grayRows(separator, before));
        assertEquals("my.map", map.name());
        for (int k = 0; k < 256; k++) {
          assertEquals(k << 16 | (255 - k) << 8 | k / 2, map.entry(k));
        }
      }
    }
  }

  @Test
  void otherCountsAreStretchedLinearly() throws IOException {
    Colormap two = read("two.csv", "0,255,10\n255,0,10");
    Colormap three = read("three.csv", "0,0,0\n100,0,0 # middle\n\n100,200,0\n");
    for (int k = 0; k < 256; k++) {
      assertEquals(k << 16 | (255 - k) << 8 | 10, two.entry(k));
      double at = k * 2 / 255.0;
      assertEquals(Math.round(100 * Math.min(1, at)), three.channel(k, 0));
      assertEquals(Math.round(200 * Math.max(0, at - 1)), three.channel(k, 1));
    }
  }

  @Test
  void moreThan256RowsKeepTheirEnds() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= 1020; i++) {
      text.append(i / 4.0).append(",0,0\n");
    }
    Colormap map = read("fine.csv", text.toString());
    for (int k = 0; k < 256; k++) {
      assertEquals(k, map.channel(k, 0));
    }
  }

  @Test
  void fractionsUpToOneAreWholeColours() throws IOException {
    Colormap map = read("fsl.cmap", "0.000000 0.500000 1.000000\n1.000000 0.500000 0.000000\n");
    assertEquals(0x0080ff, map.entry(0));
    assertEquals(0xff8000, map.entry(255));
    assertEquals(0x000001, read("whole.csv", "0,0,1\n1,0,0\n").entry(0), "no point: of 255");
  }

  @Test
  void rowNumbersInFrontArePassedOver() throws IOException {
    StringBuilder imageJ = new StringBuilder("Index\tRed\tGreen\tBlue\n");
    StringBuilder mricron = new StringBuilder("* s=byte\tindex\tred\tgreen\tblue\r\n");
    for (int k = 0; k < 256; k++) {
      imageJ.append(k + "\t" + k + "\t7\t" + (255 - k) + "\n");
      mricron.append("S\t" + k + "\t" + k + "\t7\t" + (255 - k) + "\r\n");
    }
    for (int k = 0; k < 256; k++) {
      assertEquals(k << 16 | 7 << 8 | 255 - k, read("a.lut", imageJ.toString()).entry(k));
      assertEquals(k << 16 | 7 << 8 | 255 - k, read("b.lut", mricron.toString()).entry(k));
    }
  }

  @Test
  void planesOf768BytesAreRedGreenBlue() throws IOException {
    byte[] planes = new byte[768];
    for (int k = 0; k < 256; k++) {
      planes[k] = (byte) k;
      planes[256 + k] = (byte) (255 - k);
      planes[512 + k] = 9;
    }
    Colormap map = Colormaps.read(Files.write(folder.resolve("x.lut"), planes));
    for (int k = 0; k < 256; k++) {
      assertEquals(k << 16 | (255 - k) << 8 | 9, map.entry(k));
    }
  }

  @Test
  void tablesOfMricronAreRead() throws IOException {
    Path luts = Path.of("..", "shared", "data", "lut", "mricron");
    Assumptions.assumeTrue(Files.isDirectory(luts), "skipped: no ../shared/data/lut/mricron here");
    try (Stream<Path> files = Files.list(luts)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Colormap map = Colormaps.read(file);
        if (bytes.length == 768) {
          byte[] reds = new byte[256];
          for (int k = 0; k < 256; k++) {
            reds[k] = (byte) map.channel(k, 0);
          }
          assertArrayEquals(Arrays.copyOf(bytes, 256), reds, file.toString());
        }
      }
    }
    // The second row and the last of the text file.
    Colormap text = Colormaps.read(luts.resolve("blue_otto.lut"));
    assertEquals(0x000080, text.entry(1));
    assertEquals(0xdcffff, text.entry(255));
  }

  @Test
  void faultsAreNamedWithTheirLine() {
    fault("line 3: 300 is not in 0..255", "r,g,b\n0,0,0\n300,0,0\n");
    fault("line 2: -1 is not in 0..255", "0,0,0\n0,-1,0\n");
    fault("line 2: NaN is not in 0..255", "0,0,0\n0,NaN,0\n");
    fault("line 2: 2 numbers where red, green, blue are expected", "0,0,0\n0,1\n");
    fault("line 1: 4 numbers where red, green, blue are expected", "9,0,0,255\n");
    fault("line 2: 'x' is not a number", "0,0,0\n0,x,1\n");
    fault("a colormap needs 2 rows of red, green, blue or more, not 1", "0,0,0\n");
    fault("a colormap needs 2 rows of red, green, blue or more, not 0", "");
    fault("neither text nor the 768 bytes of a lookup table, but 3 bytes", "\0ab");
    fault("too large for a table of colours", "0,0,0\n".repeat(200_000));
  }

  private void fault(String sentence, String text) {
    assertEquals(
        sentence, assertThrows(IOException.class, () -> read("bad.csv", text)).getMessage());
  }

  @Test
  void aMissingFileAndAFolderAreNoColormaps() {
    Exception missing =
        assertThrows(IOException.class, () -> Colormaps.read(folder.resolve("none.csv")));
    assertEquals("no such file", missing.getMessage());
    Exception directory = assertThrows(IOException.class, () -> Colormaps.read(folder));
    assertEquals("not a file", directory.getMessage());
  }
}
