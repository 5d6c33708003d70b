// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nifti;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaders;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Real files kept outside the repository, against the values that nibabel 5.0 read. */
class NiftiCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data");
  private static final Map<Integer, SampleType> NIFTI_TYPES =
      Map.of(
          2, SampleType.UINT8,
          4, SampleType.INT16,
          16, SampleType.FLOAT32,
          256, SampleType.INT8,
          2304, SampleType.UINT8);

  private static JsonObject reference() throws IOException {
    try (Reader in = Files.newBufferedReader(DATA.resolve("REFERENCE.json"))) {
      return JsonParser.parseReader(in).getAsJsonObject();
    }
  }

  private static Stream<Map.Entry<String, JsonElement>> entries(String pattern) throws IOException {
    if (!Files.exists(DATA)) {
      return Stream.empty();
    }
    return reference().entrySet().stream().filter(e -> e.getKey().matches(pattern));
  }

  @Test
  void theCorpusIsPresent() {
    assumeTrue(Files.exists(DATA), "../shared/data is absent: its files are not checked");
  }

  @TestFactory
  Stream<DynamicTest> niftiFilesHaveTheValuesOfNibabel() throws IOException {
    return entries(".*(\\.nii|\\.nii\\.gz|nifti/.*\\.hdr)")
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> nifti(e)));
  }

  private static void nifti(Map.Entry<String, JsonElement> e) throws IOException {
    Path file = DATA.resolve(e.getKey());
    JsonObject facts = e.getValue().getAsJsonObject();
    int datatype = facts.getAsJsonObject("raw").get("datatype").getAsInt();
    if (facts.has("data") || !NIFTI_TYPES.containsKey(datatype)) {
      assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
      return;
    }
    boolean colors = facts.has("rgb");
    int[] shape = ints(facts.getAsJsonArray("shape"));
    ImageFacts expected =
        ImageFacts.of(file, NIFTI_TYPES.get(datatype))
            .shape(colors ? new int[] {shape[0], shape[1], shape[2], 1, 3} : shape)
            .affine(rows(facts.getAsJsonArray("affine")))
            .orientation(facts.get("axcodes").getAsString());
    for (JsonElement s : facts.getAsJsonArray("samples")) {
      JsonObject o = s.getAsJsonObject();
      if (!o.get("value").isJsonNull()) {
        int[] at = ints(o.getAsJsonArray("index"));
        if (!colors) {
          expected.voxel(o.get("value").getAsDouble(), at);
        } else if (at[3] < 3) {
          expected.voxel(o.get("value").getAsDouble(), at[0], at[1], at[2], 0, at[3]);
        }
      }
    }
    if (colors) {
      expected.check(ImageReaders.read(file));
      return;
    }
    statistics(expected, facts).check(ImageReaders.read(file));
  }

  private static ImageFacts statistics(ImageFacts facts, JsonObject from) {
    return facts.statistics(
        from.get("min").getAsDouble(),
        from.get("max").getAsDouble(),
        from.get("mean").getAsDouble());
  }

  private static int[] ints(JsonArray a) {
    return a.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  private static double[] rows(JsonArray a) {
    List<JsonElement> rows = a.asList().subList(0, 3);
    return rows.stream()
        .flatMap(r -> r.getAsJsonArray().asList().stream())
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }
}
