// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.heatscope.Heatscope;
import org.heatscope.backend.Session;
import org.heatscope.export.Provenance;
import org.heatscope.image.Geometry;
import org.heatscope.image.Samples;
import org.heatscope.image.Slabs;
import org.heatscope.image.Volume;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.ImageName;
import org.heatscope.io.ImageReader;
import org.heatscope.op.Reduce.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heatscope info FILE...}: what is in an image and where it lies. */
@Command(
    name = "info",
    description = "Shape, place, type, unit and range of images.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  heatscope info scan.nii.gz",
      "  heatscope info dicom-folder/ --json",
      "  heatscope info dicom-folder/ --series 2"
    })
final class InfoCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Images, or folders of DICOM slices.")
  private List<String> files;

  @Option(names = "--json", description = "Print a JSON array with an object for each file.")
  private boolean json;

  @Mixin private ReadFlags reading;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    JsonArray all = new JsonArray();
    int code = 0;
    try (Heatscope heatscope =
        Heatscope.open("scalar", 0, Runtime.getRuntime().availableProcessors(), s -> {})) {
      for (String file : files) {
        JsonObject o = new JsonObject();
        o.addProperty("path", file);
        try {
          describe(o, open(ImageName.parse(file)).read(), heatscope.session());
          if (!json) {
            print(out, o);
          }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          code = Math.max(code, e instanceof AmbiguousImageException ? 2 : 1);
          String message = Main.message(e);
          String whole = e instanceof AmbiguousImageException ? e.getMessage() : message;
          o.addProperty(
              "error", whole.startsWith(file + ": ") ? whole.substring(file.length() + 2) : whole);
          String name = file.replaceFirst("\\?series=.*", "");
          err.println(
              "heatscope: error: " + (message.startsWith(name) ? "" : file + ": ") + message);
          Main.choices(e).forEach(err::println);
        }
        all.add(o);
        if (out.checkError()) {
          break;
        }
      }
    }
    if (json) {
      out.println(
          new GsonBuilder()
              .serializeNulls()
              .disableHtmlEscaping()
              .setPrettyPrinting()
              .create()
              .toJson(all));
    }
    out.flush();
    return code;
  }

  private ImageReader open(ImageName image) throws IOException {
    return Heatscope.openImage(image.path(), image.options(reading.reporting()));
  }

  private static void describe(JsonObject o, Volume v, Session session) {
    Geometry g = v.geometry();
    o.addProperty("format", v.format());
    o.add("shape", Provenance.numbers(g.nx(), g.ny(), g.nz()));
    o.add("spacing", Provenance.numbers(g.spacing(0), g.spacing(1), g.spacing(2)));
    o.add("affine", Provenance.matrix(g.affine()));
    boolean anatomical = g.frame() == Geometry.Frame.ANATOMICAL;
    if (anatomical) {
      o.addProperty("orientation", g.orientation());
    } else {
      o.add("orientation", JsonNull.INSTANCE);
    }
    o.addProperty("dtype", v.type().dtype());
    o.addProperty("channels", v.channels());
    o.addProperty("unit", v.unit());
    o.addProperty("intent", v.intent());
    o.addProperty("description", v.description());
    range(o, v, session);
    o.addProperty("frames", v.time().frames());
    o.add(
        "time_step", v.time().step() > 0 ? Provenance.number(v.time().step()) : JsonNull.INSTANCE);
    o.addProperty("time_unit", v.time().unit());
    o.add(
        "window",
        v.windows().isEmpty() ? JsonNull.INSTANCE : Provenance.window(v.windows().get(0)));
    v.suv()
        .ifPresent(
            suv -> {
              o.add(
                  "suvbw_factor",
                  suv.factor().isPresent()
                      ? Provenance.number(suv.factor().getAsDouble())
                      : JsonNull.INSTANCE);
              o.addProperty("suvbw_unknown", suv.reason());
            });
    JsonArray warnings = new JsonArray();
    v.warnings().forEach(warnings::add);
    if (v.isLazy()) {
      warnings.add("too large to be looked at whole: min, max and counts are those of some parts");
    }
    o.add("warnings", warnings);
  }

  private static void range(JsonObject o, Volume v, Session session) {
    Summary all = Summary.NONE;
    for (int c = 0; c < v.channels(); c++) {
      for (int t = 0; t < v.time().frames(); t++) {
        for (Samples s : Slabs.spread(v, t, c)) {
          all = all.and(session.reduce().reduce(s));
        }
      }
    }
    o.add("min", Provenance.number(all.min()));
    o.add("max", Provenance.number(all.max()));
    o.addProperty("nan", all.nan());
    o.addProperty("infinite", all.infinite());
  }

  private static void print(PrintWriter out, JsonObject o) {
    out.println(o.get("path").getAsString());
    for (String key : o.keySet()) {
      boolean empty =
          o.get(key).isJsonNull()
              || o.get(key).isJsonArray() && o.getAsJsonArray(key).isEmpty()
              || o.get(key).isJsonPrimitive() && o.get(key).getAsString().isEmpty();
      if (key.equals("path") || empty) {
        continue;
      }
      if (key.equals("affine")) {
        matrix(out, o.getAsJsonArray(key));
      } else if (key.equals("window")) {
        JsonObject w = o.getAsJsonObject(key);
        row(out, key, w.get("low").getAsString() + " to " + w.get("high").getAsString());
      } else if (key.equals("shape") || key.equals("spacing")) {
        row(out, key, joined(o.getAsJsonArray(key), " x "));
      } else if (key.equals("warnings")) {
        o.getAsJsonArray(key).forEach(w -> row(out, "warning", w.getAsString()));
      } else {
        row(out, key.replace('_', ' '), o.get(key).getAsString());
      }
    }
    out.println();
  }

  private static void row(PrintWriter out, String key, String value) {
    out.printf(Locale.ROOT, "  %-12s %s%n", key, value);
  }

  private static String joined(JsonArray a, String between) {
    StringBuilder s = new StringBuilder();
    a.forEach(e -> s.append(s.length() == 0 ? "" : between).append(shortNumber(e.getAsDouble())));
    return s.toString();
  }

  private static String shortNumber(double v) {
    return v == Math.rint(v) ? Long.toString((long) v) : String.format(Locale.ROOT, "%.6g", v);
  }

  private static void matrix(PrintWriter out, JsonArray rows) {
    for (int r = 0; r < 3; r++) {
      StringBuilder s = new StringBuilder();
      rows.get(r)
          .getAsJsonArray()
          .forEach(e -> s.append(String.format(Locale.ROOT, "%12.5f", e.getAsDouble())));
      row(out, r == 0 ? "affine" : "", s.toString());
    }
  }
}
