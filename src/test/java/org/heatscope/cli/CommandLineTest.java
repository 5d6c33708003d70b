// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.heatscope.export.PngWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user meets it: exit codes, single lines, files and numbers. */
class CommandLineTest {
  private static final String T1 = "test-images/nifti/ch2bet.nii.gz";
  private static final String Z = "test-images/nifti/zstat1.nii.gz";
  private static final String ANATOMICAL = "test-images/nifti/anatomical.nii";
  private static final String FUNCTIONAL = "test-images/nifti/functional.nii";

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

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private long files() throws IOException {
    try (Stream<Path> s = Files.list(folder)) {
      return s.count();
    }
  }

  // ---- the figure

  private static JsonObject record(String png) throws IOException {
    return JsonParser.parseString(PngWriter.readText(Path.of(png)).get("heatscope"))
        .getAsJsonObject();
  }

  @Test
  void theFirstCommandOfTheReadmeWritesAFigureWithItsProvenance() throws IOException {
    assertEquals(0, run("overlay", T1, "--map", Z, "-o", file("figure.png")), () -> err);
    BufferedImage image = ImageIO.read(new java.io.File(file("figure.png")));
    assertTrue(image.getWidth() > 1500 && image.getWidth() <= 1600, image.getWidth() + " wide");
    JsonObject record = record(file("figure.png"));
    JsonObject base = record.getAsJsonArray("inputs").get(0).getAsJsonObject();
    assertEquals(T1, base.get("path").getAsString());
    // sha256sum of the file
    assertEquals(
        "592a2d20abdf36eefcb540ca8958428040edffc1bc1a18ba1dcfbabac77c5dd1",
        base.get("sha256").getAsString());
    JsonObject layer = record.getAsJsonArray("layers").get(0).getAsJsonObject();
    // cal_min 4 and cal_max 12 of the header
    assertEquals("[-12,12]", layer.get("range").toString());
    assertEquals(4, layer.get("threshold").getAsDouble());
    assertEquals(3, record.getAsJsonArray("panels").size());
    assertEquals(1, files());
  }

  @Test
  void theWindowIsThe2ndTo98thPercentile() throws IOException {
    run("overlay", ANATOMICAL, "--map", ANATOMICAL, "-o", file("f.png"));
    JsonObject window = record(file("f.png")).getAsJsonObject("window");
    // numpy 2.4.6: percentile(anatomical, [2, 98])
    assertEquals(2008.0, window.get("low").getAsDouble(), 1e-9);
    assertEquals(12376.519999999997, window.get("high").getAsDouble(), 1e-9);
  }

  @Test
  void thresholdsFollowNilearn() throws IOException {
    run("overlay", T1, "--map", Z, "--threshold", "auto", "-o", file("f.png"));
    // nilearn 0.14.1: fast_abs_percentile(zstat1, 80) - 1e-5; and 95 + 1e-5
    assertEquals(0.1406193362379074, threshold(file("f.png")), 1e-9);
    run("overlay", T1, "--map", Z, "--threshold", "95%", "-o", file("f.png"));
    assertEquals(1.6996255977249146, threshold(file("f.png")), 1e-9);
    run("overlay", T1, "--map", Z, "--range", "0,5", "-o", file("f.png"));
    assertEquals(0, threshold(file("f.png")));
  }

  private static double threshold(String png) throws IOException {
    return record(png)
        .getAsJsonArray("layers")
        .get(0)
        .getAsJsonObject()
        .get("threshold")
        .getAsDouble();
  }

