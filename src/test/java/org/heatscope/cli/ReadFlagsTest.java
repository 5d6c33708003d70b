// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which image of a folder is read, and with what faults. */
class ReadFlagsTest {
  private static final Path DICOM = Path.of("test-images", "dicom");
  private static final String MAP = "test-images/nifti/functional.nii";

  @TempDir Path folder;

  private String out;
  private String err;

  private int run(String... args) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(args);
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
      out = o.toString(StandardCharsets.UTF_8);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  private String twoSeries() throws IOException {
    Path both = Files.createDirectory(folder.resolve("both"));
    Files.copy(DICOM.resolve("CT_small.dcm"), both.resolve("a"));
    Files.copy(DICOM.resolve("MR_small_implicit.dcm"), both.resolve("b"));
    return both.toString();
  }

  private String withoutSliceThirteen() throws IOException {
    Path gap = Files.createDirectory(folder.resolve("gap"));
    for (int i = 1; i <= 20; i++) {
      String name = String.format("brain_%03d.dcm", i);
      if (i != 13) {
        Files.copy(DICOM.resolve("oblique").resolve(name), gap.resolve(name));
      }
    }
    return gap.toString();
  }

  private JsonObject json() {
    return JsonParser.parseString(out).getAsJsonArray().get(0).getAsJsonObject();
  }

  @Test
  void severalSeriesAreListedAndTheUserChooses() throws IOException {
    String both = twoSeries();
    for (String[] command :
        new String[][] {
          {"info", both}, {"overlay", both, "--map", MAP, "-o", folder.resolve("f.png").toString()}
        }) {
      assertEquals(2, run(command));
      List<String> lines = err.strip().lines().toList();
      assertEquals(3, lines.size(), err);
      assertEquals(
          "heatscope: error: " + both + ": 2 images here; choose one with --series N or UID",
          lines.get(0));
      assertTrue(lines.get(1).startsWith("  1: \"CT 1\" (1 slice of 128 x 128"), err);
      assertTrue(lines.get(2).startsWith("  2: "), err);
    }
    assertEquals(0, run("info", both, "--series", "2", "--json"), () -> err);
    assertEquals("[64,64,1]", json().get("shape").toString());
    String uid = "1.3.6.1.4.1.5962.1.3.1.1.20040119072730.12322";
    assertEquals(0, run("info", both, "--series", uid, "--json"), () -> err);
    assertEquals("[128,128,1]", json().get("shape").toString());
    assertEquals(2, run("info", both, "--series", "3"));
  }

  private JsonObject info(String file) {
    assertEquals(0, run("info", file, "--json"), () -> err);
    return json();
  }

  @Test
  void aMapOfOneOfSeveralSeriesIsComputed() throws IOException {
    String both = twoSeries();
    String out = folder.resolve("m.nii.gz").toString();
    assertEquals(2, run("map", "smooth", both, "--fwhm", "2", "-o", out));
    assertTrue(err.contains("choose one with --series N or UID"), err);
    assertEquals(
        0, run("map", "smooth", both, "--fwhm", "2", "--series", "2", "-o", out), () -> err);
    assertEquals("[64,64,1]", info(out).get("shape").toString());
    assertEquals(0, run("map", "smooth", both + "?series=1", "--fwhm", "2", "-o", out), () -> err);
    assertEquals("[128,128,1]", info(out).get("shape").toString());
  }

  @Test
  void aFileBesideTheInputChoosesItsOwnSeries() throws IOException {
    String both = twoSeries();
    String out = folder.resolve("m.npy").toString();
    String[] map = {"map", "smooth", both, "--series", "2", "--fwhm", "2", "-o", out, "--mask"};
    String[] masked = Arrays.copyOf(map, map.length + 1);
    masked[map.length] = both;
    assertEquals(2, run(masked));
    masked[map.length] = both + "?series=2";
    assertEquals(0, run(masked), () -> err);
    String figure = folder.resolve("f.png").toString();
    String own = both + "?series=2&threshold=0";
    assertEquals(0, run("overlay", both, "--series", "2", "--map", own, "-o", figure), () -> err);
    String computed = "smooth:" + both + "?fwhm=3&series=2&threshold=0";
    String base = both + "?series=2";
    assertEquals(0, run("overlay", base, "--map", computed, "-o", figure), () -> err);
    assertEquals(2, run("overlay", both, "--series", "2", "--map", both, "-o", figure));
  }

