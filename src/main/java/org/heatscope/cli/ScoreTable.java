// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers of maps by name, a row for each map. */
final class ScoreTable {
  private final List<JsonObject> rows = new ArrayList<>();

  ScoreTable(int maps) {
    for (int i = 0; i < maps; i++) {
      JsonObject row = new JsonObject();
      row.addProperty("image", i);
      rows.add(row);
    }
  }

  /** Notes a number; one that is not finite is left empty. */
  void put(int map, String name, double value) {
    rows.get(map).add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
  }

  void put(int map, String name, int value) {
    rows.get(map).addProperty(name, value);
  }

  void put(int map, String name, boolean value) {
    rows.get(map).addProperty(name, value);
  }

  /** Notes the points of a curve, which stand in JSON only. */
  void put(int map, String name, double[] points) {
    JsonArray array = new JsonArray();
    Arrays.stream(points).forEach(array::add);
    rows.get(map).add(name, array);
  }

  /** The curves of a name. */
  List<double[]> curves(String name) {
    List<double[]> curves = new ArrayList<>();
    for (JsonObject row : rows) {
      JsonArray points = row.getAsJsonArray(name);
      double[] curve = new double[points.size()];
      Arrays.setAll(curve, i -> points.get(i).getAsDouble());
      curves.add(curve);
    }
    return curves;
  }

  String json() {
    JsonArray all = new JsonArray();
    rows.forEach(all::add);
    return new GsonBuilder()
        .serializeNulls()
        .serializeSpecialFloatingPointValues()
        .setPrettyPrinting()
        .create()
        .toJson(all);
  }

  String csv() {
    JsonObject first = rows.get(0);
    List<String> columns =
        first.keySet().stream().filter(k -> !first.get(k).isJsonArray()).toList();
    List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
    for (JsonObject row : rows) {
      lines.add(String.join(",", columns.stream().map(c -> text(row.get(c))).toList()));
    }
    return String.join("\n", lines);
  }

  private static String text(JsonElement value) {
    return value.isJsonNull() ? "" : value.getAsString();
  }
}