  @Test
  void everyLayoutHasItsCuts() throws IOException {
    String[][] cases = {
      {"1", "--layout", "single", "--axis", "y"},
      {"12", "--layout", "slices"},
      {"5", "--slices", "x:5"},
      {"12", "--axis", "x"},
      {"3", "--slices", "z:-10,0,31.5"},
      {"21", "--layout", "mosaic"},
      {"3", "--layout", "ortho", "--at", "10,-20,30"}
    };
    for (String[] c : cases) {
      String[] args = {"overlay", ANATOMICAL, "--map", FUNCTIONAL, "-o", file("f.png")};
      String[] all = Arrays.copyOf(args, args.length + c.length - 1);
      System.arraycopy(c, 1, all, args.length, c.length - 1);
      assertEquals(0, run(all), () -> String.join(" ", all) + ": " + err);
      JsonArray panels = record(file("f.png")).getAsJsonArray("panels");
      assertEquals(Integer.parseInt(c[0]), panels.size(), String.join(" ", all));
    }
    JsonArray panels = record(file("f.png")).getAsJsonArray("panels");
    assertEquals(-20, panels.get(1).getAsJsonObject().get("position").getAsDouble(), 1e-9);
  }

  @Test
  void optionsAfterAMapAreForThatMapAlone() throws IOException {
    String second = Z + "?colormap=viridis&threshold=6&alpha=0.5";
    assertEquals(
        0,
        run("overlay", T1, "--map", Z, "--map", second, "--colormap", "hot", "-o", file("f.png")),
        () -> err);
    JsonArray layers = record(file("f.png")).getAsJsonArray("layers");
    assertEquals("hot", layers.get(0).getAsJsonObject().get("colormap").getAsString());
    assertEquals("viridis", layers.get(1).getAsJsonObject().get("colormap").getAsString());
    assertEquals(6, layers.get(1).getAsJsonObject().get("threshold").getAsDouble());
    assertEquals(0.5, layers.get(1).getAsJsonObject().get("alpha").getAsDouble());
  }

  // ---- the pixels

  private byte[] npy(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    int header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    return Arrays.copyOfRange(bytes, 10 + header, bytes.length);
  }

  private static byte[] reference(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/reference/overlay", name));
    return Arrays.copyOfRange(bytes, 128, bytes.length);
  }

  /** numpy's pixels (see make_overlay.py) against ours: sums differ in order, so not to the bit. */
  private void assertLikeNumpy(String name) throws IOException {
    byte[] want = reference(name);
    byte[] got = npy("stack.npy");
    assertEquals(want.length, got.length);
    int different = 0;
    for (int i = 0; i < want.length; i++) {
      if (want[i] != got[i]) {
        different++;
        assertEquals(want[i] & 0xff, got[i] & 0xff, 1, "byte " + i);
      }
    }
    assertTrue(different <= want.length / 4000, different + " bytes differ");
  }

  @Test
  void theStackIsWhatNumpyMakesOfTheDefinition() throws IOException {
    assertEquals(
        0,
        run(
            "overlay",
            ANATOMICAL,
            "--map",
            FUNCTIONAL,
            "--map-frame",
            "3",
            "--window-range",
            "1000,15000",
            "--range",
            "3000,5200",
            "--threshold",
            "3500",
            "--alpha",
            "0.6",
            "--colormap",
            "viridis",
            "--layout",
            "stack",
            "-o",
            file("stack.npy")),
        () -> err);
    assertLikeNumpy("linear.npy");
  }

  @Test
  void twoLayersNearestAndLogarithmicAreWhatNumpyMakesOfThem() throws IOException {
    String log =
        FUNCTIONAL
            + "?interpolation=nearest&norm=log&range=500,5500&threshold=800&alpha=0.5&colormap=hot";
    String top =
        FUNCTIONAL + "?map-frame=19&range=4300,5000&threshold=4500&alpha=1&colormap=coolwarm";
    assertEquals(
        0,
        run(
            "overlay",
            ANATOMICAL,
            "--map",
            log,
            "--map",
            top,
            "--window",
            "7000,11111",
            "--layout",
            "stack",
            "-o",
            file("stack.npy")),
        () -> err);
    assertLikeNumpy("nearest-two.npy");
  }

