// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.heatscope.op.Interpolation;

/** Reads the JSON of {@link Preprocess}; docs/preprocess.md is its schema. */
final class PreprocessSpec {
  private static final Set<String> STEPS =
      new TreeSet<>(
          Set.of(
              "reorient",
              "spacing",
              "resize",
              "crop",
              "pad",
              "flip",
              "slice",
              "window",
              "normalise",
              "channels"));

  /** A single channel is repeated for networks on colours, seldom for more. */
  private static final int MOST_CHANNELS = 1024;

  private PreprocessSpec() {}

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException with a sentence for anything that is not in the schema
   */
  static Preprocess parse(String json) {
    JsonObject o = object(Json.parse(json), "the specification");
    only(o, "the specification", "axes", "steps", "layer");
    List<Step> steps = new ArrayList<>();
    for (JsonElement e : o.has("steps") ? array(o.get("steps"), "steps") : new JsonArray()) {
      steps.add(step(object(e, "a step")));
    }
    double[] stride = null;
    double[] offset = null;
    if (o.has("layer")) {
      JsonObject layer = object(o.get("layer"), "layer");
      only(layer, "layer", "stride", "offset");
      stride = layer.has("stride") ? positive(layer.get("stride"), "stride") : null;
      offset = layer.has("offset") ? numbers(layer.get("offset"), "offset") : null;
    }
    return new Preprocess(steps, o.has("axes") ? text(o.get("axes"), "axes") : "", stride, offset);
  }

  private static Step step(JsonObject o) {
    List<String> kinds = new ArrayList<>(o.keySet());
    kinds.retainAll(STEPS);
    if (kinds.size() != 1) {
      throw new IllegalArgumentException(
          "a step needs one of " + STEPS + ", but has " + o.keySet());
    }
    String kind = kinds.get(0);
    JsonElement e = o.get(kind);
    switch (kind) {
      case "reorient":
        only(o, kind, kind);
        return GridSteps.reorient(text(e, kind));
      case "spacing":
        only(o, kind, kind, "keep", "interpolation");
        return GridSteps.spacing(
            positive(e, kind), choice(o, "keep", "extent", "origin") == 1, interpolation(o));
      case "resize":
        only(o, kind, kind, "corners", "interpolation");
        return resize(e, o);
      case "crop":
        only(o, kind, kind);
        return crop(object(e, kind));
      case "pad":
        only(o, kind, kind, "value");
        return pad(object(e, kind), o.has("value") ? number(o.get("value"), "value") : 0);
      case "flip":
        only(o, kind, kind);
        return flip(array(e, kind));
      case "slice":
        only(o, kind, kind);
        return slice(object(e, kind));
      case "window":
        only(o, kind, kind);
        return window(numbers(e, kind));
      case "normalise":
        only(o, kind, kind);
        return normalise(e);
      default:
        only(o, kind, kind);
        return ValueSteps.channels(channels(e));
    }
  }

