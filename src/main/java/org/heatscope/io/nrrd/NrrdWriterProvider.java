// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.GzipOutput;
import org.heatscope.io.ImageWriterProvider;
import org.heatscope.io.SampleStream;

/**
 * Writes NRRD, {@code .nrrd}: one file, gzipped within, little endian. The place is given in RAS
 * with all digits; a picture has its steps as spacings. Channels are the first axis. NRRD has no
 * rescale: rescaled samples are written as values, in float32 or float64.
 *
 * <p>Source: "Definition of NRRD File Format", the Teem library's documentation.
 */
public final class NrrdWriterProvider implements ImageWriterProvider {
  @Override
  public String format() {
    return "NRRD";
  }

  @Override
  public boolean writes(String name) {
    return name.endsWith(".nrrd");
  }

  @Override
  public void write(Volume volume, String name, OutputStream out) throws IOException {
    SampleStream samples = SampleStream.values(volume, ByteOrder.LITTLE_ENDIAN);
    out.write(header(volume, samples.type()).getBytes(StandardCharsets.UTF_8));
    try (GzipOutput zip = new GzipOutput(out)) {
      samples.writeInterleaved(zip);
    }
  }

  private static String header(Volume v, SampleType type) {
    Geometry g = v.geometry();
    boolean channels = v.channels() > 1;
    boolean frames = v.time().frames() > 1;
    boolean placed = g.frame() == Geometry.Frame.ANATOMICAL;
    StringBuilder h = new StringBuilder("NRRD0005\n");
    field(h, "type", typeName(type));
    field(h, "dimension", 3 + (channels ? 1 : 0) + (frames ? 1 : 0));
    if (placed) {
      field(h, "space", "right-anterior-superior");
    }
    List<Integer> sizes = List.of(g.nx(), g.ny(), g.nz());
    field(h, "sizes", axes(v, v.channels(), sizes, v.time().frames()));
    if (placed) {
      List<String> columns = List.of(column(g, 0), column(g, 1), column(g, 2));
      field(h, "space directions", axes(v, "none", columns, "none"));
    }
    boolean steps = g.frame() == Geometry.Frame.PICTURE;
    if (steps || frames && v.time().step() > 0) {
      List<Double> unknown = Collections.nCopies(3, Double.NaN);
      List<Double> spacings = List.of(g.spacing(0), g.spacing(1), g.spacing(2));
      field(h, "spacings", axes(v, Double.NaN, steps ? spacings : unknown, v.time().step()));
    }
    String vector = v.channels() == 3 && type == SampleType.UINT8 ? "RGB-color" : "vector";
    field(h, "kinds", axes(v, vector, Collections.nCopies(3, "domain"), "list"));
    if (frames && !v.time().unit().isEmpty()) {
      field(h, "units", axes(v, "\"\"", Collections.nCopies(3, "\"\""), quoted(v.time().unit())));
    }
    field(h, "endian", "little");
    field(h, "encoding", "gzip");
    if (placed) {
      field(h, "space units", "\"mm\" \"mm\" \"mm\"");
      field(h, "space origin", column(g, 3));
    }
    if (!v.unit().isEmpty()) {
      field(h, "sample units", line(v.unit()));
    }
    if (!v.description().isEmpty()) {
      field(h, "content", line(v.description()));
    }
    return h.append('\n').toString();
  }

  private static void field(StringBuilder header, String name, Object value) {
    header.append(name).append(": ").append(value).append('\n');
  }

  /** One entry for each axis that the volume has: channel, x, y, z, time. */
  private static String axes(Volume v, Object channel, List<?> space, Object time) {
    StringJoiner all = new StringJoiner(" ");
    if (v.channels() > 1) {
      all.add(channel.toString());
    }
    space.forEach(s -> all.add(s.toString()));
    if (v.time().frames() > 1) {
      all.add(time.toString());
    }
    return all.toString();
  }

  private static String column(Geometry g, int column) {
    Affine a = g.affine();
    return "(" + a.get(0, column) + "," + a.get(1, column) + "," + a.get(2, column) + ")";
  }

  private static String quoted(String text) {
    return '"' + line(text).replace('"', '\'') + '"';
  }

  private static String line(String text) {
    return text.replaceAll("\\R", " ");
  }

  private static String typeName(SampleType type) {
    return switch (type) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      default -> type.dtype();
    };
  }
}
