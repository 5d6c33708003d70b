// SPDX-License-Identifier: Apache-2.0

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins what {@code info --json} says with the values of other programs into a table. */
class Formats {
  private static final String TOP =
      """
      # Real files: read, refused, and held against other programs

      Made by `docs/formats` from a folder of real files, one row an image. The last column says against
      what the samples were held:

      - *range*: smallest and largest value as in REFERENCE.json (nibabel, tifffile, pynrrd), within 1e-5;
      - *stored values*: `DicomCorpusTest` compares every stored value with GDCM's and pydicom's (sha256), and
        the series with dcm2niix's conversion;
      - *none*: read, with nothing to compare.

      The corpus tests of each format compare shapes, affines and single samples too.

      ## Memory

      An image whose samples would fill more than a quarter of the Java heap is not read at once. Blocks of
      it are read when they are looked at, and no more than an eighth of the heap is kept of them:

      | format | a block |
      |---|---|
      | NIfTI, Analyze, MGH, NRRD, MetaImage, NumPy, safetensors, not packed | some rows |
      | the same, packed (.nii.gz, .mgz, gz or bz2 or text in NRRD, .npy.gz, .npz) | some rows; unpacked once |
      | TIFF | some strips or tiles of a page |
      | DICOM | a frame |
      | Zarr | a chunk |

      *Unpacked once*: into a file of the temporary folder (`java.io.tmpdir`), which is deleted when the image
      is let go, at the latest at exit. It is refused where it would be larger than `--max-bytes`, than the
      packed bytes can stand for, or than the disk has room for. What remains in memory at once: PNG, JPEG,
      complex NIfTI and NRRD, Fortran-ordered NumPy, a strip of a TIFF that is one packed piece, and of what
      is drawn the plane that is looked at.
      """;

  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    JsonArray infos = JsonParser.parseString(Files.readString(Path.of(args[1]))).getAsJsonArray();
    JsonObject references =
        JsonParser.parseString(Files.readString(data.resolve("REFERENCE.json"))).getAsJsonObject();
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, List<String>> formats = new TreeMap<>();
    for (JsonElement e : infos) {
      JsonObject info = e.getAsJsonObject();
      String path = data.relativize(Path.of(info.get("path").getAsString())).toString();
      boolean refused = info.has("error");
      String check = refused ? "" : check(path, info, references.get(path));
      counts.merge(refused ? "refused" : check.replaceFirst(":.*", ""), 1, Integer::sum);
      String what = refused ? fault(info, data) : what(info);
      formats
          .computeIfAbsent(path.replaceFirst("/.*", ""), g -> new ArrayList<>())
          .add("| " + path + " | " + (refused ? "refused" : "read") + " | " + what + " | " + check + " |");
    }
    System.out.println(TOP);
    System.out.println(infos.size() + " images; by the last column:");
    System.out.println();
    counts.forEach((k, n) -> System.out.println("- " + k + ": " + n));
    formats.forEach(
        (name, rows) -> {
          System.out.println("\n## " + name + "\n\n| file | | what it is, or why not | held against |");
          System.out.println("|---|---|---|---|");
          rows.forEach(System.out::println);
        });
  }

  private static String fault(JsonObject info, Path data) {
    return info.get("error").getAsString().replace(data + "/", "").replace("|", "\\|");
  }

  private static String what(JsonObject info) {
    StringBuilder shape = new StringBuilder();
    info.getAsJsonArray("shape").forEach(n -> shape.append(shape.isEmpty() ? "" : " x ").append(n));
    int frames = info.get("frames").getAsInt();
    return info.get("format").getAsString()
        + ", "
        + info.get("dtype").getAsString()
        + ", "
        + shape
        + (frames > 1 ? ", " + frames + " frames" : "");
  }

  private static String check(String path, JsonObject info, JsonElement entry) {
    if (path.startsWith("dicom/") && info.get("format").getAsString().equals("DICOM")) {
      return "stored values";
    }
    if (entry == null || !entry.getAsJsonObject().has("min") || info.get("min").isJsonNull()) {
      return "none";
    }
    double low = entry.getAsJsonObject().get("min").getAsDouble();
    double high = entry.getAsJsonObject().get("max").getAsDouble();
    double min = info.get("min").getAsDouble();
    double max = info.get("max").getAsDouble();
    double bound = 1e-5 * Math.max(1, Math.max(Math.abs(low), Math.abs(high)));
    return Math.abs(min - low) <= bound && Math.abs(max - high) <= bound
        ? "range"
        : "differs: " + min + " to " + max + ", there " + low + " to " + high;
  }
}
