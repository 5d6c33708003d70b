// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.file.Path;
import java.util.List;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ReadOptions;

/**
 * One image among those that files hold: slices that make up a stack, or a file by itself.
 *
 * @param slices parallel slices of one size; empty for a file without places in the patient
 * @param alone that file; null for a stack
 */
record SeriesImage(List<SliceStack.Slice> slices, DicomFile alone) {

  private DicomDataset header() {
    return alone != null ? alone.dataset() : slices.get(0).attributes();
  }

  /** The series instance UID. */
  String uid() {
    return header().text(Tag.SERIES_INSTANCE_UID);
  }

  int size() {
    return alone != null ? 1 : slices.size();
  }

  boolean holds(DicomFile file) {
    return file.equals(alone) || slices.stream().anyMatch(s -> s.file().equals(file));
  }

  DicomReader reader(Path origin, List<String> warnings, ReadOptions options)
      throws ImageFormatException {
    Arrangement arrangement =
        alone != null
            ? FrameStack.arrange(alone, PixelFormat.of(alone, options))
            : SliceStack.arrange(origin, slices, options.accept());
    return new DicomReader(arrangement, warnings, options);
  }

  /** What tells the image from others: "T1 axial" (20 slices of 256 x 256). */
  String describe() {
    DicomDataset d = header();
    String name = d.label(Tag.SERIES_DESCRIPTION);
    if (name.isEmpty()) {
      name = (d.label(Tag.MODALITY) + " " + d.label(Tag.SERIES_NUMBER)).strip();
    }
    String segment = d.has(Tag.REFERENCED_SEGMENT_NUMBER) ? ", segment " + segment(d) : "";
    String what =
        alone != null
            ? alone.path().getFileName().toString()
            : size()
                + (size() == 1 ? " slice of " : " slices of ")
                + columnsAndRows(d)
                + (type(d).isEmpty() ? "" : ", " + type(d))
                + segment;
    return "\"" + name + "\" (" + what + ")";
  }

  private static String columnsAndRows(DicomDataset d) {
    try {
      return d.unsigned(Tag.COLUMNS, 0) + " x " + d.unsigned(Tag.ROWS, 0);
    } catch (ImageFormatException e) {
      return "unknown size";
    }
  }

  /** The image or frame type, such as ORIGINAL PRIMARY M. */
  static String type(DicomDataset d) {
    return d.label(d.has(Tag.FRAME_TYPE) ? Tag.FRAME_TYPE : Tag.IMAGE_TYPE).replace('\\', ' ');
  }

  /** The number of the segment that a frame shows; 0 for an image of something else. */
  static long segment(DicomDataset d) {
    try {
      return d.unsigned(Tag.REFERENCED_SEGMENT_NUMBER, 0);
    } catch (ImageFormatException e) {
      return 0;
    }
  }
}
