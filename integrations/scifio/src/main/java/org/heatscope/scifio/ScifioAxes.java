// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.ImageMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imagej.axis.Axes;
import net.imagej.axis.AxisType;
import net.imagej.axis.CalibratedAxis;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.SampleArrays;

/**
 * Where the samples of an image lie in SCIFIO's planes. Arrays go over x, y, z, time, channel.
 *
 * @param size of the image
 * @param inPlane distance of neighbours in a plane, in samples; 0 for an axis across planes
 * @param across distance of neighbours in planes; 0 for an axis within a plane
 * @param geometry a picture, of unit pixels where no length is stated
 * @param time the time axis
 * @param warnings a sentence each
 */
record ScifioAxes(
    int[] size,
    int[] inPlane,
    long[] across,
    Geometry geometry,
    TimeAxis time,
    List<String> warnings) {
  static final int CHANNEL = 4;
  private static final int Z = 2;
  private static final int TIME = 3;
  private static final List<AxisType> ORDER =
      List.of(Axes.X, Axes.Y, Axes.Z, Axes.TIME, Axes.CHANNEL);

  /**
   * Takes the axes of an image.
   *
   * @param calibrated whether the file states distances, not SCIFIO in its place
   * @throws ImageFormatException if it has an axis of another kind, or x and y are not of one plane
   */
  static ScifioAxes of(Path path, ImageMetadata image, boolean calibrated)
      throws ImageFormatException {
    SampleArrays.total(path, image.getAxesLengths());
    int[] size = new int[ORDER.size()];
    Arrays.fill(size, 1);
    int[] inPlane = new int[ORDER.size()];
    long[] across = new long[ORDER.size()];
    long samples = 1;
    long planes = 1;
    for (int i = 0; i < image.getAxes().size(); i++) {
      int length = (int) image.getAxisLength(i);
      int axis = place(image, image.getAxis(i).type());
      boolean isPlanar = i < image.getPlanarAxisCount();
      if (axis >= 0 && size[axis] == 1) {
        size[axis] = length;
        inPlane[axis] = isPlanar ? (int) samples : 0;
        across[axis] = isPlanar ? 0 : planes;
      } else if (length > 1) {
        throw new ImageFormatException(
            path,
            String.format(
                "an axis of the kind \"%s\" and length %d: only x, y, z, time and channel are read",
                image.getAxis(i).type().getLabel(), length));
      }
      samples *= isPlanar ? length : 1;
      planes *= isPlanar ? 1 : length;
    }
    if (inPlane[0] == 0 || inPlane[1] == 0) {
      throw new ImageFormatException(path, "x and y are not the axes of its planes");
    }
    List<String> warnings = new ArrayList<>();
    if (image.getAxis(Axes.Z) == null && size[Z] > 1) {
      warnings.add("The file does not say what its planes are; they are taken for slices.");
    }
    double[] steps = new double[TIME];
    for (int axis = 0; axis < TIME; axis++) {
      steps[axis] = step(image, axis, size[axis], calibrated, warnings);
    }
    Geometry geometry = Geometry.picture(size[0], size[1], size[Z], steps[0], steps[1], steps[Z]);
    return new ScifioAxes(
        size, inPlane, across, geometry, time(image, size[TIME], calibrated), warnings);
  }

  /** The same with the channels of a palette, which are all worked out from the same samples. */
  ScifioAxes withColors(int channels) {
    int[] sizes = size.clone();
    int[] steps = inPlane.clone();
    sizes[CHANNEL] = channels;
    steps[CHANNEL] = 0;
    return new ScifioAxes(sizes, steps, across, geometry, time, warnings);
  }

  /** Which axis of an image is meant; -1 for none. Planes of an unknown kind are slices. */
  private static int place(ImageMetadata image, AxisType type) {
    boolean isPages = type.getLabel().equals(Axes.UNKNOWN_LABEL) && image.getAxis(Axes.Z) == null;
    return isPages ? Z : ORDER.indexOf(type);
  }

  /** The plane that holds a position. */
  long plane(long z, long t, long channel) {
    return z * across[Z] + t * across[TIME] + channel * across[CHANNEL];
  }

  /** The sample of a plane at which a position's x and y start. */
  int offset(long z, long t, long channel) {
    return (int) (z * inPlane[Z] + t * inPlane[TIME] + channel * inPlane[CHANNEL]);
  }

  private static double step(
      ImageMetadata image, int axis, int size, boolean calibrated, List<String> warnings) {
    CalibratedAxis a = image.getAxis(ORDER.get(axis));
    if (a == null || size == 1 && axis == Z) {
      return 1;
    }
    double scale = Math.abs(a.averageScale(0, 1));
    if (!calibrated || !(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      return 1;
    }
    double mm = Units.convert(scale, a.unit(), "mm");
    if (mm > 0 && mm < Double.POSITIVE_INFINITY) {
      return mm;
    }
    if (scale != 1) {
      warnings.add(
          String.format(
              "The distance of neighbours on %s is %s of an unknown unit; it is taken as 1 mm.",
              ORDER.get(axis).getLabel(), scale));
    }
    return 1;
  }

  private static TimeAxis time(ImageMetadata image, int frames, boolean calibrated) {
    CalibratedAxis a = image.getAxis(Axes.TIME);
    if (frames > 1 && a != null && calibrated) {
      double seconds = Units.convert(a.averageScale(0, 1), a.unit(), "s");
      if (seconds > 0 && seconds < Double.POSITIVE_INFINITY) {
        return new TimeAxis(frames, seconds, "s");
      }
    }
    return new TimeAxis(frames, 0, "");
  }
}