  private static int channels(JsonElement e) {
    int count = whole(e, "channels", 1);
    if (count > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "channels: " + count + ", more than the " + MOST_CHANNELS + " that are allowed");
    }
    return count;
  }

  private static Step resize(JsonElement e, JsonObject o) {
    boolean corners = o.has("corners") && bool(o.get("corners"), "corners");
    Upsampling convention = corners ? Upsampling.LINEAR_CORNERS : Upsampling.LINEAR;
    return e.isJsonArray()
        ? GridSteps.resize(wholes(e, "resize", 1), convention, interpolation(o))
        : GridSteps.resizeShorter(whole(e, "resize", 1), convention, interpolation(o));
  }

  private static Step crop(JsonObject crop) {
    only(crop, "crop", "start", "size");
    int[] start = crop.has("start") ? wholes(crop.get("start"), "start", 0) : null;
    return GridSteps.crop(start, wholes(required(crop, "crop", "size"), "size", 1));
  }

  private static Step pad(JsonObject pad, double value) {
    only(pad, "pad", "before", "after", "size");
    if (pad.has("size")) {
      only(pad, "pad with a size", "size");
      return GridSteps.padTo(wholes(pad.get("size"), "size", 1), value);
    }
    int[] none = {0, 0, 0};
    return GridSteps.pad(
        pad.has("before") ? wholes(pad.get("before"), "before", 0) : none,
        pad.has("after") ? wholes(pad.get("after"), "after", 0) : none,
        value);
  }

  private static Step flip(JsonArray axes) {
    boolean[] flipped = new boolean[3];
    for (JsonElement a : axes) {
      flipped[axis(a)] = true;
    }
    return GridSteps.flip(flipped);
  }

  private static Step slice(JsonObject slice) {
    only(slice, "slice", "axis", "index");
    return GridSteps.slice(
        axis(required(slice, "slice", "axis")),
        whole(required(slice, "slice", "index"), "index", 0));
  }

  private static Step window(double[] ends) {
    if (ends.length != 2 || !(ends[0] < ends[1])) {
      throw new IllegalArgumentException("window: [LOW, HIGH] with LOW below HIGH");
    }
    return ValueSteps.window(ends[0], ends[1]);
  }

  private static Step normalise(JsonElement e) {
    if (e.isJsonPrimitive()) {
      switch (text(e, "normalise")) {
        case "zscore":
          return ValueSteps.zscore();
        case "minmax":
          return ValueSteps.minmax();
        default:
          throw new IllegalArgumentException(
              "normalise is zscore, minmax or {mean, std}, not " + shown(e));
      }
    }
    JsonObject o = object(e, "normalise");
    only(o, "normalise", "mean", "std");
    return ValueSteps.normalise(
        anyNumbers(required(o, "normalise", "mean"), "mean"),
        positiveOnly(anyNumbers(required(o, "normalise", "std"), "std"), "std"));
  }

  // ---- values of JSON, or a sentence

  private static void only(JsonObject o, String what, String... keys) {
    for (String key : o.keySet()) {
      if (!Arrays.asList(keys).contains(key)) {
        throw new IllegalArgumentException(
            what + ": no '" + key + "' here; known: " + String.join(", ", keys));
      }
    }
  }

  private static String shown(JsonElement e) {
    String text = e.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private static JsonElement required(JsonObject o, String what, String key) {
    if (!o.has(key)) {
      throw new IllegalArgumentException(what + " needs '" + key + "'");
    }
    return o.get(key);
  }

  private static JsonObject object(JsonElement e, String what) {
    if (!e.isJsonObject()) {
      throw new IllegalArgumentException(what + " is a JSON object, not " + shown(e));
    }
    return e.getAsJsonObject();
  }

  private static JsonArray array(JsonElement e, String what) {
    if (!e.isJsonArray()) {
      throw new IllegalArgumentException(what + " is a list, not " + shown(e));
    }
    return e.getAsJsonArray();
  }

  private static String text(JsonElement e, String what) {
    if (!e.isJsonPrimitive() || !e.getAsJsonPrimitive().isString()) {
      throw new IllegalArgumentException(what + " is a text, not " + shown(e));
    }
    return e.getAsString();
  }

  private static boolean bool(JsonElement e, String what) {
    if (!e.isJsonPrimitive() || !e.getAsJsonPrimitive().isBoolean()) {
      throw new IllegalArgumentException(what + " is true or false, not " + shown(e));
    }
    return e.getAsBoolean();
  }

  private static double number(JsonElement e, String what) {
    boolean isNumber = e.isJsonPrimitive() && e.getAsJsonPrimitive().isNumber();
    if (!isNumber || !Double.isFinite(e.getAsDouble())) {
      throw new IllegalArgumentException(what + " is a number, not " + shown(e));
    }
    return e.getAsDouble();
  }

  private static int whole(JsonElement e, String what, int least) {
    double v = number(e, what);
    if (v != Math.rint(v) || v < least || v > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          what + " is a whole number of at least " + least + ", not " + shown(e));
    }
    return (int) v;
  }

  private static int axis(JsonElement e) {
    int axis = "xyz".indexOf(text(e, "an axis"));
    if (axis < 0 || e.getAsString().length() != 1) {
      throw new IllegalArgumentException("an axis is x, y or z, not " + shown(e));
    }
    return axis;
  }

  private static double[] anyNumbers(JsonElement e, String what) {
    if (!e.isJsonArray()) {
      return new double[] {number(e, what)};
    }
    double[] v = new double[e.getAsJsonArray().size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = number(e.getAsJsonArray().get(i), what);
    }
    if (v.length == 0) {
      throw new IllegalArgumentException(what + ": the list is empty");
    }
    return v;
  }

  /** Two or three numbers, for x, y and z. */
  private static double[] numbers(JsonElement e, String what) {
    double[] v = anyNumbers(array(e, what), what);
    if (v.length < 2 || v.length > 3) {
      throw new IllegalArgumentException(what + " needs 2 or 3 numbers, not " + v.length);
    }
    return v;
  }

  private static double[] positive(JsonElement e, String what) {
    return positiveOnly(numbers(e, what), what);
  }

  private static double[] positiveOnly(double[] numbers, String what) {
    for (double v : numbers) {
      if (!(v > 0)) {
        throw new IllegalArgumentException(what + " must be above zero, not " + v);
      }
    }
    return numbers;
  }

  private static int[] wholes(JsonElement e, String what, int least) {
    numbers(e, what);
    int[] v = new int[e.getAsJsonArray().size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = whole(e.getAsJsonArray().get(i), what, least);
    }
    return v;
  }

  /** The number of the option that is chosen; the first where nothing is said. */
  private static int choice(JsonObject o, String key, String... options) {
    int chosen = o.has(key) ? Arrays.asList(options).indexOf(text(o.get(key), key)) : 0;
    if (chosen < 0) {
      throw new IllegalArgumentException(
          key + " is " + String.join(" or ", options) + ", not " + o.get(key));
    }
    return chosen;
  }

  private static Interpolation interpolation(JsonObject o) {
    return choice(o, "interpolation", "linear", "nearest") == 1
        ? Interpolation.NEAREST
        : Interpolation.LINEAR;
  }
}