  @Test
  void aSeriesIsNotChosenWhereThereIsNone() {
    assertEquals(2, run("info", MAP, "--series", "2"));
    assertTrue(err.contains("there is no series \"2\": the file holds one image (NIfTI)"), err);
    assertEquals(2, run("info", MAP + "?series=2"));
    String out = folder.resolve("m.npy").toString();
    assertEquals(2, run("map", "tsnr", MAP, "--series", "1", "-o", out));
    assertEquals(
        2,
        run("overlay", MAP, "--map", MAP + "?series=3", "-o", folder.resolve("f.png").toString()));
    assertEquals(2, run("info", "test-images/tiff/multipage.tif", "--series", "1"));
    assertEquals(2, run("score", "--map", "test-images/nifti/functional.nii", "--series", "1"));
    assertTrue(err.contains("--series 1 chooses an image, and no image is given"), err);
  }

  @Test
  void aMapOfSlicesWithAGapIsComputedWhereTheGapIsAccepted() throws IOException {
    String gap = withoutSliceThirteen();
    String out = folder.resolve("m.nii.gz").toString();
    assertEquals(1, run("map", "smooth", gap, "--fwhm", "2", "-o", out));
    assertTrue(err.contains("--accept gaps reads it all the same"), err);
    assertEquals(
        0, run("map", "smooth", gap, "--fwhm", "2", "--accept", "gaps", "-o", out), () -> err);
  }

  @Test
  void aKindThatThereIsNotIsNamedWithItsNearest() {
    String figure = folder.resolve("f.png").toString();
    for (String map :
        new String[] {"tsnrr:" + MAP, "tsnrr:" + MAP + "?alpha=0.5", "tsnrr:/a.nii"}) {
      assertEquals(2, run("overlay", MAP, "--map", map, "-o", figure));
      assertTrue(err.contains("no such kind: tsnrr (nearest: tsnr"), err);
    }
  }

  /** What stands in the place of bytes that are no text in the locale. */
  @Test
  void aNameThatTheLocaleCannotTellSaysWhatToSet() {
    assertEquals(1, run("info", "caf\ufffd.nii"));
    assertTrue(err.contains("no such file or folder; the name is outside"), err);
    assertTrue(err.contains("set LC_ALL"), err);
    assertEquals(1, err.strip().lines().count());
  }

  @Test
  void onlyAPipeWithoutAReaderIsOneThatIsClosed() throws IOException {
    for (String fault : new String[] {"Broken pipe", "No space left on device"}) {
      StandardOutput out =
          new StandardOutput(
              new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                  throw new IOException(fault);
                }
              });
      PrintStream print = new PrintStream(out);
      print.print("some");
      assertFalse(out.isPipeClosed());
      assertTrue(print.checkError());
      assertEquals(fault.equals("Broken pipe"), out.isPipeClosed());
    }
  }

  @Test
  void infoShowsAGapThatOverlayRefusesUnlessItIsAccepted() throws IOException {
    String gap = withoutSliceThirteen();
    assertEquals(0, run("info", gap, "--json"), () -> err);
    assertEquals("[256,256,19]", json().get("shape").toString());
    assertTrue(json().get("warnings").toString().contains("A slice is missing between"));
    String figure = folder.resolve("f.png").toString();
    assertEquals(1, run("overlay", gap, "--map", MAP, "-o", figure));
    assertTrue(err.contains("--accept gaps reads it all the same"), err);
    assertFalse(Files.exists(Path.of(figure)));
    assertEquals(0, run("overlay", gap, "--map", MAP, "--accept", "gaps", "-o", figure), () -> err);
    assertTrue(Files.exists(Path.of(figure)));
  }

  @Test
  void anImageAboveTheLimitIsRefused() {
    String file = DICOM.resolve("CT_small.dcm").toString();
    assertEquals(1, run("info", file, "--max-bytes", "31K"));
    assertTrue(err.contains("32768 bytes of samples, more than the limit of 31744"), err);
    assertEquals(0, run("info", file, "--max-bytes", "32K"), () -> err);
    assertEquals(2, run("info", file, "--max-bytes", "some"));
  }
}
