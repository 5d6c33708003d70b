// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.Heatscope;
import org.heatscope.export.PngWriter;
import org.heatscope.image.SampleType;
import org.heatscope.image.Tensor;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.Tensors;
import org.heatscope.io.numpy.NpyWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heatscope cam} as a user meets it. */
class CamCommandTest {
  private static final String T1 = "test-images/nifti/ch2bet.nii.gz";
  private static final float NAN = Float.NaN;

  @TempDir Path folder;

  private String err;

  private int run(String... args) {
    PrintStream old = System.err;
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(args);
    } finally {
      System.setErr(old);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void save(String name, int[] shape, float... data) throws IOException {
    long[] sizes = Arrays.stream(shape).asLongStream().toArray();
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        NpyWriter npy = new NpyWriter(out, SampleType.FLOAT32, sizes)) {
      npy.write(data, 0, data.length);
    }
  }

  private Tensor load(String name) throws IOException {
    return Tensors.read(folder.resolve(name), Optional.empty());
  }

  /** Two images; the second image's activations are the first's, doubled. */
  @BeforeEach
  void arrays() throws IOException {
    float[] a = {1, 2, 3, 4, 0, 1, 1, 0, 2, 4, 6, 8, 0, 2, 2, 0};
    float[] g = {.1f, .2f, -.1f, .4f, -.5f, .5f, -.5f, 0};
    save("a.npy", new int[] {2, 2, 2, 2}, a);
    float[] twice = Arrays.copyOf(g, 16);
    System.arraycopy(g, 0, twice, 8, 8);
    save("g.npy", new int[] {2, 2, 2, 2}, twice);
    save("g1.npy", new int[] {2, 2, 2}, g);
  }

