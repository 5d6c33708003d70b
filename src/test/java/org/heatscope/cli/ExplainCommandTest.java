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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heatscope.image.SampleType;
import org.heatscope.image.Tensor;
import org.heatscope.io.Tensors;
import org.heatscope.io.numpy.NpyWriter;
import org.heatscope.onnx.BlockNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heatscope explain} and {@code score} on a network worked by hand. */
class ExplainCommandTest {
  @TempDir Path folder;

  private String model;
  private String image;
  private String out;
  private String err;

  @BeforeEach
  void writeNetworkAndImage() throws IOException {
    model = BlockNetwork.write(folder.resolve("net.onnx")).toString();
    image = save("image.npy", BlockNetwork.IMAGE, 1, 1, 4, 4);
  }

  private String save(String name, float[] values, long... shape) throws IOException {
    Path file = folder.resolve(name);
    try (NpyWriter npy = new NpyWriter(Files.newOutputStream(file), SampleType.FLOAT32, shape)) {
      npy.write(values, 0, values.length);
    }
    return file.toString();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

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

  private Tensor explained(String... options) throws IOException {
    String target = file("map.npy");
    List<String> args = new java.util.ArrayList<>(List.of("explain", model, image));
    args.addAll(List.of(options));
    args.addAll(List.of("-o", target));
    assertEquals(0, run(args.toArray(String[]::new)), () -> err);
    return Tensors.read(Path.of(target), Optional.empty());
  }

  /** Weights 4 / 4 and 8 / 4: the features' sum with 1 and 2. */
  @Test
  void gradCamOfTheTopClass() throws IOException {
    Tensor t = explained("--method", "gradcam", "--raw");
    assertArrayEquals(new int[] {1, 2, 2}, t.shape());
    assertArrayEquals(new float[] {3, 6, 9, 8}, t.data(), 1e-5f);
    assertTrue(err.contains("class 1 of logits, layer features"), err);
  }

  @Test
  void gradCamOfAGivenClass() throws IOException {
    Tensor t = explained("--method", "gradcam", "--target", "0", "--raw");
    assertArrayEquals(new float[] {-1, -2, -3, -8}, t.data(), 1e-5f);
  }

  @Test
  void mapsHaveTheSizeOfTheImageUnlessRaw() throws IOException {
    Tensor t = explained("--method", "gradcam", "--scale", "none");
    assertArrayEquals(new int[] {1, 4, 4}, t.shape());
    assertEquals(3, t.data()[0], 1e-5f);
    assertEquals(8, t.data()[15], 1e-5f);
  }

  /** The logit of class 1 is the mean over the blocks of 4 first + 8 sum. */
  @Test
  void occlusionOfSingleBlocks() throws IOException {
    Tensor t =
        explained(
            "--method",
            "occlusion",
            "--occlusion-size",
            "2,2",
            "--occlusion-overlap",
            "0",
            "--scale",
            "none");
    assertArrayEquals(
        new float[] {3, 3, 6, 6, 3, 3, 6, 6, 9, 9, 8, 8, 9, 9, 8, 8}, t.data(), 1e-5f);
  }

  /** y = 26; without the first channel 20, without the second 6: weights 6/26 and 20/26. */
  @Test
  void ablationCam() throws IOException {
    Tensor t = explained("--method", "ablationcam", "--raw");
    float[] expected = new float[4];
    float[][] features = {{1, 2, 3, 0}, {1, 2, 3, 4}};
    for (int p = 0; p < 4; p++) {
      expected[p] = (6 * features[0][p] + 20 * features[1][p]) / 26;
    }
    assertArrayEquals(expected, t.data(), 1e-5f);
  }

  @Test
  void riseTellsItsSeedAndRepeatsItself() throws IOException {
    String[] options = {"--method", "rise", "--rise-masks", "50", "--seed", "3", "--raw"};
    Tensor first = explained(options);
    assertTrue(err.contains("seed 3"), err);
    assertArrayEquals(first.data(), explained(options).data());
    for (float v : first.data()) {
      assertTrue(v >= 0, "a sum of probabilities of class 1: " + v);
    }
  }

  @Test
  void layersAreListedWithTheirShapes() {
    assertEquals(0, run("explain", model, image, "--list-layers"), () -> err);
    assertTrue(out.contains("features\tIdentity\t[1, 2, 2, 2]\n"), out);
    assertEquals(0, run("explain", model, "--list-layers"), () -> err);
    assertTrue(out.contains("features\tIdentity\t[?]\n"), out);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    wrong(
        1,
        "the network has no tensor 'featurs'; the nearest names: features",
        "--layer",
        "featurs");
    wrong(1, "no class 2: the network has 2 classes, from 0", "--target", "2");
    wrong(2, "--target is a class", "--target", "best");
    wrong(2, "2 classes in --target for 1 images", "--target", "0,1");
    wrong(2, "windows overlap by 0 to below 1, not 1.0", "--occlusion-overlap", "1");
    wrong(2, "0 masks of 7 cells", "--rise-masks", "0");
    wrong(1, "the layer features is [1, 2, 2, 2]: tokens are [N, T, C]", "--tokens", "2,2");
    wrong(2, "--batch must be at least 1", "--batch", "0");
    wrong(1, "the network has no tensor 'probs'", "--scores", "probs");
    image = save("flat.npy", new float[16], 1, 4, 4);
    wrong(1, "the network takes [?, 1, ?, ?], not [1, 4, 4]");
    image = file("absent.npy");
    wrong(1, "no such file");
    assertFalse(Files.exists(folder.resolve("bad.npy")));
  }

  private void wrong(int code, String sentence, String... options) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of("explain", model, image, "--method", "gradcam", "-o", file("bad.npy")));
    args.addAll(List.of(options));
    assertEquals(code, run(args.toArray(String[]::new)), () -> err);
    assertTrue(err.contains(sentence), err);
    assertTrue(err.lines().filter(l -> l.startsWith("heatscope: error: ")).count() == 1, err);
  }

  @Test
  void anUnknownMethodIsWrongUsage() {
    assertEquals(2, run("explain", model, image, "--method", "magic", "-o", file("a.npy")));
    assertTrue(err.contains("no method 'magic'; known: cam, gradcam"), err);
    assertEquals(2, run("explain", model, "--method", "gradcam", "-o", file("a.npy")));
    assertTrue(err.contains("which INPUT"), err);
  }

  /** Blocks of 9, 8, 6 and 3 quarters: removing them in this order leaves 26 17 9 3 0. */
  @Test
  void scoreOfTheNetworksOwnMap() throws IOException {
    explained("--method", "gradcam", "--scale", "none", "--upsampling", "nearest");
    String maps = file("map.npy");
    int code = run("score", "--map", maps, model, image, "--steps", "4", "-o", file("s.json"));
    assertEquals(0, code, () -> err);
    JsonObject row =
        JsonParser.parseString(Files.readString(Path.of(file("s.json"))))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertEquals(1, row.get("target").getAsInt());
    assertEquals((13 + 17 + 9 + 3 + 0) / 4.0, row.get("deletion").getAsDouble(), 1e-4);
    assertEquals((0 + 9 + 17 + 23 + 13) / 4.0, row.get("insertion").getAsDouble(), 1e-4);
    assertEquals(5, row.getAsJsonArray("deletionCurve").size());
  }

  @Test
  void scoreAgainstAMaskNeedsNoNetwork() throws IOException {
    String maps = save("maps.npy", new float[] {.1f, .4f, .35f, .8f}, 1, 2, 2);
    String mask = save("mask.npy", new float[] {0, 0, 1, 1}, 1, 2, 2);
    assertEquals(0, run("score", "--map", maps, "--mask", mask, "-o", file("s.csv")), () -> err);
    List<String> lines = Files.readAllLines(Path.of(file("s.csv")));
    assertEquals(
        "image,gini,entropy,pointingGame,energyInside,topIou,relevanceRank,rocAuc", lines.get(0));
    assertTrue(lines.get(1).endsWith(",0.5,0.75"), lines.get(1));
  }

  @Test
  void anInputOfAnotherRankIsShownWhole() throws IOException {
    String plane = save("plane.npy", new float[40 * 56], 40, 56);
    assertEquals(1, run("explain", model, plane, "--method", "gradcam", "-o", file("m.npy")));
    assertTrue(err.contains("not [40, 56]"), err);
  }

  @Test
  void aFolderIsNoNetwork() {
    assertEquals(
        1, run("explain", folder.toString(), image, "--method", "gradcam", "-o", file("m.npy")));
    assertEquals("heatscope: error: " + folder + ": a folder, not a network\n", err);
  }

  @Test
  void layersOfALargeImageAreListedForASmallOne() throws IOException {
    String large = save("large.npy", new float[600 * 600], 1, 1, 600, 600);
    assertEquals(0, run("explain", model, large, "--list-layers"), () -> err);
    assertTrue(err.contains("for an input of [1, 1, 64, 64]"), err);
    assertTrue(out.contains("[1, 2, 32, 32]"), out);
  }

  @Test
  void scoresDoNotReplaceTheMap() throws IOException {
    String map = save("m.json", new float[16], 1, 4, 4);
    assertEquals(2, run("score", "--map", map, "-o", map));
    assertTrue(err.contains("is one of the inputs"), err);
  }

  /** Its sum overflows: the values themselves are finite. */
  @Test
  void aScoreThatIsNotFiniteIsNotExplained() throws IOException {
    float[] values = BlockNetwork.IMAGE.clone();
    values[0] = 3e38f;
    String huge = save("huge.npy", values, 1, 1, 4, 4);
    assertEquals(1, run("explain", model, huge, "--method", "gradcam", "-o", file("m.npy")));
    assertTrue(err.contains("heatscope: error: " + huge + ": image 0: the score of class "), err);
  }

  /** ReLU makes 0 of NaN in some runtimes: the scores do not tell. */
  @Test
  void anImageWithValuesThatAreNotFiniteIsRefused() throws IOException {
    float[] values = BlockNetwork.IMAGE.clone();
    values[0] = Float.NaN;
    values[5] = Float.POSITIVE_INFINITY;
    String nan = save("nan.npy", values, 1, 1, 4, 4);
    String sentence =
        "heatscope: error: " + nan + ": 2 of the 16 values for the network are not finite\n";
    assertEquals(1, run("explain", model, nan, "--method", "gradcam", "-o", file("m.npy")));
    assertEquals(sentence, err);
    String maps = save("maps.npy", new float[16], 1, 4, 4);
    assertEquals(1, run("score", "--map", maps, model, nan));
    assertTrue(err.endsWith(sentence), err);
  }

  @Test
  void complexNumbersAreRefusedByName() {
    String complex = "test-images/numpy/stored.npz?spectrum";
    String said =
        "heatscope: error: test-images/numpy/stored.npz: the array spectrum is of complex numbers:"
            + " real ones are needed, such as their magnitude\n";
    assertEquals(1, run("explain", model, complex, "--method", "gradcam", "-o", file("m.npy")));
    assertEquals(said, err);
    assertEquals(
        1, run("cam", "--activations", complex, "--method", "eigencam", "-o", file("m.npy")));
    assertEquals(said, err);
  }

  /** The runtime of the tests is the one for CPUs. */
  @Test
  void cudaThatIsNotThereIsOneLine() throws IOException {
    explained("--method", "gradcam", "--provider", "cpu");
    String[] args = {"explain", model, image, "--method", "gradcam", "-o", file("m.npy")};
    String[] cuda = java.util.Arrays.copyOf(args, args.length + 2);
    cuda[args.length] = "--provider";
    cuda[args.length + 1] = "cuda";
    assertEquals(1, run(cuda));
    assertTrue(err.startsWith("heatscope: error: a network on CUDA needs com.microsoft"), err);
    assertEquals(1, err.lines().count(), err);
    cuda[args.length + 1] = "tpu";
    assertEquals(2, run(cuda));
    assertFalse(Files.exists(folder.resolve("m.npy")));
  }

  @Test
  void aFiguresMaskIsKept() throws IOException {
    Files.write(folder.resolve("mask.png"), new byte[] {1});
    String mask = file("mask.png");
    assertEquals(
        2, run("explain", model, image, "--method", "gradcam", "--mask", mask, "-o", mask));
    assertTrue(err.contains("is one of the inputs"), err);
  }

  @Test
  void theHelpSaysWhatIsRequired() {
    assertEquals(0, run("explain", "--help"));
    assertTrue(out.contains("heatscope explain MODEL.onnx INPUT --method=M -o=OUT"), out);
    assertTrue(out.contains("heatscope explain MODEL.onnx [INPUT] --list-layers"), out);
    assertEquals(0, run("score", "--help"));
    assertTrue(out.contains("[MODEL.onnx INPUT]"), out);
  }

  @Test
  void mapsOfAnotherNumberThanTheImagesAreRefused() throws IOException {
    String maps = save("maps.npy", new float[3 * 16], 3, 4, 4);
    assertEquals(1, run("score", "--map", maps, model, image));
    assertTrue(err.contains("3 maps of [4, 4] for 1 images of [4, 4]"), err);
  }
}
