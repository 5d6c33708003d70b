// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;

/**
 * Slices in files of their own, put in order by where they lie: by the projection of their position
 * on the normal row x column, never by instance number or file name.
 *
 * <p>Files at one position are time points, if every position has as many.
 *
 * <p>The volume's third column is (last position - first position) / (n - 1). Steps between
 * neighbours may differ from the median by 1 % or 0.01 mm, whichever is more. Beyond that the
 * slices are still laid out evenly, with a warning that says by how much, unless a step is above
 * 1.5 or below 0.5 medians (a missing or a doubled slice), or a slice would be shown more than half
 * a step from its place. Positions that drift in the plane by more than 0.1 mm a step belong to a
 * tilted gantry. All these are refused.
 */
final class SliceStack {
  private static final double SAME_PLACE_MM = 1e-4;
  private static final double DRIFT_MM = 0.1;

  /** A file with what its header says. */
  record Slice(DicomFile file, PixelFormat format, SlicePlane plane) {}

  private final Path origin;
  private final List<List<Slice>> places = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final double[] normal;

  private SliceStack(Path origin, List<Slice> slices) {
    this.origin = origin;
    normal = slices.get(0).plane.normal();
    List<Slice> sorted = new ArrayList<>(slices);
    sorted.sort(Comparator.comparingDouble(s -> s.plane.along(normal)));
    double previous = Double.NEGATIVE_INFINITY;
    for (Slice s : sorted) {
      double depth = s.plane.along(normal);
      if (depth - previous > SAME_PLACE_MM) {
        places.add(new ArrayList<>());
        previous = depth;
      }
      places.get(places.size() - 1).add(s);
    }
  }

  /**
   * Arranges the slices.
   *
   * @param origin the file or folder that was asked for, which faults of the whole are blamed on
   * @throws ImageFormatException if they do not make up one evenly spaced volume
   */
  static Arrangement arrange(Path origin, List<Slice> slices) throws ImageFormatException {
    checkAlike(slices);
    SliceStack stack = new SliceStack(origin, slices);
    int frames = stack.timePoints();
    for (List<Slice> place : stack.places) {
      SliceTime.sort(origin, place);
    }
    Slice first = stack.places.get(0).get(0);
    Geometry geometry =
        Geometry.anatomical(
            first.format.columns(),
            first.format.rows(),
            stack.places.size(),
            first.plane.affine(stack.step()));
    List<Arrangement.Frame> ordered = new ArrayList<>();
    for (int t = 0; t < frames; t++) {
      for (List<Slice> place : stack.places) {
        ordered.add(new Arrangement.Frame(place.get(t).file, place.get(t).format, 0));
      }
    }
    TimeAxis time = SliceTime.axis(stack.places.get(0), stack.warnings);
    return new Arrangement(ordered, geometry, time, stack.warnings);
  }

  private static void checkAlike(List<Slice> slices) throws ImageFormatException {
    Slice first = slices.get(0);
    for (Slice s : slices) {
      if (!s.plane.sameOrientation(first.plane)) {
        throw s.file.fault(
            "mixed orientations: this slice and "
                + first.file.path().getFileName()
                + " of the same series are not parallel");
      } else if (!s.format.fits(first.format)) {
        throw s.file.fault(
            "mixed slices: this one is "
                + s.format.describe()
                + ", "
                + first.file.path().getFileName()
                + " of the same series "
                + first.format.describe());
      } else if (!s.plane.sameSpacing(first.plane)) {
        throw s.file.fault("mixed slices: the pixel spacing differs within the series");
      }
    }
  }

  private int timePoints() throws ImageFormatException {
    int frames = places.get(0).size();
    for (List<Slice> place : places) {
      if (place.size() != frames) {
        throw fault(
            "%d files hold the slice at %s, %d the one at %s",
            frames, at(places.get(0).get(0)), place.size(), at(place.get(0)));
      }
      for (Slice s : place) {
        if (drift(place.get(0), s) > DRIFT_MM) {
          throw s.file.fault("lies beside another slice of the series, in the same plane");
        }
      }
    }
    return frames;
  }

