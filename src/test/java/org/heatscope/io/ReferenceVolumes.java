// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heatscope.image.SampleType;

/**
 * What other programs read in the volumes of {@code test-images} that they made:
 * reference/volumes/make_volumes.py (pynrrd 1.1.3, SimpleITK 2.5.7, nibabel 5.4.2).
 */
public final class ReferenceVolumes {
  private static final Path FACTS =
      Path.of("src", "test", "resources", "reference", "volumes", "facts.json");

  private ReferenceVolumes() {}

  /** The facts of the files in a folder of {@code test-images}. */
  public static List<ImageFacts> of(String folder) {
    List<ImageFacts> all = new ArrayList<>();
    try (Reader in = Files.newBufferedReader(FACTS)) {
      for (Map.Entry<String, JsonElement> e :
          JsonParser.parseReader(in).getAsJsonObject().entrySet()) {
        if (e.getKey().startsWith(folder + "/")) {
          all.add(facts(e.getKey(), e.getValue().getAsJsonObject()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static ImageFacts facts(String path, JsonObject o) {
    SampleType type = SampleType.valueOf(o.get("dtype").getAsString().toUpperCase(Locale.ROOT));
    double[] statistics = doubles(o.getAsJsonArray("statistics"));
    ImageFacts facts =
        ImageFacts.ofTestImage(path, type)
            .format(o.get("format").getAsString())
            .shape(ints(o.getAsJsonArray("shape")))
            .affine(doubles(o.getAsJsonArray("affine")))
            .statistics(statistics[0], statistics[1], statistics[2]);
    for (JsonElement v : o.getAsJsonArray("voxels")) {
      JsonObject voxel = v.getAsJsonObject();
      facts.voxel(voxel.get("value").getAsDouble(), ints(voxel.getAsJsonArray("at")));
    }
    return facts;
  }

  private static int[] ints(JsonArray a) {
    return a.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  private static double[] doubles(JsonArray a) {
    return a.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }
}
