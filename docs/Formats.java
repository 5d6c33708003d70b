// SPDX-License-Identifier: Apache-2.0
import com.google.gson.*;
import java.nio.file.*;
import java.util.*;

/** Joins the output of {@code info --json} with reference extremes into a Markdown table. */
class Formats {
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    JsonArray infos = JsonParser.parseString(Files.readString(Path.of(args[1]))).getAsJsonArray();
    JsonObject references = JsonParser.parseString(Files.readString(data.resolve("REFERENCE.json"))).getAsJsonObject();
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, List<String>> groups = new TreeMap<>();
    for (JsonElement element : infos) {
      JsonObject info = element.getAsJsonObject();
      String path = data.relativize(Path.of(info.get("path").getAsString())).toString().replace('\\', '/');
      boolean refused = info.has("error");
      String outcome = refused ? "refused" : check(info, references.get(path));
      counts.merge(outcome.startsWith("differs") ? "differs" : outcome, 1, Integer::sum);
      String note = refused ? info.get("error").getAsString().replace(data + "/", "").replace("|", "\\|") : "";
      String group = refused ? "Refused" : info.get("format").getAsString();
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add("| " + path + " | " + outcome + " | " + note + " |");
    }
    System.out.println("# Files read and refused\n\nMade by `docs/formats`. *equal*: minimum and maximum as in REFERENCE.json"
        + " (DICOM: after the file's rescale), within 1e-5 of the larger.\n\n" + infos.size() + " files: " + counts);
    groups.forEach((name, rows) -> System.out.println("\n## " + name + "\n\n| file | outcome | reason |\n|---|---|---|\n" + String.join("\n", rows)));
  }

  static String check(JsonObject info, JsonElement entry) {
    if (entry == null || !entry.getAsJsonObject().has("min") || !info.has("min") || info.get("min").isJsonNull()) return "read, no reference";
    JsonObject reference = entry.getAsJsonObject();
    JsonArray size = info.getAsJsonArray("shape");
    if (reference.has("ts") && reference.has("decoded_shape") && reference.getAsJsonArray("decoded_shape").size() == 2 && size.size() > 2 && size.get(2).getAsInt() > 1) return "slice of a series, read whole: not compared";
    double slope = number(reference, "RescaleSlope", 1), intercept = number(reference, "RescaleIntercept", 0);
    double low = number(reference, "min", 0) * slope + intercept, high = number(reference, "max", 0) * slope + intercept;
    double min = info.get("min").getAsDouble(), max = info.get("max").getAsDouble();
    double bound = 1e-5 * Math.max(1, Math.max(Math.abs(low), Math.abs(high)));
    boolean equal = Math.abs(min - low) <= bound && Math.abs(max - high) <= bound;
    return equal ? "equal" : "differs: " + min + " to " + max + ", reference " + low + " to " + high;
  }

  static double number(JsonObject object, String key, double otherwise) {
    JsonElement e = object.get(key);
    return e != null && e.isJsonPrimitive() && e.getAsJsonPrimitive().isNumber() ? e.getAsDouble() : otherwise;
  }
}
