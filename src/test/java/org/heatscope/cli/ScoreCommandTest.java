// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriters;
import org.heatscope.io.numpy.NpyWriter;
import org.heatscope.onnx.BlockNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heatscope score} on a network worked by hand. */
class ScoreCommandTest {
  /** Blocks of 9, 8, 6 and 3 quarters, as BlockNetwork sees BlockNetwork.IMAGE. */
  private static final float[] MAP = {3, 3, 6, 6, 3, 3, 6, 6, 9, 9, 8, 8, 9, 9, 8, 8};

  @TempDir Path folder;

  private String model;
  private String image;
  private String map;
  private String err;

  @BeforeEach
  void writeNetworkImageAndMap() throws IOException {
    model = BlockNetwork.write(folder.resolve("net.onnx")).toString();
    image = save("image.npy", BlockNetwork.IMAGE, 1, 1, 4, 4);
    map = save("map.npy", MAP, 1, 4, 4);
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
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.execute(args);
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  private void refused(String sentence, String... args) {
    List<String> all = new ArrayList<>(List.of("score", "--map", map));
    all.addAll(List.of(args));
    assertEquals(2, run(all.toArray(String[]::new)), () -> err);
    assertTrue(err.contains(sentence), err);
  }

  // ---- a scan that was cropped and turned on its way to the network

  /** An oblique scan of 6 x 5 voxels of 2 x 3 x 4 mm. */
  private static Geometry oblique() {
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    Affine a = Affine.of(2 * c, -3 * s, 0, 10, 2 * s, 3 * c, 0, -20, 0, 0, 4, 5);
    return new Geometry(6, 5, 1, a, Geometry.Frame.ANATOMICAL);
  }

  /** The values of a 4 x 4 plane where a crop from (1, 1) on and a turn of x take them from. */
  private static float[] before(float[] plane) {
    float[] scan = new float[30];
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        scan[(y + 1) * 6 + 1 + (3 - x)] = plane[y * 4 + x];
      }
    }
    return scan;
  }

  private String nifti(String name, float[] values) throws IOException {
    Path file = folder.resolve(name);
    Volume v = Volume.of(SampleTypes.wrap(SampleType.FLOAT32, values, 6, 5, 1), oblique()).build();
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageWriters.of(file).orElseThrow().write(v, name, out);
    }
    return file.toString();
  }

  private double deletion(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("score", "--steps", "4", "-o", file("s.json")));
    all.addAll(List.of(args));
    assertEquals(0, run(all.toArray(String[]::new)), () -> err);
    String json = Files.readString(folder.resolve("s.json"));
    JsonObject row = JsonParser.parseString(json).getAsJsonArray().get(0).getAsJsonObject();
    return row.get("deletion").getAsDouble();
  }

  /** Removing the blocks in the map's order leaves 26 17 9 3 0. */
  @Test
  void aMapOnTheScanIsSampledWhereTheNetworkLooked() throws IOException {
    double expected = (13 + 17 + 9 + 3 + 0) / 4.0;
    assertEquals(expected, deletion("--map", map, model, image), 1e-4);
    String scan = nifti("scan.nii", before(BlockNetwork.IMAGE));
    String onScan = nifti("map.nii", before(MAP));
    String pre = "{'steps': [{'crop': {'start': [1, 1, 0], 'size': [4, 4, 1]}}, {'flip': ['x']}]}";
    assertEquals(expected, deletion("--map", onScan, model, scan, "--preprocess", pre), 1e-4);
    assertEquals(expected, deletion("--map", map, model, scan, "--preprocess", pre), 1e-4);
  }

  @Test
  void aMapThatDoesNotCoverTheNetworksInputIsRefused() throws IOException {
    String scan = nifti("scan.nii", before(BlockNetwork.IMAGE));
    String pre = "{'steps': [{'pad': {'size': [8, 8, 1]}}]}";
    assertEquals(1, run("score", "--map", scan, model, scan, "--preprocess", pre));
    String sentence = ": the map has no value at 34 of the 64 voxels of the network's input\n";
    assertEquals("heatscope: error: " + scan + sentence, err);
  }

  // ---- files that are kept

  @Test
  void noInputIsReplaced() throws IOException {
    for (String name : List.of("mask.csv", "random.csv", "net.csv", "pre.csv")) {
      Files.write(folder.resolve(name), new byte[] {1});
    }
    String mask = file("mask.csv");
    refused("is one of the inputs", "--mask", mask, "-o", mask);
    String random = file("random.csv");
    refused(
        "is one of the inputs",
        model,
        image,
        "--method",
        "gradcam",
        "--randomised",
        random,
        "-o",
        random);
    refused("is one of the inputs", file("net.csv"), image, "-o", file("net.csv"));
    String pre = file("pre.csv");
    refused("is one of the inputs", model, image, "--preprocess", pre, "-o", pre);
    Files.write(folder.resolve("mask.png"), new byte[] {1});
    String picture = file("mask.png");
    refused("is one of the inputs", model, image, "--mask", picture, "--curves", picture);
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(folder.resolve("mask.png")));
  }

  @Test
  void scoresAndCurvesAreTwoFiles() throws IOException {
    Files.write(folder.resolve("one.json"), new byte[] {1});
    Files.createLink(folder.resolve("one.png"), folder.resolve("one.json"));
    refused("are one file", model, image, "-o", file("one.json"), "--curves", file("one.png"));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(folder.resolve("one.json")));
  }

  // ---- curves

  private Set<Integer> curveColors(String maps, String images) throws IOException {
    String png = file("curves.png");
    assertEquals(0, run("score", "--map", maps, model, images, "--curves", png), () -> err);
    BufferedImage picture = ImageIO.read(Path.of(png).toFile());
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colors.add(picture.getRGB(x, y) & 0xffffff);
      }
    }
    return colors;
  }

  /** Entries 0 and 200 of matplotlib's viridis; of a single image its two curves differ. */
  @Test
  void theCurvesOfEachImageHaveTheirColour() throws IOException {
    assertTrue(curveColors(map, image).containsAll(Set.of(0xd95f02, 0x1b6ca8)));
    float[] images = new float[32];
    float[] maps = new float[32];
    for (int i = 0; i < 32; i++) {
      images[i] = BlockNetwork.IMAGE[i % 16] * (1 + i / 16);
      maps[i] = MAP[i % 16];
    }
    Set<Integer> two =
        curveColors(save("maps.npy", maps, 2, 4, 4), save("images.npy", images, 2, 1, 4, 4));
    assertTrue(two.containsAll(Set.of(0x440154, 0x70cf57)));
    assertFalse(two.contains(0xd95f02));
  }

  @Test
  void valuesOfAMapThatAreNotFiniteAreSaid() throws IOException {
    float[] values = MAP.clone();
    values[0] = Float.NaN;
    String nan = save("nan.npy", values, 1, 4, 4);
    assertEquals(0, run("score", "--map", nan, "-o", file("s.json")), () -> err);
    assertTrue(err.contains("the map has 1 of 16 values that are not finite"), err);
  }
}
