// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Arrays;
import java.util.List;
import org.heatscope.image.TimeAxis;
import org.heatscope.io.ImageFormatException;

/** What tells apart, and puts in order, the files of a series that hold the same slice. */
final class SliceTime {
  private static final Tag[] KEYS = {
    Tag.ACQUISITION_NUMBER,
    Tag.TEMPORAL_POSITION_IDENTIFIER,
    Tag.TEMPORAL_POSITION_INDEX,
    Tag.FRAME_ACQUISITION_NUMBER,
    Tag.FRAME_ACQUISITION_DATE_TIME,
    Tag.ACQUISITION_TIME,
    Tag.TRIGGER_TIME,
    Tag.CONTENT_TIME,
    Tag.ECHO_TIME,
    Tag.EFFECTIVE_ECHO_TIME,
    Tag.INSTANCE_NUMBER
  };

  private SliceTime() {}

  /** The numbers of {@link #KEYS}, most telling first; -1 for one that is absent or no number. */
  static double[] keys(DicomDataset d) {
    return Arrays.stream(KEYS).mapToDouble(tag -> key(d, tag)).toArray();
  }

  private static double key(DicomDataset d, Tag tag) {
    try {
      if (tag == Tag.FRAME_ACQUISITION_DATE_TIME) {
        return DicomTimes.dateTime(d.text(tag)).orElse(-1);
      } else if (tag == Tag.TEMPORAL_POSITION_INDEX) {
        return d.unsigned(tag, -1);
      } else if (tag == Tag.FRAME_ACQUISITION_NUMBER) {
        return d.unsigned(tag, -1);
      } else if (tag == Tag.EFFECTIVE_ECHO_TIME) {
        return d.has(tag) ? d.real(tag) : -1;
      }
      // A time is HHMMSS.FFFFFF, in old files HH:MM:SS, which sorts as the number it looks like.
      String text = d.text(tag).replace(":", "");
      return text.isEmpty() ? -1 : Double.parseDouble(text);
    } catch (NumberFormatException | ImageFormatException e) {
      return -1;
    }
  }

  /**
   * The time axis of a position's frames; the step is known only where acquisition times rise
   * evenly, to 1 % or 0.01 s.
   */
  static TimeAxis axis(List<DicomDataset> place, List<String> warnings) {
    int n = place.size();
    if (n == 1) {
      return TimeAxis.NONE;
    }
    if (place.stream().map(SliceTime::echo).distinct().count() > 1) {
      warnings.add("Each slice was taken at several echo times; they are read as time points.");
    }
    double[] t = place.stream().mapToDouble(SliceTime::seconds).toArray();
    double step = (t[n - 1] - t[0]) / (n - 1);
    for (int i = 1; i < n; i++) {
      if (!(step > 0) || !(Math.abs(t[i] - t[i - 1] - step) <= Math.max(0.01 * step, 0.01))) {
        return new TimeAxis(n, 0, "s");
      }
    }
    return new TimeAxis(n, step, "s");
  }

  private static double echo(DicomDataset d) {
    return Math.max(key(d, Tag.ECHO_TIME), key(d, Tag.EFFECTIVE_ECHO_TIME));
  }

  private static double seconds(DicomDataset d) {
    return DicomTimes.dateTime(d.text(Tag.FRAME_ACQUISITION_DATE_TIME))
        .orElse(DicomTimes.timeOfDay(d.text(Tag.ACQUISITION_TIME)).orElse(Double.NaN));
  }
}
