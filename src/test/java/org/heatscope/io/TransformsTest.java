// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** points.json was made by SimpleITK 2.5.7 (ITK) and nitransforms 25.1.0 (FSL). */
class TransformsTest {
  private static final Path FOLDER = Path.of("src/test/resources/reference/transforms");

  /** Determinants of both signs: FSL turns the first axis of one. */
  private static final Geometry FIXED =
      Geometry.anatomical(31, 33, 15, Affine.scaling(2, 2.5, 3, -30, -40, -20));

  private static final Geometry MOVING =
      Geometry.anatomical(61, 65, 17, Affine.scaling(-1.5, 1.5, 4, 44, -50, -33));

  @TempDir Path folder;

  private static double[] numbers(JsonElement e) {
    JsonArray a = e.getAsJsonArray();
    return new double[] {a.get(0).getAsDouble(), a.get(1).getAsDouble(), a.get(2).getAsDouble()};
  }

  @Test
  void pointsGoWhereTheOtherProgramsTakeThem() throws IOException {
    JsonObject json =
        JsonParser.parseString(Files.readString(FOLDER.resolve("points.json"))).getAsJsonObject();
    JsonArray points = json.getAsJsonArray("points");
    for (Map.Entry<String, JsonElement> e : json.getAsJsonObject("moved").entrySet()) {
      Affine a = Transforms.read(FOLDER.resolve(e.getKey()), FIXED, MOVING);
      for (int p = 0; p < points.size(); p++) {
        double[] x = numbers(points.get(p));
        assertArrayEquals(
            numbers(e.getValue().getAsJsonArray().get(p)),
            a.apply(x[0], x[1], x[2]),
            1e-5,
            e.getKey() + ", point " + p);
      }
    }
    assertEquals(8, json.getAsJsonObject("moved").size());
  }

  private String fault(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return assertThrows(ImageFormatException.class, () -> Transforms.read(file, FIXED, MOVING))
        .getMessage();
  }

  @Test
  void faultsAreSaidInALine() throws IOException {
    String itk = "#Insight Transform File V1.0\n";
    assertTrue(fault("a.txt", "1 0 0 0\n0 1 0 0\n").startsWith("not a transform"));
    assertTrue(fault("a.txt", "").startsWith("not a transform"));
    assertTrue(fault("a.mat", "\u0000MATLAB 5.0").contains("is not a number"));
    assertTrue(fault("a.txt", "1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 1 1\n").startsWith("the last row"));
    assertEquals(
        "the transform cannot be inverted", fault("a.txt", "1 0 0 0\n0 1 0 0\n1 1 0 0\n0 0 0 1\n"));
    assertEquals("the file holds no transform", fault("a.tfm", itk));
    assertEquals(
        "Euler3DTransform_double_3_3 has 6 parameters, not 2",
        fault(
            "a.tfm",
            itk + "Transform: Euler3DTransform_double_3_3\nParameters: 1 2\nFixedParameters: 0\n"));
    assertEquals(
        "a transform of the kind BSplineTransform_double_3_3 is not read",
        fault(
            "a.tfm",
            itk + "Transform: BSplineTransform_double_3_3\nParameters: 1\nFixedParameters:\n"));
    assertEquals(
        "the transform has no parameters",
        fault("a.tfm", itk + "Transform: AffineTransform_double_3_3\nFixedParameters: 0 0 0\n"));
  }
}
