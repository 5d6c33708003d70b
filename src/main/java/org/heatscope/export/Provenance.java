// SPDX-License-Identifier: Apache-2.0
package org.heatscope.export;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.heatscope.color.ColorScale;
import org.heatscope.color.Window;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.render.Figure;
import org.heatscope.render.Layer;
import org.heatscope.render.Overlay;

/**
 * What a picture was made from, as JSON: the inputs with their SHA-256, every choice in numbers,
 * the version and the backend, and where each pixel lies in the world.
 */
public final class Provenance {
  /** The keyword of the PNG's iTXt chunk. */
  public static final String KEYWORD = "heatscope";

  private Provenance() {}

  /**
   * An input image.
   *
   * @param role "base", "map" or "mask"
   * @param path as the user gave it
   * @param sha256 of the file; of a series, of the lines {@code <sha256> <file name>} of its files
   *     in the order of their names
   */
  public record Input(String role, String path, String sha256) {}

  /** The hash of an input's files; see {@link Input}. */
  public static String sha256(List<Path> files) throws IOException {
    if (files.size() == 1) {
      return sha256(files.get(0));
    }
    StringBuilder lines = new StringBuilder();
    for (Path f : files.stream().sorted().toList()) {
      lines.append(sha256(f)).append("  ").append(f.getFileName()).append('\n');
    }
    return HexFormat.of()
        .formatHex(digest().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The record of a figure.
   *
   * @param options what the user asked for, word by word
   */
  public static JsonObject of(
      String version,
      String backend,
      List<String> options,
      List<Input> inputs,
      Overlay overlay,
      Figure.Page page) {
    JsonObject o = new JsonObject();
    o.addProperty("heatscope", version);
    o.addProperty("backend", backend);
    o.add("options", strings(options));
    JsonArray list = new JsonArray();
    for (Input i : inputs) {
      JsonObject e = new JsonObject();
      e.addProperty("role", i.role());
      e.addProperty("path", i.path());
      e.addProperty("sha256", i.sha256());
      list.add(e);
    }
    o.add("inputs", list);
    o.add("window", window(overlay.window()));
    o.addProperty("frame", overlay.frame());
    o.addProperty(
        "interpolation", overlay.interpolation().name().toLowerCase(java.util.Locale.ROOT));
    JsonArray layers = new JsonArray();
    for (int i = 0; i < overlay.layers().size(); i++) {
      layers.add(layer(overlay.layers().get(i), page.bars().isEmpty() ? null : page.bars().get(i)));
    }
    o.add("layers", layers);
    JsonArray panels = new JsonArray();
    page.panels().forEach(p -> panels.add(panel(p)));
    o.add("panels", panels);
    return o;
  }

  private static JsonArray strings(List<String> list) {
    JsonArray a = new JsonArray();
    list.forEach(a::add);
    return a;
  }

  /** A window as JSON. */
  public static JsonObject window(Window w) {
    JsonObject o = new JsonObject();
    o.addProperty("function", w.function().name());
    o.addProperty("center", w.center());
    o.addProperty("width", w.width());
    o.addProperty("low", w.low());
    o.addProperty("high", w.high());
    return o;
  }

  private static JsonObject layer(Layer layer, int[] bar) {
    ColorScale s = layer.scale();
    JsonObject o = new JsonObject();
    o.addProperty("title", layer.legend().title());
    o.addProperty("frame", layer.frame());
    o.addProperty("colormap", s.colormap().name());
    o.addProperty("norm", s.norm().name());
    o.add("range", numbers(s.norm().low(), s.norm().high()));
    o.addProperty("range_from", layer.legend().rangeNote());
    o.addProperty("threshold", s.threshold());
    o.addProperty("threshold_from", layer.legend().thresholdNote());
    o.addProperty("alpha", s.alpha());
    o.addProperty("alpha_by", s.alphaRule().name().toLowerCase(java.util.Locale.ROOT));
    color(o, "nan_color", s.nan());
    color(o, "under_color", s.under());
    color(o, "over_color", s.over());
    color(o, "masked_color", s.masked());
    o.addProperty("interpolation", layer.interpolation().name().toLowerCase(java.util.Locale.ROOT));
    if (bar != null) {
      o.add("bar", numbers(bar[0], bar[1], bar[2], bar[3]));
    }
    return o;
  }

  private static void color(JsonObject o, String key, OptionalInt rgb) {
    rgb.ifPresent(c -> o.addProperty(key, String.format("#%06x", c)));
  }

  private static JsonObject panel(Figure.Panel p) {
    Geometry raster = p.raster();
    JsonObject o = new JsonObject();
    o.addProperty("axis", p.plane().axisName());
    o.addProperty("position", p.plane().position());
    o.add("rectangle", numbers(p.x(), p.y(), raster.nx(), raster.ny()));
    Affine corner = Affine.translation(-p.x(), -p.y(), 0);
    o.add("page_to_world", matrix(raster.affine().after(corner)));
    return o;
  }

  /** The four rows of an affine's matrix. */
  public static JsonArray matrix(Affine a) {
    JsonArray rows = new JsonArray();
    for (int r = 0; r < 3; r++) {
      rows.add(numbers(a.get(r, 0), a.get(r, 1), a.get(r, 2), a.get(r, 3)));
    }
    rows.add(numbers(0, 0, 0, 1));
    return rows;
  }

  /** Numbers as JSON; those that JSON cannot write become null. */
  public static JsonArray numbers(double... values) {
    JsonArray a = new JsonArray();
    for (double v : values) {
      a.add(number(v));
    }
    return a;
  }

  /** A number as JSON; null where JSON cannot write it; whole numbers without a fraction. */
  public static JsonElement number(double v) {
    if (!Double.isFinite(v)) {
      return com.google.gson.JsonNull.INSTANCE;
    }
    return v == Math.rint(v) && Math.abs(v) < 1e15
        ? new com.google.gson.JsonPrimitive((long) v)
        : new com.google.gson.JsonPrimitive(v);
  }
}
