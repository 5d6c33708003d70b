// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.Table;
import org.heatscope.map.MapKind;
import org.heatscope.map.MapKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heatscope map} as a user meets it. */
class MapCommandTest {
  private static final String ANATOMICAL = "test-images/nifti/anatomical.nii";

  @TempDir Path folder;

  private String err;
  private String out;

  private int run(String... args) {
    PrintStream old = System.err;
    PrintStream oldOut = System.out;
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(args);
    } finally {
      System.setErr(old);
      System.setOut(oldOut);
      err = e.toString(StandardCharsets.UTF_8);
      out = o.toString(StandardCharsets.UTF_8);
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void writesTheMapOnTheGridOfTheInput() throws IOException {
    assertEquals(0, run("map", "normalize", ANATOMICAL, "-o", file("n.npy")), () -> err);
    Volume map = ImageReaders.read(folder.resolve("n.npy"));
    Volume image = ImageReaders.read(Path.of(ANATOMICAL));
    assertTrue(map.geometry().sameSize(image.geometry()));
    // min -610, max 30393 (nibabel 5.4.2)
    assertEquals((image.value(20, 20, 12, 0, 0) + 610) / 31003, map.value(20, 20, 12, 0, 0), 1e-6);
  }

  @Test
  void wrongUsageIsOneLineAndLeavesNoFile() {
    String[][] wrong = {
      {"map"},
      {"map", "normal", ANATOMICAL, "-o", file("x.npy")},
      {"map", "normalize", ANATOMICAL, ANATOMICAL, "-o", file("x.npy")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.png")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.npy"), "--method", "best"},
      {"map", "normalize", ANATOMICAL, "-o", file("x.npy"), "--report", file("x.txt")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.csv")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.npy"), "--report", file("x.csv")},
      {"map", "normalize", ANATOMICAL, "-o", file("x.npy"), "--coverage", file("n.npy")},
      {"map", "smooth", ANATOMICAL, "-o", file("x.npy")},
      {"map", "regions", ANATOMICAL, "--atlas", ANATOMICAL, "-o", file("x.npy")}
    };
    for (String[] args : wrong) {
      assertEquals(2, run(args), String.join(" ", args));
      assertTrue(err.startsWith("heatscope: error: "), err);
      assertFalse(Files.exists(folder.resolve("x.npy")));
    }
  }

  @Test
  void aThresholdThatNothingPassesIsSaid() {
    String z = "test-images/nifti/zstat1.nii.gz";
    assertEquals(
        0,
        run("map", "threshold", z, "--df", "1", "--fdr", "0.01", "-o", file("c.csv")),
        () -> err);
    assertEquals("heatscope: note: nothing is significant at fdr 0.01\n", err);
  }

  @Test
  void helpMarksWhatIsRequired() {
    for (MapKind kind : MapKinds.list()) {
      assertEquals(0, run("map", kind.name(), "--help"));
      String help = out;
      long needed = kind.options().stream().filter(o -> o.isNeeded()).count();
      assertEquals(needed + 1, help.split("Required\\.", -1).length - 1, kind.name() + ": " + help);
    }
  }

  @Test
  void theFileNamesWhatComputedItAndTheFormula() throws IOException {
    String out = file("h.nii.gz");
    assertEquals(
        0,
        run("map", "hessian", ANATOMICAL, "-o", out, "--sigma", "4", "--backend", "scalar"),
        () -> err);
    assertEquals(
        "[scalar, eigenvalues in plain Java] vesselness from the Hessian, sigma 4 mm",
        ImageReaders.read(folder.resolve("h.nii.gz")).description());
  }

  @Test
  void anUnsuitableImageIsNamed() {
    assertEquals(
        1, run("map", "normalize", "test-images/nifti/functional.nii", "-o", file("x.npy")));
    assertEquals(
        "heatscope: error: test-images/nifti/functional.nii: a single image is needed, this one has"
            + " 20 frames\n",
        err);
  }

  @Test
  void reportsAreTablesInCsvAndJson() throws IOException {
    String z = "test-images/nifti/zstat1.nii.gz";
    String atlas = "test-images/nifti/JHU-WhiteMatter-labels-2mm.nii.gz";
    assertEquals(
        0,
        run(
            "map",
            "threshold",
            z,
            "--value",
            "8",
            "--atlas",
            atlas,
            "-o",
            file("cut.npy"),
            "--report",
            file("c.csv")),
        () -> err);
    assertEquals(0, run("map", "threshold", z, "--value", "8", "-o", file("c.json")), () -> err);
    Table table = Table.read(folder.resolve("c.csv"));
    JsonArray rows =
        JsonParser.parseString(Files.readString(folder.resolve("c.json"))).getAsJsonArray();
    assertEquals(table.rows().size(), rows.size());
    // nilearn 0.14.1: the highest peak lies at 12, -92, -18 mm
    JsonObject first = rows.get(0).getAsJsonObject();
    assertEquals(15.641383171081543, first.get("peak").getAsDouble(), 1e-12);
    assertEquals(-92, first.get("y").getAsDouble());
    assertEquals("15.641383171081543", table.rows().get(0).get(table.column("peak")));
    assertTrue(table.columns().contains("label"));
    Volume cut = ImageReaders.read(folder.resolve("cut.npy"));
    assertEquals(15.641383, cut.value(35, 9, 7, 0, 0), 1e-5);
  }

  @Test
  void groupsWriteTheirCoverageAndMasksHold() throws IOException {
    assertEquals(
        0,
        run(
            "map",
            "mean",
            ANATOMICAL,
            ANATOMICAL,
            "--mask",
            "auto",
            "--coverage",
            file("n.npy"),
            "-o",
            file("m.npy")),
        () -> err);
    Volume n = ImageReaders.read(folder.resolve("n.npy"));
    Volume mean = ImageReaders.read(folder.resolve("m.npy"));
    Volume image = ImageReaders.read(Path.of(ANATOMICAL));
    assertEquals(0, n.value(0, 0, 0, 0, 0));
    assertTrue(Double.isNaN(mean.value(0, 0, 0, 0, 0)));
    assertEquals(2, n.value(16, 20, 12, 0, 0));
    assertEquals(image.value(16, 20, 12, 0, 0), mean.value(16, 20, 12, 0, 0), 1e-3);
  }

  @Test
  void optionsThatDoNotGoTogetherAreWrongUsage() {
    String[][] wrong = {
      {"map", "threshold", ANATOMICAL, "-o", file("x.npy")},
      {"map", "threshold", ANATOMICAL, "-o", file("x.npy"), "--fdr", "0.05", "--value", "3"},
      {"map", "t", ANATOMICAL, ANATOMICAL, "-o", file("x.npy"), "--paired", "--first", "1"},
      {"map", "t", ANATOMICAL, ANATOMICAL, "-o", file("x.npy"), "--pooled"},
      {"map", "percent-change", ANATOMICAL, "-o", file("x.npy")},
      {"map", "mean", ANATOMICAL, "-o", file("x.csv")}
    };
    for (String[] args : wrong) {
      assertEquals(2, run(args), String.join(" ", args));
      assertEquals(2, err.lines().filter(l -> !l.contains("note:")).count(), err);
    }
  }

  @Test
  void everyKindExplainsItself() {
    for (MapKind kind : MapKinds.list()) {
      assertEquals(0, run("map", kind.name(), "--help"), kind.name() + ": " + err);
    }
  }
}