  @Test
  void everyBackendWritesTheSameBytes() throws IOException {
    byte[] first = null;
    for (var p : org.heatscope.Heatscope.backends()) {
      if (p.unusableBecause().isPresent()) {
        continue; // its own contract test announces that
      }
      assertEquals(
          0,
          run(
              "overlay",
              ANATOMICAL,
              "--map",
              FUNCTIONAL,
              "--backend",
              p.name(),
              "--alpha",
              "0.6",
              "--layout",
              "stack",
              "-o",
              file("stack.npy")),
          () -> err);
      byte[] bytes = Files.readAllBytes(folder.resolve("stack.npy"));
      assertTrue(first == null || Arrays.equals(first, bytes), p.name());
      first = bytes;
    }
  }

  // ---- bad input: one line, exit 1, nothing half-written

  private void assertFails(String file, String fault, String... args) throws IOException {
    Files.writeString(folder.resolve("keep.png"), "as it was");
    long before = files();
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "-o";
    all[args.length + 1] = file("keep.png");
    assertEquals(1, run(all), () -> String.join(" ", all) + " gave: " + err);
    String last =
        err.lines().filter(l -> l.startsWith("heatscope: error: ")).findFirst().orElse(err);
    assertTrue(last.contains(file) && last.contains(fault), last);
    assertEquals(1, err.lines().filter(l -> !l.startsWith("heatscope: note: ")).count(), err);
    assertEquals("as it was", Files.readString(folder.resolve("keep.png")));
    assertEquals(before, files(), "nothing is left behind");
  }