  private int cam(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("cam", "--activations", file("a.npy"), "--gradients", file("g.npy")));
    args.addAll(List.of(more));
    return run(args.toArray(new String[0]));
  }

  private float[] maps(String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(more));
    args.addAll(List.of("-o", file("o.npy")));
    assertEquals(0, cam(args.toArray(new String[0])), () -> err);
    return load("o.npy").data();
  }

  // ---- numbers

  @Test
  void rawMapsKeepTheirSignsAndGrid() throws IOException {
    assertArrayEquals(
        new float[] {.1f, .9f, -.8f, 1.6f, .2f, 1.8f, -1.6f, 3.2f},
        maps("--method", "hirescam", "--raw"),
        1e-6f);
    assertArrayEquals(new int[] {2, 2, 2}, load("o.npy").shape());
  }

  @Test
  void scales() throws IOException {
    // After the ReLU: .1 .9 0 1.6, and its double.
    float[] own = {.0625f, .5625f, 0, 1};
    float[] both = maps("--method", "hirescam");
    assertArrayEquals(own, Arrays.copyOf(both, 4), 1e-6f);
    assertArrayEquals(own, Arrays.copyOfRange(both, 4, 8), 1e-6f);
    assertTrue(err.contains("cannot be compared"), err);
    assertArrayEquals(
        new float[] {.03125f, .28125f, 0, .5f, .0625f, .5625f, 0, 1},
        maps("--method", "hirescam", "--scale", "shared"),
        1e-6f);
    assertArrayEquals(
        new float[] {.05f, .45f, 0, .8f, .1f, .9f, 0, 1.6f},
        maps("--method", "hirescam", "--scale", "fixed:0,2"),
        1e-6f);
    assertArrayEquals(
        new float[] {.0625f, .5625f, -.5f, 1},
        Arrays.copyOf(maps("--method", "hirescam", "--two-sided"), 4),
        1e-6f);
  }

  @Test
  void sizesAreReachedByHalfPixelLinearSteps() throws IOException {
    float[] m = maps("--method", "hirescam", "--scale", "none", "--size", "2,4");
    assertArrayEquals(new int[] {2, 2, 4}, load("o.npy").shape());
    assertArrayEquals(
        new float[] {.1f, .3f, .7f, .9f, 0, .4f, 1.2f, 1.6f}, Arrays.copyOf(m, 8), 1e-6f);
  }

  @Test
  void layersAreFusedOnTheirOwnScales() throws IOException {
    save("b.npy", new int[] {2, 1, 1, 1}, 5, 5);
    save("h.npy", new int[] {2, 1, 1, 1}, 1, 1);
    float[] m =
        maps(
            "--activations",
            file("b.npy"),
            "--gradients",
            file("h.npy"),
            "--method",
            "hirescam",
            "--fuse",
            "max");
    // The flat layer is 0 on its own scale.
    assertArrayEquals(new float[] {.0625f, .5625f, 0, 1}, Arrays.copyOf(m, 4), 1e-6f);
    assertTrue(err.contains("nothing stands out"), err);
  }

  @Test
  void camTakesTheTargetsWeights() throws IOException {
    save("w.npy", new int[] {3, 2}, 0, 0, -1, 6, 0, 0);
    assertEquals(
        0,
        run(
            "cam",
            "--activations",
            file("a.npy"),
            "--weights",
            file("w.npy"),
            "--target",
            "1",
            "--method",
            "cam",
            "--raw",
            "-o",
            file("o.npy")),
        () -> err);
    assertArrayEquals(new float[] {-1, 4, 3, -4}, Arrays.copyOf(load("o.npy").data(), 4), 1e-6f);
  }

  @Test
  void patchesBecomeOneMapOnOneScale() throws IOException {
    save("p.npy", new int[] {2, 1, 1, 4}, 1, 1, 2, 2, 2, 2, 4, 4);
    save("q.npy", new int[] {2, 1, 1, 4}, 1, 1, 1, 1, 1, 1, 1, 1);
    save("o2.npy", new int[] {2, 2}, 0, 0, 0, 2);
    assertEquals(
        0,
        run(
            "cam",
            "--activations",
            file("p.npy"),
            "--gradients",
            file("q.npy"),
            "--method",
            "hirescam",
            "--origins",
            file("o2.npy"),
            "--patch",
            "1,4",
            "--whole",
            "1,7",
            "-o",
            file("o.npy")),
        () -> err);
    Tensor t = load("o.npy");
    assertArrayEquals(new int[] {1, 1, 7}, t.shape());
    assertArrayEquals(new float[] {0, 0, 1 / 3f, 1 / 3f, 1, 1, NAN}, t.data(), 1e-6f);
  }

  @Test
  void tokensLieOnAGrid() throws IOException {
    save("t.npy", new int[] {1, 3, 1}, 9, 1, 2);
    assertEquals(
        0,
        run(
            "cam",
            "--activations",
            file("t.npy"),
            "--gradients",
            file("t.npy"),
            "--method",
            "hirescam",
            "--tokens",
            "1,2",
            "--raw",
            "-o",
            file("o.npy")),
        () -> err);
    assertArrayEquals(new float[] {1, 4}, load("o.npy").data());
  }

  @Test
  void emptyAndFlatMapsAreSaidToBe() throws IOException {
    save("a.npy", new int[] {2, 1, 1, 2}, -1, -2, NAN, NAN);
    save("g.npy", new int[] {2, 1, 1, 2}, 1, 1, 1, 1);
    assertArrayEquals(new float[] {0, 0, NAN, NAN}, maps("--method", "gradcam"));
    assertTrue(err.contains("map 0 has no value above zero"), err);
    assertTrue(err.contains("map 1 holds no finite value"), err);
  }

  @Test
  void conceptsAndRollout() throws IOException {
    // Rank one: the only concept is the activations' pattern, of length sqrt(1 + 4) each.
    save("n.npy", new int[] {1, 2, 1, 3}, 1, 0, 2, 2, 0, 4);
    assertEquals(
        0,
        run(
            "cam",
            "--activations",
            file("n.npy"),
            "--method",
            "dff",
            "--concepts",
            "1",
            "--raw",
            "-o",
            file("o.npy")),
        () -> err);
    float root = (float) Math.sqrt(5);
    assertArrayEquals(new float[] {root, 0, 2 * root}, load("o.npy").data(), 1e-4f);
    // A class token that takes all of itself from the second of two patches.
    save("l.npy", new int[] {1, 3, 3}, 0, 0, 1, 0, 1, 0, 0, 0, 1);
    assertEquals(
        0,
        run(
            "cam",
            "--activations",
            file("l.npy"),
            "--method",
            "rollout",
            "--tokens",
            "1,2",
            "--raw",
            "-o",
            file("o.npy")),
        () -> err);
    assertArrayEquals(new float[] {0, .5f}, load("o.npy").data(), 1e-6f);
  }

  @Test
  void anImageHasItsPlaceOnTheScan() throws IOException {
    // ch2bet: 181 x 217 x 181 voxels of 1 mm, the first at (-90, -125, -71).
    save("a.npy", new int[] {1, 1, 1, 7, 2}, new float[14]);
    assertEquals(
        0,
        run(
            "cam",
            "--activations",
            file("a.npy"),
            "--gradients",
            file("a.npy"),
            "--method",
            "gradcam",
            "--image",
            T1,
            "--preprocess",
            "{'steps': [{'flip': ['x']}]}",
            "-o",
            file("m.nii.gz")),
        () -> err);
    Volume map = ImageReaders.read(folder.resolve("m.nii.gz"));
    // Cells of 90.5 x 31 x 181 voxels; x begins at its far end, 90.
    double[] first = map.geometry().affine().apply(0, 0, 0);
    assertArrayEquals(new double[] {90 - 44.75, -125 + 15, -71 + 90}, first, 1e-4);
    assertArrayEquals(
        new double[] {90 - 44.75 - 90.5, -125 + 46, 19},
        map.geometry().affine().apply(1, 1, 0),
        1e-4);
    assertEquals("[scalar] gradcam, per-image scale", map.description());
  }

  @Test
  void aBackendAskedForByNameDoesTheSum() throws IOException {
    assertRefused(
        2,
        "no backend 'abacus'",
        "--method",
        "gradcam",
        "--backend",
        "abacus",
        "-o",
        file("o.npy"));
    float[] raw = maps("--method", "gradcam", "--raw", "--backend", "scalar");
    assertArrayEquals(new float[] {.15f, .175f, .325f, .6f}, Arrays.copyOf(raw, 4), 1e-6f);
  }

  /** Only sums over weighted channels are a backend's work. */
  @Test
  void theBackendThatIsNamedDidTheWork() throws IOException {
    Assumptions.assumeTrue(
        Heatscope.backends().stream()
            .anyMatch(b -> b.name().equals("simd") && b.unusableBecause().isEmpty()),
        "simd is not usable here");
    assertEquals("[simd]", madeBy("gradcam"));
    assertFalse(err.contains("plain Java"), err);
    assertEquals("[scalar]", madeBy("eigencam"));
    assertTrue(err.contains("eigencam is worked out in plain Java"), err);
    assertEquals("[scalar]", madeBy("hirescam"));
    assertEquals("[scalar]", madeBy("kpcacam"));
  }

  private String madeBy(String method) throws IOException {
    String out = file("map.nii");
    assertEquals(0, cam("--method", method, "--backend", "simd", "-o", out), () -> err);
    String said = ImageReaders.read(Path.of(out)).description();
    return said.substring(0, said.indexOf(']') + 1);
  }

  // ---- figures

  private JsonObject layer(String png) throws IOException {
    return JsonParser.parseString(PngWriter.readText(Path.of(png)).get("heatscope"))
        .getAsJsonObject()
        .getAsJsonArray("layers")
        .get(0)
        .getAsJsonObject();
  }

  @Test
  void aFigureKeepsTheValuesAndStampsTheScale() throws IOException {
    String pre = "{'axes': 'yx', 'steps': [{'slice': {'axis': 'z', 'index': 90}}]}";
    String[] scales = {"per-image", "shared", "fixed:0,2"};
    String[] said = {"own range", "shared range", "range 0.0..2.0"};
    String[] ranges = {"[0,1.6]", "[0,3.2]", "[0,2]"};
    for (int i = 0; i < 3; i++) {
      assertEquals(
          0,
          cam(
              "--method",
              "hirescam",
              "--image",
              T1,
              "--preprocess",
              pre,
              "--scale",
              scales[i],
              "--layout",
              "single",
              "-o",
              file("f.png")),
          () -> err);
      JsonObject layer = layer(file("f.png"));
      String range = layer.get("range").toString().replaceAll("(\\.\\d)\\d*", "$1");
      assertEquals(ranges[i], range);
      assertTrue(layer.toString().contains("hirescam, "), layer.toString());
      assertTrue(layer.toString().contains("raw values, " + said[i]), layer.toString());
    }
  }

  @Test
  void nothingIsDrawnOfAFlatMap() throws IOException {
    save("a.npy", new int[] {1, 1, 2, 2}, 5, 5, 5, 5);
    save("g.npy", new int[] {1, 1, 2, 2}, 1, 1, 1, 1);
    String pre = "{'axes': 'yx', 'steps': [{'slice': {'axis': 'z', 'index': 90}}]}";
    assertEquals(
        0,
        cam("--method", "gradcam", "--image", T1, "--preprocess", pre, "-o", file("f.png")),
        () -> err);
    assertTrue(err.contains("nothing stands out"), err);
    assertTrue(err.contains("nothing is above the threshold"), err);
  }

  // ---- refusals

  private void assertRefused(int code, String sentence, String... args) throws IOException {
    assertEquals(code, cam(args), () -> err);
    assertTrue(err.contains(sentence), err);
    assertTrue(err.startsWith("heatscope: error: "), err);
    assertEquals(code, err.lines().count(), err);
    assertFalse(Files.exists(folder.resolve("o.npy")));
  }

  @Test
  void shapesThatDoNotMatch() throws IOException {
    String o = file("o.npy");
    save("g.npy", new int[] {2, 3, 2, 2}, new float[24]);
    assertRefused(
        1,
        "g.npy: the activations are 2 x 2 x 2 x 2, the gradients 2 x 3 x 2 x 2",
        "--method",
        "gradcam",
        "-o",
        o);
    save("g.npy", new int[] {2, 2}, new float[4]);
    assertRefused(
        1, "g.npy: the array needs the axes [N,]C,H,W, not [2, 2]", "--method", "gradcam", "-o", o);
  }

  @Test
  void wrongUsage() throws IOException {
    String o = file("o.npy");
    assertRefused(2, "no method 'gradcan'", "--method", "gradcan", "-o", o);
    assertRefused(2, "heatscope explain", "--method", "scorecam", "-o", o);
    assertRefused(2, "--size is H,W", "--method", "gradcam", "--size", "3", "-o", o);
    assertRefused(2, "a scale is", "--method", "gradcam", "--scale", "mine", "-o", o);
    assertRefused(2, "--like knows", "--method", "gradcam", "--like", "monai", "-o", o);
    assertRefused(
        2, "--like needs --size", "--method", "gradcam", "--like", "pytorch-grad-cam", "-o", o);
    assertRefused(2, "no --size", "--method", "gradcam", "--raw", "--size", "2,2", "-o", o);
    assertRefused(
        2,
        "--like has its own rules: no --scale",
        "--method",
        "gradcam",
        "--like",
        "pytorch-grad-cam",
        "--scale",
        "shared",
        "-o",
        o);
    assertRefused(2, "eigen-smooth is for", "--method", "eigencam", "--eigen-smooth", "-o", o);
    assertRefused(2, "needs --image", "--method", "gradcam", "-o", file("f.png"));
    assertRefused(2, "must end in", "--method", "gradcam", "-o", file("f.xyz"));
    assertRefused(2, "is one of the inputs", "--method", "gradcam", "-o", file("a.npy"));
    assertRefused(
        2, "for each of the 2", "--method", "gradcam", "--activations", file("a.npy"), "-o", o);
    assertRefused(
        2, "no 'step' here", "--method", "gradcam", "--preprocess", "{'step': 1}", "-o", o);
  }

  @Test
  void aMissingOrBrokenFileIsNamed() throws IOException {
    String o = file("o.npy");
    Files.write(folder.resolve("g.npy"), new byte[] {1, 2, 3});
    assertRefused(1, "g.npy: ", "--method", "gradcam", "-o", o);
    Files.delete(folder.resolve("g.npy"));
    assertRefused(1, "g.npy: no such file", "--method", "gradcam", "-o", o);
  }

  // ---- inputs that no file or grid can be made of

  @Test
  void preprocessThatCannotBeReadNamesItsFile() throws IOException {
    String[] m = {"--method", "gradcam", "-o", file("o.npy"), "--preprocess", folder.toString()};
    assertEquals(1, cam(m));
    assertEquals("heatscope: error: " + folder + ": a folder, not a file\n", err);
    Files.write(folder.resolve("bytes.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    m[5] = file("bytes.json");
    assertEquals(1, cam(m));
    assertEquals("heatscope: error: " + m[5] + ": not a text in UTF-8\n", err);
    m[5] = "";
    assertEquals(2, cam(m));
    m[5] = "{'axes': 'yx', 'axes': 'xy'}";
    assertEquals(2, cam(m));
    assertTrue(err.contains("--preprocess: the key 'axes' comes twice"), err);
    m[5] = "{";
    assertEquals(2, cam(m));
    assertTrue(err.contains("--preprocess: not JSON: it ends too early"), err);
  }

  @Test
  void thePreprocessFileIsKept() throws IOException {
    Files.writeString(folder.resolve("p.npy"), "{}");
    assertEquals(2, cam("--method", "gradcam", "--preprocess", file("p.npy"), "-o", file("p.npy")));
    assertTrue(err.contains("is one of the inputs"), err);
    assertEquals("{}", Files.readString(folder.resolve("p.npy")));
  }

  @Test
  void sizesThatNoArrayHasAndNoConceptsAreWrongUsage() {
    assertEquals(
        2, cam("--method", "gradcam", "--size", "2147483647,2147483647", "-o", file("o.npy")));
    assertTrue(err.contains("--size 2147483647,2147483647 has more positions"), err);
    assertEquals(2, cam("--method", "dff", "--concepts", "0", "-o", file("o.npy")));
  }

  @Test
  void aFolderOfActivationsAndANewLineInANameAreOneLine() throws IOException {
    String line = file("a\nb");
    Files.createDirectory(Path.of(line));
    assertEquals(1, run("cam", "--activations", line, "--method", "eigencam", "-o", file("o.npy")));
    assertEquals("heatscope: error: " + file("a b") + ": a folder, not a file\n", err);
  }

  @Test
  void axesThatTheSizeDecidesAreSaid() throws IOException {
    maps("--method", "gradcam", "--size", "2,2,2");
    assertTrue(err.contains("is read as C,D,H,W"), err);
    maps("--method", "gradcam", "--size", "2,2");
    assertFalse(err.contains("is read as"), err);
  }
}
