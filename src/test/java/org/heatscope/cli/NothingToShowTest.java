// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that hold nothing, or lie where nothing else is: which file is at fault is said. */
class NothingToShowTest {
  @TempDir Path folder;

  private String err;

  @BeforeEach
  void writeImages() throws IOException {
    float[] ramp = new float[4 * 125];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % 7 - 2;
    }
    image("ok.nii", ramp, 1, 0);
    image("far.nii", ramp, 1, 99999);
    image("series.nii", ramp, 4, 0);
    image("zero.nii", new float[125], 1, 0);
    float[] nan = new float[125];
    Arrays.fill(nan, Float.NaN);
    image("nan.nii", nan, 1, 0);
  }

  private void image(String name, float[] values, int frames, double x) throws IOException {
    Geometry g = Geometry.anatomical(5, 5, 5, Affine.of(2, 0, 0, x, 0, 2, 0, 0, 0, 0, 2, 0));
    float[] used = Arrays.copyOf(values, 125 * frames);
    Volume v = Volume.of(ArrayImgs.floats(used, 5, 5, 5, frames), g).build();
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageWriters.of(file).orElseThrow().write(v, name, out);
    }
  }

  /** Runs a command in which names of files are those of the folder. */
  private int run(String... args) {
    String[] whole =
        Arrays.stream(args)
            .map(a -> a.contains(".") ? folder.resolve(a).toString() : a)
            .toArray(String[]::new);
    PrintStream old = System.err;
    PrintStream oldOut = System.out;
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(whole);
    } finally {
      System.setErr(old);
      System.setOut(oldOut);
      err = e.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }
  }

  private void assertRefused(String sentence, String... args) {
    assertEquals(1, run(args), () -> err);
    assertTrue(err.contains("heatscope: error: " + sentence), err);
  }

  private void assertNoted(String sentence, String... args) {
    assertEquals(0, run(args), () -> err);
    assertTrue(err.contains("heatscope: note: " + sentence), err);
  }

  @Test
  void imagesThatDoNotMeetMakeNoGroup() {
    String common = "far.nii: no voxel in common with ok.nii";
    assertRefused(common, "map", "t", "ok.nii", "far.nii", "-o", "t.nii");
    assertRefused(
        common, "map", "t", "--paired", "ok.nii", "ok.nii", "far.nii", "far.nii", "-o", "t.nii");
    assertFalse(Files.exists(folder.resolve("t.nii")));
  }

  @Test
  void aMapWithoutAValueIsSaid() {
    assertNoted("the map holds no value", "map", "t", "ok.nii", "ok.nii", "-o", "t.nii");
  }

  @Test
  void anEmptyMaskOfAnOverlayIsSaid() {
    String[] overlay = {"overlay", "ok.nii", "--map", "ok.nii", "-o", "o.png", "--mask", ""};
    for (String mask : new String[] {"zero.nii", "nan.nii"}) {
      overlay[7] = mask;
      assertNoted(mask + ": the mask is empty", overlay);
    }
    overlay[7] = "far.nii";
    assertRefused("far.nii: the mask and the scan do not meet", overlay);
  }

  @Test
  void anEmptyMaskIsNamedAsTheFault() {
    assertRefused(
        "zero.nii: the automatic mask is empty", "map", "mask", "zero.nii", "-o", "m.nii");
    for (String mask : new String[] {"zero.nii", "nan.nii"}) {
      assertRefused(
          mask + ": the mask is empty",
          "map",
          "smooth",
          "ok.nii",
          "--fwhm",
          "4",
          "--mask",
          mask,
          "-o",
          "m.nii");
      assertRefused(mask + ": the mask is empty", "score", "--map", "ok.nii", "--mask", mask);
    }
    assertRefused(
        "far.nii: the mask has no voxel in common with ok.nii",
        "map",
        "smooth",
        "ok.nii",
        "--fwhm",
        "4",
        "--mask",
        "far.nii",
        "-o",
        "m.nii");
    assertRefused(
        "nan.nii: the map holds no value inside the mask",
        "score",
        "--map",
        "nan.nii",
        "--mask",
        "ok.nii");
  }

  @Test
  void whichFrameIsShownIsSaid() {
    assertNoted(
        "series.nii: frame 0 of 4 is shown; --frame N shows another",
        "overlay",
        "series.nii",
        "--map",
        "ok.nii",
        "-o",
        "o.png");
    assertEquals(0, run("overlay", "series.nii", "--frame", "1", "--map", "ok.nii", "-o", "o.png"));
    assertFalse(err.contains("frame 0"), err);
    assertNoted(
        "series.nii: frame 0 of 4 is the mask",
        "overlay",
        "ok.nii",
        "--map",
        "ok.nii",
        "--mask",
        "series.nii",
        "-o",
        "o.png");
  }

  @Test
  void aLongNameIsShortenedAndALongTitleIsNamed() throws IOException {
    String name = "m".repeat(200) + ".nii";
    Files.copy(folder.resolve("zero.nii"), folder.resolve("base.nii"));
    Files.copy(folder.resolve("ok.nii"), folder.resolve(name));
    String[] overlay = {"overlay", "base.nii", "--map", name, "--map", name, "-o", "o.png"};
    assertEquals(0, run(overlay), () -> err);
    String title = "w".repeat(200);
    assertEquals(2, run("overlay", "base.nii", "--map", "ok.nii", "--title", title, "-o", "o.png"));
    assertTrue(err.contains("beside the colour bar \"" + title + "\""), err);
  }

  @Test
  void aScanWithoutAValueIsSaid() {
    assertNoted("the scan holds no value", "overlay", "nan.nii", "--map", "ok.nii", "-o", "o.png");
  }
}