  private String write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static byte[] unzipped(String file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(Path.of(file)))) {
      return in.readAllBytes();
    }
  }

  @Test
  void damagedFilesAreNamedWithTheirFault() throws IOException {
    byte[] zipped = Files.readAllBytes(Path.of(Z));
    String cut = write("cut.nii.gz", Arrays.copyOf(zipped, zipped.length / 2));
    assertFails("cut.nii.gz", "truncated", "overlay", T1, "--map", cut);

    byte[] lying = unzipped(Z);
    ByteBuffer.wrap(lying).putShort(42, (short) 30000).putShort(44, (short) 30000);
    assertFails("lying.nii", "declared", "overlay", T1, "--map", write("lying.nii", lying));

    String text = write("notes.nii", "no image".getBytes(StandardCharsets.UTF_8));
    assertFails("notes.nii", "not an image", "overlay", T1, "--map", text);
    assertFails("nowhere.nii", "no such file", "overlay", file("nowhere.nii"), "--map", Z);
    assertFails("empty.nii", "empty", "overlay", write("empty.nii", new byte[0]), "--map", Z);
    Path none = Files.createDirectory(folder.resolve("none"));
    assertFails("none", "no DICOM images", "overlay", none.toString(), "--map", Z);
  }

  @Test
  void mapsThatCannotBeShownAreRefused() throws IOException {
    byte[] away = unzipped(Z);
    ByteBuffer.wrap(away).putFloat(268, 5000); // qoffset_x
    assertFails("away.nii", "do not meet", "overlay", T1, "--map", write("away.nii", away));

    byte[] nan = unzipped(Z);
    for (int i = 352; i < nan.length; i += 4) {
      ByteBuffer.wrap(nan).putFloat(i, Float.NaN);
    }
    assertFails("nan.nii", "no finite value", "overlay", T1, "--map", write("nan.nii", nan));
    assertFails(Z, "log scale", "overlay", T1, "--map", Z, "--norm", "log");
    assertFails(FUNCTIONAL, "no frame 20", "overlay", T1, "--map", FUNCTIONAL, "--map-frame", "20");
  }

  @Test
  void anUnwritableOutputIsSaidBeforeTheWork() {
    assertEquals(1, run("overlay", T1, "--map", Z, "-o", file("no/such/folder/f.png")));
    assertTrue(err.contains("does not exist"), err);
    assertEquals(1, err.lines().count(), err);
  }

  @Test
  void wrongUsageExitsWith2AndAHint() {
    String[][] wrong = {
      {},
      {"frob"},
      {"overlay"},
      {"overlay", T1, "--map", Z, "-o", file("f.xyz")},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--range", "5,1"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--alpha", "2"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--colormap", "virdis"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--norm", "cubic"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--layout", "stack"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--window", "40"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--slices", "0"},
      {"overlay", T1, "--map", Z + "?colour=hot", "-o", file("f.png")},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--interpolation", "spline"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--threshold", "101%"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--threshold", "nan"},
      {"overlay", T1, "--map", Z + "?threshold=inf", "-o", file("f.png")},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--norm", "power:-1"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--norm", "boundaries:2,1"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--nan-color", "foo"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--background", "foo"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--backend", "cuda"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--at", "999,0,0"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--slices", "z:1000,2000"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--layout", "ortho", "--slices", "z:0,5"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--layout", "slices", "--at", "0,0,0"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--slices", "z:5", "--at", "0,0,0"},
      {"overlay", T1, "--map", Z, "-o", file("f.png"), "--layout", "mosaic", "--slices", "x:5"}
    };
    for (String[] args : wrong) {
      assertEquals(2, run(args), String.join(" ", args) + " gave " + err);
      assertTrue(err.startsWith("heatscope: error: "), err);
      assertFalse(err.contains("\tat "), err);
    }
    run("overlay", T1, "--map", Z, "-o", file("f.png"), "--colormap", "virdis");
    assertTrue(err.contains("viridis"), err);
  }

  @Test
  void aMisspeltOptionIsNamedBeforeWhatIsMissingForIt() {
    assertEquals(2, run("overlay", T1, "--mapp", Z, "-o", file("f.png")));
    assertTrue(err.startsWith("heatscope: error: Unknown option"), err);
    assertTrue(err.contains("'--mapp'") && err.contains("--map,"), err);
    assertEquals(2, run("overlay", T1, "-o", file("f.png")));
    assertTrue(err.contains("Missing required option: '--map="), err);
  }

  @Test
  void theOutputMustNotBeAnInput() throws IOException {
    Path copy = Files.copy(Path.of("test-images/raster/cell.png"), folder.resolve("cell.png"));
    byte[] before = Files.readAllBytes(copy);
    assertEquals(
        2, run("overlay", copy.toString(), "--map", copy.toString(), "-o", copy.toString()));
    assertTrue(err.contains("is one of the inputs"), err);
    assertTrue(Arrays.equals(before, Files.readAllBytes(copy)));
  }

  // ---- info and devices

  @Test
  void infoAsJsonIsAnArrayWithAnObjectForEachFile() {
    assertEquals(1, run("info", FUNCTIONAL, file("nowhere.nii"), "--json"));
    JsonArray all = JsonParser.parseString(out).getAsJsonArray();
    JsonObject f = all.get(0).getAsJsonObject();
    // nibabel 5.4.2
    assertEquals("[17,21,3]", f.get("shape").toString());
    assertEquals("[4,4,8]", f.get("spacing").toString());
    assertEquals("[-4,0,0,32]", f.getAsJsonArray("affine").get(0).toString());
    assertEquals("LAS", f.get("orientation").getAsString());
    assertEquals("int16", f.get("dtype").getAsString());
    assertEquals(20, f.get("frames").getAsInt());
    assertEquals(629.826171875, f.get("min").getAsDouble(), 1e-9);
    assertEquals(5571.621858656406, f.get("max").getAsDouble(), 1e-9);
    JsonObject missing = all.get(1).getAsJsonObject();
    assertEquals("no such file or folder", missing.get("error").getAsString());
    assertEquals(file("nowhere.nii"), missing.get("path").getAsString());
  }

  @Test
  void devicesListsEveryBackendWithItsState() {
    assertEquals(0, run("devices", "--json"));
    JsonArray all = JsonParser.parseString(out).getAsJsonArray();
    boolean scalar = false;
    for (var e : all) {
      JsonObject o = e.getAsJsonObject();
      scalar |= o.get("name").getAsString().equals("scalar") && o.get("usable").getAsBoolean();
      assertTrue(o.has(o.get("usable").getAsBoolean() ? "description" : "reason"), o.toString());
    }
    assertTrue(scalar);
  }

  @Test
  void helpHasExamples() {
    for (String command : new String[] {"overlay", "info", "devices"}) {
      assertEquals(0, run(command, "--help"));
      assertTrue(out.contains("Example"), out);
    }
  }
}