  /** The vector (LPS, millimetres) from a slice to the next. */
  private double[] step() throws ImageFormatException {
    int n = places.size();
    Slice first = places.get(0).get(0);
    if (n == 1) {
      return SlicePlane.scaled(normal, thickness(first));
    }
    double[] steps = new double[n - 1];
    for (int k = 0; k + 1 < n; k++) {
      steps[k] = depth(k + 1) - depth(k);
    }
    double[] sorted = steps.clone();
    Arrays.sort(sorted);
    // The lower one of two middle steps: a gap among few slices must not hide in their mean.
    double median = sorted[(n - 2) / 2];
    checkTilt();
    checkGaps(steps, median);
    checkEven(sorted, median);
    double[] whole =
        SlicePlane.difference(places.get(n - 1).get(0).plane.position(), first.plane.position());
    return SlicePlane.scaled(whole, 1.0 / (n - 1));
  }

  private double thickness(Slice slice) throws ImageFormatException {
    double thickness = slice.file.dataset().decimal(Tag.SLICE_THICKNESS, 0);
    if (SlicePlane.isLength(thickness)) {
      return thickness;
    }
    warnings.add("The file does not say how thick its slice is; 1 mm is assumed.");
    return 1;
  }

  private double depth(int place) {
    return places.get(place).get(0).plane.along(normal);
  }

  /** How far apart two slices are within their planes. */
  private double drift(Slice a, Slice b) {
    double[] d = SlicePlane.difference(b.plane.position(), a.plane.position());
    double along = SlicePlane.dot(d, normal);
    return Math.sqrt(Math.max(0, SlicePlane.dot(d, d) - along * along));
  }

  private void checkTilt() throws ImageFormatException {
    int last = places.size() - 1;
    for (int k = 0; k < last; k++) {
      double drift = drift(places.get(k).get(0), places.get(k + 1).get(0));
      if (drift > DRIFT_MM) {
        double whole = drift(places.get(0).get(0), places.get(last).get(0));
        double angle = Math.toDegrees(Math.atan2(whole, depth(last) - depth(0)));
        throw fault(
            "the slices are not stacked at right angles: they shift by %s mm a step, a gantry tilt"
                + " of %.1f degrees, which is not read yet",
            millimetres(drift), angle);
      }
    }
  }

  private void checkGaps(double[] steps, double median) throws ImageFormatException {
    for (int k = 0; k < steps.length; k++) {
      String where = at(places.get(k).get(0)) + " and " + at(places.get(k + 1).get(0));
      if (steps[k] > 1.5 * median) {
        throw fault(
            "a slice is missing between %s: step %s mm where %s mm is usual",
            where, millimetres(steps[k]), millimetres(median));
      } else if (steps[k] < 0.5 * median) {
        throw fault(
            "too many slices between %s: step %s mm where %s mm is usual",
            where, millimetres(steps[k]), millimetres(median));
      }
    }
  }

  private void checkEven(double[] sorted, double median) throws ImageFormatException {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    if (Math.max(most - median, median - least) <= Math.max(0.01 * median, 0.01)) {
      return;
    }
    int last = places.size() - 1;
    double mean = (depth(last) - depth(0)) / last;
    double worst = 0;
    for (int k = 0; k <= last; k++) {
      worst = Math.max(worst, Math.abs(depth(k) - depth(0) - k * mean));
    }
    String range = millimetres(least) + " to " + millimetres(most) + " mm";
    if (worst > mean / 2) {
      throw fault(
          "the slices are unevenly spaced, %s apart: laid out evenly, one would be %s mm from its"
              + " place",
          range, millimetres(worst));
    }
    warnings.add(
        String.format(
            Locale.ROOT,
            "The slices are %s apart; they are laid out evenly, at most %s mm from their places.",
            range,
            millimetres(worst)));
  }

  /** The RAS coordinate along the world axis nearest to the normal: "z=-12.5". */
  private String at(Slice slice) {
    int axis = 0;
    for (int a = 1; a < 3; a++) {
      if (Math.abs(normal[a]) > Math.abs(normal[axis]) + 1e-9) {
        axis = a;
      }
    }
    double ras = (axis == 2 ? 1 : -1) * slice.plane.position()[axis];
    return "xyz".charAt(axis) + "=" + millimetres(ras);
  }

  private static String millimetres(double value) {
    return String.format(Locale.ROOT, "%.2f", value + 0.0);
  }

  private ImageFormatException fault(String format, Object... arguments) {
    return new ImageFormatException(origin, String.format(Locale.ROOT, format, arguments));
  }
}
