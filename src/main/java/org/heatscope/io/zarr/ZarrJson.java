// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heatscope.io.ImageFormatException;

/** A value of a metadata file that knows where it is from, so that a wrong one can be named. */
final class ZarrJson {
  /** Metadata are text about an image, not an image. */
  private static final long MOST_BYTES = 16L << 20;

  private final Path file;
  private final String name;
  private final JsonElement value;

  private ZarrJson(Path file, String name, JsonElement value) {
    this.file = file;
    this.name = name;
    this.value = value;
  }

  /** Reads a file; an empty object if there is no such file. */
  static ZarrJson read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new ZarrJson(file, "the metadata", new JsonObject());
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new ImageFormatException(file, "metadata of " + Files.size(file) + " bytes");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    try {
      return new ZarrJson(file, "the metadata", JsonParser.parseString(text));
    } catch (JsonParseException | StackOverflowError e) {
      throw new ImageFormatException(file, "the metadata are not JSON");
    }
  }

  /** Whether it is there and not null. */
  boolean exists() {
    return !value.isJsonNull();
  }

  /** A member; one that does not exist if it is absent or this is no object. */
  ZarrJson get(String key) {
    JsonElement member = value instanceof JsonObject o ? o.get(key) : null;
    return new ZarrJson(file, "'" + key + "'", member == null ? JsonNull.INSTANCE : member);
  }

  boolean isString() {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  boolean isArray() {
    return value.isJsonArray();
  }

  String string() throws ImageFormatException {
    if (!isString()) {
      throw wrong("a text");
    }
    return value.getAsString();
  }

  String string(String otherwise) throws ImageFormatException {
    return exists() ? string() : otherwise;
  }

  double number() throws ImageFormatException {
    try {
      if (value.isJsonPrimitive() && !isString()) {
        return value.getAsJsonPrimitive().isBoolean()
            ? (value.getAsBoolean() ? 1 : 0)
            : value.getAsDouble();
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("a number");
  }

  /** The number as it is written, which a double may not hold. */
  String numberText() throws ImageFormatException {
    number();
    return value.getAsString();
  }

  long whole() throws ImageFormatException {
    double number = number();
    if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
      throw wrong("a whole number");
    }
    return (long) number;
  }

  List<ZarrJson> list() throws ImageFormatException {
    if (!(value instanceof JsonArray a)) {
      throw wrong("a list");
    }
    List<ZarrJson> all = new ArrayList<>();
    a.forEach(e -> all.add(new ZarrJson(file, "an element of " + name, e)));
    return all;
  }

  /** The list, or none if it is absent. */
  List<ZarrJson> listOrNone() throws ImageFormatException {
    return exists() ? list() : List.of();
  }

  double[] numbers() throws ImageFormatException {
    List<ZarrJson> all = list();
    double[] numbers = new double[all.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = all.get(i).number();
    }
    return numbers;
  }

  /** A list of sizes of axes, each from 1 to 2^31 - 1. */
  int[] sizes() throws ImageFormatException {
    List<ZarrJson> all = list();
    int[] sizes = new int[all.size()];
    for (int i = 0; i < sizes.length; i++) {
      long size = all.get(i).whole();
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw new ImageFormatException(file, name + ": an axis has the size " + size);
      }
      sizes[i] = (int) size;
    }
    return sizes;
  }

  private ImageFormatException wrong(String expected) {
    return fault(exists() ? name + " is not " + expected : name + " is missing");
  }

  /** A fault of the file that this is from. */
  ImageFormatException fault(String fault) {
    return new ImageFormatException(file, fault);
  }
}
