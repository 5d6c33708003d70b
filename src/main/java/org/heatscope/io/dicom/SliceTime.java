// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;

/** What tells apart, and puts in order, the files of a series that hold the same slice. */
final class SliceTime {
  private static final Tag[] KEYS = {
    Tag.ACQUISITION_NUMBER,
    Tag.TEMPORAL_POSITION_IDENTIFIER,
    Tag.ACQUISITION_TIME,
    Tag.TRIGGER_TIME,
    Tag.CONTENT_TIME,
    Tag.ECHO_TIME,
    Tag.INSTANCE_NUMBER
  };

  private SliceTime() {}

  /** The numbers of {@link #KEYS}, most telling first; -1 for one that is absent or no number. */
  static double[] keys(DicomFile file) {
    return Arrays.stream(KEYS).mapToDouble(tag -> key(file, tag)).toArray();
  }

  private static double key(DicomFile file, Tag tag) {
    try {
      // A time is HHMMSS.FFFFFF, in old files HH:MM:SS, which sorts as the number it looks like.
      String text = file.dataset().text(tag).replace(":", "");
      return text.isEmpty() ? -1 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Sorts the slices of one position by time. */
  static void sort(Path origin, List<SliceStack.Slice> place) throws ImageFormatException {
    place.sort((a, b) -> Arrays.compare(keys(a.file()), keys(b.file())));
    for (int i = 1; i < place.size(); i++) {
      DicomFile a = place.get(i - 1).file();
      DicomFile b = place.get(i).file();
      if (Arrays.equals(keys(a), keys(b))) {
        throw new ImageFormatException(
            origin,
            a.path().getFileName()
                + " and "
                + b.path().getFileName()
                + " hold the same slice, and nothing tells them apart");
      }
    }
  }

  /**
   * The time axis of a position's files; the step is known only where acquisition times rise
   * evenly, to 1 % or 0.01 s.
   */
  static TimeAxis axis(List<SliceStack.Slice> place, List<String> warnings) {
    int n = place.size();
    if (n == 1) {
      return TimeAxis.NONE;
    }
    String echo = place.get(0).file().dataset().text(Tag.ECHO_TIME);
    if (place.stream().anyMatch(s -> !s.file().dataset().text(Tag.ECHO_TIME).equals(echo))) {
      warnings.add("Each slice was taken at several echo times; they are read as time points.");
    }
    double[] t = place.stream().mapToDouble(s -> seconds(s.file())).toArray();
    double step = (t[n - 1] - t[0]) / (n - 1);
    for (int i = 1; i < n; i++) {
      if (!(step > 0) || !(Math.abs(t[i] - t[i - 1] - step) <= Math.max(0.01 * step, 0.01))) {
        return new TimeAxis(n, 0, "s");
      }
    }
    return new TimeAxis(n, step, "s");
  }

  private static double seconds(DicomFile file) {
    double time = key(file, Tag.ACQUISITION_TIME);
    if (time < 0) {
      return Double.NaN;
    }
    double hours = Math.floor(time / 10000);
    double minutes = Math.floor(time / 100) - 100 * hours;
    return 3600 * hours + 60 * minutes + time % 100;
  }
}
