// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Real NRRD, MetaImage and MGH files kept outside the repository, against other programs. */
class VolumeCorpusTest {
  private static final Path DATA = Path.of("..", "shared", "data");

  @Test
  void theCorpusIsPresent() {
    assumeTrue(Files.exists(DATA), "../shared/data is absent: its files are not checked");
  }

  /** The references are those of pynrrd, of a MetaImage reader in Python, and of nibabel 5.0. */
  @TestFactory
  Stream<DynamicTest> filesHaveTheValuesOfOtherPrograms() throws IOException {
    if (!Files.exists(DATA)) {
      return Stream.empty();
    }
    try (Reader in = Files.newBufferedReader(DATA.resolve("REFERENCE.json"))) {
      return JsonParser.parseReader(in).getAsJsonObject().entrySet().stream()
          .filter(e -> e.getKey().matches(".*\\.(nrrd|nhdr|mha|mhd)"))
          .filter(e -> !e.getValue().getAsJsonObject().has("error"))
          .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e)));
    }
  }

  private static void check(Map.Entry<String, JsonElement> e) throws IOException {
    JsonObject expected = e.getValue().getAsJsonObject();
    Volume v = ImageReaders.read(DATA.resolve(e.getKey()));
    ImageFacts facts =
        ImageFacts.of(DATA.resolve(e.getKey()), v.type())
            .shape(ints(expected, "shape"))
            .statistics(
                expected.get("min").getAsDouble(),
                expected.get("max").getAsDouble(),
                expected.get("mean").getAsDouble());
    for (JsonElement s : expected.getAsJsonArray("samples")) {
      JsonObject sample = s.getAsJsonObject();
      facts.voxel(sample.get("value").getAsDouble(), ints(sample, "index"));
    }
    if (expected.has("affine")) {
      facts.affine(
          expected.getAsJsonArray("affine").asList().subList(0, 3).stream()
              .flatMap(row -> row.getAsJsonArray().asList().stream())
              .mapToDouble(JsonElement::getAsDouble)
              .toArray());
    }
    facts.check(v);
  }

  private static int[] ints(JsonObject from, String key) {
    JsonArray all = from.getAsJsonArray(key);
    return all.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  /** The header tells nothing of the NIfTI header that its gzipped data begin with. */
  @Test
  void samplesThatBeginElsewhereAreRefused() {
    Path file = DATA.resolve("meta-nrrd/pynrrd/BallBinary30x30x30_nifti.nhdr");
    assumeTrue(Files.exists(file), "../shared/data is absent: its files are not checked");
    assertThrows(ImageFormatException.class, () -> ImageReaders.read(file));
  }

  /** The same image in four encodings. */
  @Test
  void encodingsOfOneImageGiveThatImage() throws IOException {
    Path folder = DATA.resolve("meta-nrrd/pynrrd");
    assumeTrue(Files.exists(folder), "../shared/data is absent: its files are not checked");
    double[] first = {};
    for (String name : new String[] {".nrrd", "_gz.nrrd", "_bz2.nrrd", ".nhdr"}) {
      Volume v = ImageReaders.read(folder.resolve("BallBinary30x30x30" + name));
      double[] line = new double[30];
      for (int x = 0; x < 30; x++) {
        line[x] = v.value(x, 8, 3, 0, 0);
      }
      first = first.length == 0 ? line : first;
      assertEquals(Arrays.toString(first), Arrays.toString(line));
      assertEquals("LPS", v.geometry().orientation());
    }
  }
}
