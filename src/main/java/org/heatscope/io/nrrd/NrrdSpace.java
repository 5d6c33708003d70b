// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;

/**
 * Where a NRRD image lies.
 *
 * <p>The columns of the affine are the space directions, its last one the space origin, the centre
 * of the first voxel; the frame that the field "space" names is turned to RAS. A space without a
 * name is a picture: its second axis runs down.
 *
 * @param geometry in millimetres
 * @param time the axis of frames
 * @param warnings a sentence each
 */
record NrrdSpace(Geometry geometry, TimeAxis time, List<String> warnings) {
  private static final Affine PICTURE = Affine.scaling(1, -1, 1, 0, 0, 0);
  private static final Affine LPS = Affine.scaling(-1, -1, 1, 0, 0, 0);
  private static final Affine LAS = Affine.scaling(-1, 1, 1, 0, 0, 0);

  private static final Map<String, Affine> TO_RAS =
      Map.of(
          "right-anterior-superior", Affine.identity(),
          "ras", Affine.identity(),
          "left-anterior-superior", LAS,
          "las", LAS,
          "left-posterior-superior", LPS,
          "lps", LPS,
          "scanner-xyz", LPS);

  private static final Map<String, Double> MILLIMETRES =
      Map.of("m", 1000.0, "cm", 10.0, "um", 1e-3, "µm", 1e-3, "nm", 1e-6);

  /**
   * Reads the place.
   *
   * @param axes whose sizes are known to fit an int
   * @throws ImageFormatException if the affine cannot be inverted
   */
  static NrrdSpace of(NrrdHeader h, NrrdAxes axes) throws ImageFormatException {
    int[] n = new int[3];
    for (int a = 0; a < 3; a++) {
      n[a] = (int) axes.size(axes.space()[a]);
    }
    List<String> warnings = new ArrayList<>();
    Geometry geometry;
    if (h.text("spacedirections").isEmpty()) {
      geometry = picture(h, axes, n);
    } else {
      geometry = directed(h, axes, n, warnings);
    }
    return new NrrdSpace(geometry, time(h, axes), warnings);
  }

  /**
   * Axes with spacings alone, or with the positions at their ends: of the outer faces of voxels, or
   * where the centering is "node" of the centres.
   */
  private static Geometry picture(NrrdHeader h, NrrdAxes axes, int[] n)
      throws ImageFormatException {
    String centers = h.text("centers").isEmpty() ? "centerings" : "centers";
    double[] step = new double[3];
    double[] first = new double[3];
    for (int a = 0; a < 3; a++) {
      int axis = axes.space()[a];
      boolean node = word(h, centers, axis).equals("node");
      double min = entry(h, "axismins", axis);
      double s = Math.abs(entry(h, "spacings", axis));
      if (!(s > 0) || !Double.isFinite(s)) {
        s = Math.abs(entry(h, "axismaxs", axis) - min) / (node ? n[a] - 1 : n[a]);
      }
      step[a] = s > 0 && Double.isFinite(s) ? s : 1;
      first[a] = !Double.isFinite(min) ? 0 : node ? min : min + step[a] / 2;
    }
    Affine affine =
        PICTURE.after(Affine.scaling(step[0], step[1], step[2], first[0], first[1], first[2]));
    if (!affine.isInvertible()) {
      throw new ImageFormatException(h.file(), "the spacings cannot be inverted: " + affine);
    }
    return new Geometry(n[0], n[1], n[2], affine, Geometry.Frame.PICTURE);
  }

  private static Geometry directed(NrrdHeader h, NrrdAxes axes, int[] n, List<String> warnings)
      throws ImageFormatException {
    List<double[]> directions = h.vectors("spacedirections");
    double[][] columns = new double[4][];
    for (int a = 0; a < 3; a++) {
      int axis = axes.space()[a];
      columns[a] = axis < 0 ? across(columns, a) : three(directions.get(axis));
    }
    List<double[]> origin = h.vectors("spaceorigin");
    columns[3] = origin.isEmpty() || origin.get(0) == null ? new double[3] : three(origin.get(0));
    String name = h.text("space").toLowerCase(Locale.ROOT).replaceFirst("-time$|(?<=^.{3})t$", "");
    Affine toRas = TO_RAS.getOrDefault(name, PICTURE);
    List<String> units = h.quoted("spaceunits");
    double mm = units.isEmpty() ? 1 : MILLIMETRES.getOrDefault(units.get(0), 1.0);
    double[] rows = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        rows[4 * r + c] = mm * columns[c][r];
      }
    }
    Affine affine = toRas.after(Affine.of(rows));
    if (!affine.isInvertible()) {
      throw new ImageFormatException(
          h.file(), "the space directions cannot be inverted: " + h.text("spacedirections"));
    }
    if (name.equals("scanner-xyz")) {
      warnings.add(
          "The place is told in the scanner's axes; it is right for a patient who lies on the back,"
              + " head first.");
    }
    boolean anatomical = TO_RAS.containsKey(name);
    if (!anatomical && n[2] > 1) {
      warnings.add("The file does not say which side is left.");
    }
    Geometry.Frame frame = anatomical ? Geometry.Frame.ANATOMICAL : Geometry.Frame.PICTURE;
    return new Geometry(n[0], n[1], n[2], affine, frame);
  }

  /** The components of a vector in space; a plane's third is 0. */
  private static double[] three(double[] v) {
    double[] three = new double[3];
    System.arraycopy(v, 0, three, 0, Math.min(3, v.length));
    return three;
  }

  /** A unit vector across those before it, for an axis that the image lacks. */
  private static double[] across(double[][] columns, int axis) {
    double[] u = columns[0];
    double[] v = columns[1];
    if (axis == 1) {
      int least = 0;
      for (int a = 1; a < 3; a++) {
        least = Math.abs(u[a]) < Math.abs(u[least]) ? a : least;
      }
      v = new double[3];
      v[least] = 1;
    }
    double[] cross = {
      u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
    };
    double length = Math.sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]);
    return new double[] {cross[0] / length, cross[1] / length, cross[2] / length};
  }

  private static double entry(NrrdHeader h, String field, int axis) {
    String word = word(h, field, axis);
    return word.isEmpty() ? Double.NaN : NrrdHeader.real(word);
  }

  /** An axis's entry in a field; empty if there is none. */
  private static String word(NrrdHeader h, String field, int axis) {
    String[] words = h.words(field);
    return axis >= 0 && axis < words.length ? words[axis] : "";
  }

  private static TimeAxis time(NrrdHeader h, NrrdAxes axes) throws ImageFormatException {
    int axis = axes.frame();
    int frames = (int) axes.size(axis);
    if (frames == 1) {
      return TimeAxis.NONE;
    }
    double step = entry(h, "spacings", axis);
    List<double[]> directions = h.vectors("spacedirections");
    if (!directions.isEmpty() && directions.get(axis) != null) {
      step = directions.get(axis)[3];
    }
    if (!(step > 0) || !Double.isFinite(step)) {
      return new TimeAxis(frames, 0, "");
    }
    List<String> units = h.quoted("units");
    return switch (axis < units.size() ? units.get(axis) : "") {
      case "s", "sec", "seconds" -> new TimeAxis(frames, step, "s");
      case "ms", "msec" -> new TimeAxis(frames, step / 1e3, "s");
      case "Hz" -> new TimeAxis(frames, step, "Hz");
      case "ppm" -> new TimeAxis(frames, step, "ppm");
      default -> new TimeAxis(frames, step, "");
    };
  }
}
