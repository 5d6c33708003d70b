// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;

/** Values that other programs made; their scripts lie beside the files. */
final class Reference {
  private Reference() {}

  static JsonObject json(String name) {
    String path = "/reference/map/" + name;
    try (var in =
        new InputStreamReader(Reference.class.getResourceAsStream(path), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(in).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] numbers(JsonArray array) {
    double[] v = new double[array.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = array.get(i).isJsonNull() ? Double.NaN : array.get(i).getAsDouble();
    }
    return v;
  }

  static Volume image(String name) {
    try {
      return ImageReaders.read(Path.of("test-images", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
