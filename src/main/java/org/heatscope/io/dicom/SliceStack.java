// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ReadOptions.Fault;

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
 * tilted gantry. All these are refused unless accepted; a gap that is accepted makes the median
 * step that of all.
 */
final class SliceStack {
  private static final double SAME_PLACE_MM = 1e-4;
  private static final double DRIFT_MM = 0.1;

  /** A frame and where it lies. */
  record Slice(Arrangement.Frame frame, SlicePlane plane) {
    DicomFile file() {
      return frame.file();
    }

    DicomDataset attributes() {
      return frame.attributes();
    }
  }

  private final Path origin;
  private final Set<Fault> accepted;
  private final List<List<Slice>> places = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final double[] normal;

  private SliceStack(Path origin, List<Slice> slices, Set<Fault> accepted) {
    this.origin = origin;
    this.accepted = accepted;
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
   * Arranges the slices, which are parallel and of one size.
   *
   * @param origin the file or folder that was asked for, which faults of the whole are blamed on
   * @param accepted faults that become warnings
   * @throws ImageFormatException if they do not make up one evenly spaced volume
   */
  static Arrangement arrange(Path origin, List<Slice> slices, Set<Fault> accepted)
      throws ImageFormatException {
    SliceStack stack = new SliceStack(origin, slices, accepted);
    stack.sortTimes();
    int frames = stack.timePoints();
    Slice first = stack.places.get(0).get(0);
    for (Slice s : slices) {
      if (!s.plane.sameSpacing(first.plane)) {
        throw s.file().fault("mixed slices: the pixel spacing differs within the series");
      }
    }
    Geometry geometry =
        Geometry.anatomical(
            (int) first.attributes().unsigned(Tag.COLUMNS, 0),
            (int) first.attributes().unsigned(Tag.ROWS, 0),
            stack.places.size(),
            first.plane.affine(stack.step()));
    List<Arrangement.Frame> ordered = new ArrayList<>();
    for (int t = 0; t < frames; t++) {
      for (List<Slice> place : stack.places) {
        ordered.add(place.get(t).frame);
      }
    }
    List<DicomDataset> place = new ArrayList<>();
    stack.places.get(0).subList(0, frames).forEach(s -> place.add(s.attributes()));
    TimeAxis time = SliceTime.axis(place, stack.warnings);
    return new Arrangement(ordered, geometry, time, stack.warnings);
  }

  /** Sorts the slices of each position by time; those that nothing tells apart are duplicates. */
  private void sortTimes() throws ImageFormatException {
    int dropped = 0;
    for (List<Slice> place : places) {
      place.sort(
          (a, b) -> Arrays.compare(SliceTime.keys(a.attributes()), SliceTime.keys(b.attributes())));
      for (int i = place.size() - 1; i > 0; i--) {
        Slice a = place.get(i - 1);
        Slice b = place.get(i);
        if (Arrays.equals(SliceTime.keys(a.attributes()), SliceTime.keys(b.attributes()))) {
          if (!accepted.contains(Fault.DUPLICATES)) {
            report(
                Fault.DUPLICATES,
                "%s and %s hold the same slice, and nothing tells them apart",
                a.file().path().getFileName(),
                b.file().path().getFileName());
          }
          place.remove(i);
          dropped++;
        }
      }
    }
    if (dropped > 0) {
      report(
          Fault.DUPLICATES,
          "%d slices lie where another one does, with nothing to tell them apart: one of each is"
              + " taken",
          dropped);
    }
  }

  private int timePoints() throws ImageFormatException {
    int frames = places.get(0).size();
    int least = frames;
    for (List<Slice> place : places) {
      least = Math.min(least, place.size());
      for (Slice s : place) {
        if (drift(place.get(0), s) > DRIFT_MM) {
          throw s.file().fault("lies beside another slice of the series, in the same plane");
        }
      }
    }
    for (List<Slice> place : places) {
      if (place.size() != frames) {
        report(
            Fault.DUPLICATES,
            "%d files hold the slice at %s, %d the one at %s",
            frames,
            at(places.get(0).get(0)),
            place.size(),
            at(place.get(0)));
        return least;
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
    boolean even = checkGaps(steps, median) && checkEven(sorted, median);
    double[] whole =
        SlicePlane.difference(places.get(n - 1).get(0).plane.position(), first.plane.position());
    double span = depth(n - 1) - depth(0);
    return SlicePlane.scaled(whole, even ? 1.0 / (n - 1) : median / span);
  }

  private double thickness(Slice slice) throws ImageFormatException {
    double thickness = slice.attributes().decimal(Tag.SLICE_THICKNESS, 0);
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
        report(
            Fault.TILT,
            "the slices are not stacked at right angles: they shift by %s mm a step, a gantry tilt"
                + " of %.1f degrees",
            millimetres(drift),
            angle);
        return;
      }
    }
  }

  /** Whether no step is far from the median. */
  private boolean checkGaps(double[] steps, double median) throws ImageFormatException {
    for (int k = 0; k < steps.length; k++) {
      String where = at(places.get(k).get(0)) + " and " + at(places.get(k + 1).get(0));
      if (steps[k] > 1.5 * median || steps[k] < 0.5 * median) {
        report(
            Fault.GAPS,
            "%s between %s: step %s mm where %s mm is usual",
            steps[k] > median ? "a slice is missing" : "too many slices",
            where,
            millimetres(steps[k]),
            millimetres(median));
        return false;
      }
    }
    return true;
  }

  /** Whether the slices, laid out evenly, stay near their places; warns if they are not at them. */
  private boolean checkEven(double[] sorted, double median) throws ImageFormatException {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    if (Math.max(most - median, median - least) <= Math.max(0.01 * median, 0.01)) {
      return true;
    }
    int last = places.size() - 1;
    double mean = (depth(last) - depth(0)) / last;
    double worst = 0;
    for (int k = 0; k <= last; k++) {
      worst = Math.max(worst, Math.abs(depth(k) - depth(0) - k * mean));
    }
    String range = millimetres(least) + " to " + millimetres(most) + " mm";
    if (worst > mean / 2) {
      report(
          Fault.GAPS,
          "the slices are unevenly spaced, %s apart: laid out evenly, one would be %s mm from its"
              + " place",
          range,
          millimetres(worst));
      return false;
    }
    warnings.add(
        String.format(
            Locale.ROOT,
            "The slices are %s apart; they are laid out evenly, at most %s mm from their places.",
            range,
            millimetres(worst)));
    return true;
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

  /** Refuses the series for a fault, or warns of it where it is accepted. */
  private void report(Fault fault, String format, Object... arguments) throws ImageFormatException {
    String what = String.format(Locale.ROOT, format, arguments);
    if (!accepted.contains(fault)) {
      throw new ImageFormatException(origin, what + fault.cure());
    }
    String cure = fault == Fault.GAPS ? "; the usual step is taken for all" : "";
    warnings.add(Character.toUpperCase(what.charAt(0)) + what.substring(1) + cure + ".");
  }
}
