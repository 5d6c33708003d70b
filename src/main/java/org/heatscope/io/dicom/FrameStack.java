// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heatscope.image.Geometry;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;

/**
 * The frames of one file that is not a slice among others: a picture without a place in the
 * patient, or several frames under one header. Frames are stacked along z in their order.
 */
final class FrameStack {
  private final DicomFile file;
  private final PixelFormat format;
  private final List<String> warnings = new ArrayList<>();

  private FrameStack(DicomFile file, PixelFormat format) {
    this.file = file;
    this.format = format;
  }

  static Arrangement arrange(DicomFile file, PixelFormat format) throws ImageFormatException {
    FrameStack stack = new FrameStack(file, format);
    Optional<SlicePlane> plane = SlicePlane.of(file.frame(0));
    Geometry geometry = plane.isPresent() ? stack.anatomical(plane.get()) : stack.picture();
    List<Arrangement.Frame> frames =
        IntStream.range(0, format.frames())
            .mapToObj(i -> Arrangement.Frame.of(file, i))
            .collect(Collectors.toList());
    return new Arrangement(frames, geometry, TimeAxis.NONE, stack.warnings);
  }

  private Geometry picture() throws ImageFormatException {
    double[] spacing = SlicePlane.spacing(file.frame(0));
    warnings.add(
        SlicePlane.isMosaic(file.dataset())
            ? "A Siemens mosaic: the slices are shown as tiles of one picture without a place in"
                + " the patient."
            : "The file gives no place in the patient; it is taken as a picture"
                + (spacing == null ? " of unit pixels." : "."));
    return Geometry.picture(
        format.columns(),
        format.rows(),
        format.frames(),
        spacing == null ? 1 : spacing[1],
        spacing == null ? 1 : spacing[0],
        format.frames() == 1 ? 1 : frameStep());
  }

  private Geometry anatomical(SlicePlane plane) throws ImageFormatException {
    double step = file.dataset().has(Tag.GRID_FRAME_OFFSET_VECTOR) ? gridStep(plane) : frameStep();
    return Geometry.anatomical(
        format.columns(),
        format.rows(),
        format.frames(),
        plane.affine(SlicePlane.scaled(plane.normal(), step)));
  }

  private double frameStep() throws ImageFormatException {
    double step = file.dataset().decimal(Tag.SPACING_BETWEEN_SLICES, 0);
    String from = "the spacing between slices";
    if (!SlicePlane.isLength(step)) {
      step = file.dataset().decimal(Tag.SLICE_THICKNESS, 0);
      from = "the slice thickness";
    }
    if (!SlicePlane.isLength(step)) {
      step = 1;
      from = "an assumption";
    }
    warnings.add(
        String.format(
            Locale.ROOT,
            "The frames are stacked %.4g mm apart, by %s; the file does not place each of them.",
            step,
            from));
    return step;
  }

  /**
   * The even step of a dose grid (PS3.3 C.8.8.3.2), signed along the normal. Offsets start at 0, or
   * are the z coordinates of axial planes.
   */
  private double gridStep(SlicePlane plane) throws ImageFormatException {
    double[] offsets = file.dataset().decimals(Tag.GRID_FRAME_OFFSET_VECTOR);
    int n = format.frames();
    if (offsets.length != n) {
      throw file.fault(
          String.format(
              "%s has %d numbers for %d frames", Tag.GRID_FRAME_OFFSET_VECTOR, offsets.length, n));
    }
    double normalZ = plane.normal()[2];
    if (offsets[0] != 0 && Math.abs(normalZ) < 0.9999) {
      throw file.fault(Tag.GRID_FRAME_OFFSET_VECTOR + " gives z of planes that are not axial");
    }
    double step = (offsets[n - 1] - offsets[0]) / (n - 1);
    for (int k = 1; k < n; k++) {
      double error = Math.abs(offsets[k] - offsets[k - 1] - step);
      if (!SlicePlane.isLength(Math.abs(step)) || error > Math.max(0.01 * Math.abs(step), 0.01)) {
        throw file.fault("the planes of the dose grid are not evenly spaced");
      }
    }
    return offsets[0] == 0 ? step : step * Math.signum(normalZ);
  }
}
