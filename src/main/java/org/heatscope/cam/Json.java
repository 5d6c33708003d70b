// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON in which each key of an object is there once; its faults are short sentences. */
final class Json {
  private static final int DEEPEST = 32;
  private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

  private Json() {}

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException with the line and column of what is not JSON, a key that comes
   *     twice, or lists and objects within each other more than 32 deep
   */
  static JsonElement parse(String json) {
    JsonReader in = new JsonReader(new StringReader(json));
    in.setLenient(true);
    try {
      JsonElement root = value(in, 0);
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalArgumentException("not JSON: something follows its end");
      }
      return root;
    } catch (EOFException e) {
      throw new IllegalArgumentException("not JSON: it ends too early");
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      throw new IllegalArgumentException("not JSON" + (place.find() ? ": " + place.group() : ""));
    }
  }

  private static JsonElement value(JsonReader in, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("JSON nested more than " + DEEPEST + " deep");
    }
    switch (in.peek()) {
      case BEGIN_OBJECT:
        return object(in, depth);
      case BEGIN_ARRAY:
        JsonArray list = new JsonArray();
        in.beginArray();
        while (in.peek() != JsonToken.END_ARRAY) {
          list.add(value(in, depth + 1));
        }
        in.endArray();
        return list;
      case STRING:
        return new JsonPrimitive(in.nextString());
      case NUMBER:
        return new JsonPrimitive(new BigDecimal(in.nextString()));
      case BOOLEAN:
        return new JsonPrimitive(in.nextBoolean());
      default:
        in.nextNull();
        return JsonNull.INSTANCE;
    }
  }

  private static JsonObject object(JsonReader in, int depth) throws IOException {
    JsonObject object = new JsonObject();
    in.beginObject();
    while (in.peek() != JsonToken.END_OBJECT) {
      String key = in.nextName();
      if (object.has(key)) {
        throw new IllegalArgumentException("the key '" + key + "' comes twice");
      }
      object.add(key, value(in, depth + 1));
    }
    in.endObject();
    return object;
  }
}
