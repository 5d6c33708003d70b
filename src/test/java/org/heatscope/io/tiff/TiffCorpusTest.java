// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files from many makers; what tifffile says of their first page is in REFERENCE.json beside
 * them.
 */
class TiffCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data");

  private static Map<String, JsonObject> reference() throws IOException {
    Path file = DATA.resolve("REFERENCE.json");
    Map<String, JsonObject> all = new TreeMap<>();
    if (Files.exists(file)) {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      json.keySet().stream()
          .filter(name -> name.startsWith("tiff/"))
          .forEach(name -> all.put(name, json.getAsJsonObject(name)));
    }
    return all;
  }

  static List<String> names() throws IOException {
    Map<String, JsonObject> all = reference();
    return all.isEmpty() ? List.of("absent") : List.copyOf(all.keySet());
  }

  private static void assumeCorpus() {
    Assumptions.assumeTrue(
        Files.exists(DATA.resolve("REFERENCE.json")), "the TIFF corpus ../shared/data is not here");
  }

  @ParameterizedTest
  @MethodSource("names")
  void valuesAreThoseOfTifffile(String name) throws IOException {
    assumeCorpus();
    JsonObject expected = reference().get(name);
    Volume v;
    try {
      v = ImageReaders.read(DATA.resolve(name));
    } catch (ImageFormatException e) {
      Assumptions.abort(e.getMessage());
      return;
    }
    assertEquals(expected.get("dtype").getAsString(), v.type().dtype());
    assertEquals(expected.get("pages").getAsInt(), v.geometry().nz());
    assertShape(expected, v);
    if (!expected.has("error")) {
      assertStatistics(expected, v);
      for (JsonElement e : expected.getAsJsonArray("samples")) {
        JsonObject sample = e.getAsJsonObject();
        assertEquals(
            sample.get("value").getAsDouble(),
            value(v, sample.getAsJsonArray("index"), planar(expected)));
      }
    }
  }

  private static boolean planar(JsonObject expected) {
    return expected.get("planar").getAsInt() == 2;
  }

  private static void assertShape(JsonObject expected, Volume v) {
    int nx = v.geometry().nx();
    int ny = v.geometry().ny();
    List<Integer> shape =
        v.channels() == 1
            ? List.of(ny, nx)
            : planar(expected) ? List.of(3, ny, nx) : List.of(ny, nx, 3);
    List<Integer> found =
        expected.getAsJsonArray("shape").asList().stream()
            .map(JsonElement::getAsInt)
            .collect(Collectors.toList());
    assertEquals(found, shape);
  }

  private static double value(Volume v, JsonArray index, boolean planar) {
    int[] i = index.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    if (i.length == 2) {
      return v.value(i[1], i[0], 0, 0, 0);
    }
    return planar ? v.value(i[2], i[1], 0, 0, i[0]) : v.value(i[1], i[0], 0, 0, i[2]);
  }

  private static void assertStatistics(JsonObject expected, Volume v) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int n = v.geometry().nx() * v.geometry().ny();
    for (int c = 0; c < v.channels(); c++) {
      Samples s = Samples.of(v, 0, c);
      IntToDoubleFunction stored = s.reader();
      for (int i = 0; i < n; i++) {
        double x = stored.applyAsDouble(s.offset() + i);
        min = Math.min(min, x);
        max = Math.max(max, x);
        sum += x;
      }
    }
    // REFERENCE.json has 15 digits.
    double mean = expected.get("mean").getAsDouble();
    assertEquals(expected.get("min").getAsDouble(), min, 1e-13 * Math.abs(min));
    assertEquals(expected.get("max").getAsDouble(), max, 1e-13 * Math.abs(max));
    assertEquals(mean, sum / n / v.channels(), 1e-12 * Math.abs(mean));
  }

  @Test
  void onlyInksAndTwoPackedPlanesAreRefused() throws IOException {
    assumeCorpus();
    Map<String, String> refused = new TreeMap<>();
    for (String name : names()) {
      try {
        ImageReaders.read(DATA.resolve(name));
      } catch (ImageFormatException e) {
        refused.put(name.substring(name.lastIndexOf('/') + 1), e.getMessage());
      }
    }
    String inks = "TIFF of CMYK colours is not read, only grey, palette and RGB";
    assertEquals(inks, refused.remove("flower-separated-contig-08.tif"));
    assertEquals(inks, refused.remove("flower-separated-contig-16.tif"));
    assertEquals(inks, refused.remove("flower-separated-planar-08.tif"));
    for (String packed : List.of("flower-rgb-planar-02.tif", "flower-rgb-planar-04.tif")) {
      String fault = refused.remove(packed);
      assertTrue(fault.contains("Unsupported SamplesPerPixel/BitsPerSample"), fault);
    }
    assertEquals(Map.of(), refused);
  }
}
