// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.heatscope.color.Window;
import org.heatscope.io.ImageFormatException;

/** What a stored sample of a file means, and how the file wants it shown. */
final class DicomValues {
  /** SOP classes of pictures that were captured from a screen or scanned. */
  private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

  /** Windows wider than this are not turned round. */
  private static final int LONGEST_TABLE = 1 << 17;

  private DicomValues() {}

  /**
   * "HU" for CT whose rescale type says so or, as PS3.3 C.8.2.1 has it, is left out; the units of
   * PET; "Gy" for dose; else empty.
   */
  static String unit(DicomDataset d) {
    List<DicomDataset> tables = d.items(Tag.MODALITY_LUT_SEQUENCE);
    String type =
        tables.isEmpty() ? d.text(Tag.RESCALE_TYPE) : tables.get(0).text(Tag.MODALITY_LUT_TYPE);
    switch (d.text(Tag.MODALITY)) {
      case "CT":
        boolean captured = d.text(Tag.SOP_CLASS_UID).startsWith(SECONDARY_CAPTURE);
        boolean implied = type.isEmpty() && d.has(Tag.RESCALE_SLOPE) && !captured;
        return type.equals("HU") || implied ? "HU" : "";
      case "PT":
        return petUnit(d.text(Tag.UNITS));
      case "RTDOSE":
        return d.text(Tag.DOSE_UNITS).equals("GY") ? "Gy" : "";
      default:
        return type.equals("HU") ? "HU" : "";
    }
  }

  private static String petUnit(String code) {
    switch (code) {
      case "BQML":
        return "Bq/ml";
      case "GML":
        return "g/ml";
      case "CNTS":
        return "counts";
      default:
        return code;
    }
  }

  /**
   * The windows of a frame, the first being its default; pairs without a width are left out, and so
   * is the whole list if it cannot be understood.
   */
  static List<Window> windows(DicomDataset d) {
    List<Window> windows = new ArrayList<>(tables(d));
    try {
      double[] centers = d.decimals(Tag.WINDOW_CENTER);
      double[] widths = d.decimals(Tag.WINDOW_WIDTH);
      for (int i = 0; i < Math.min(centers.length, widths.length); i++) {
        add(windows, d.text(Tag.VOI_LUT_FUNCTION), centers[i], widths[i]);
      }
    } catch (ImageFormatException e) {
      return tables(d);
    }
    return windows;
  }

  /** The windows of a frame as they show it: small values bright where the file wants them so. */
  static List<Window> windows(DicomDataset d, PixelFormat format) throws ImageFormatException {
    List<Window> windows = windows(d);
    if (!format.inverted()) {
      return windows;
    }
    if (windows.isEmpty()) {
      double least = format.type().isSigned() ? -Math.pow(2, format.bitsStored() - 1.0) : 0;
      double most = least + Math.pow(2, format.bitsStored()) - 1;
      ValueTransform transform = ValueTransform.of(d, format);
      double a = transform.apply(least);
      double b = transform.apply(most);
      windows = List.of(Window.range(Math.min(a, b), Math.max(a, b)));
    }
    return windows.stream()
        .filter(w -> w.high() - w.low() < LONGEST_TABLE)
        .map(DicomValues::inverted)
        .collect(Collectors.toList());
  }

  private static Window inverted(Window w) {
    double margin = w.function() == Window.Function.SIGMOID ? 2 * w.width() : 1;
    double first = Math.floor(w.low() - margin);
    double[] greys = new double[(int) (Math.ceil(w.high() + margin) - first) + 1];
    Arrays.setAll(greys, i -> 1 - w.apply(first + i));
    return Window.table(first, greys);
  }

  private static List<Window> tables(DicomDataset d) {
    List<Window> windows = new ArrayList<>();
    try {
      // The first value is a number like those that the table takes, which may be negative.
      boolean signed =
          d.unsigned(Tag.PIXEL_REPRESENTATION, 0) == 1 || d.decimal(Tag.RESCALE_INTERCEPT, 0) < 0;
      for (DicomDataset item : d.items(Tag.VOI_LUT_SEQUENCE)) {
        LookupTable table = LookupTable.of(item, Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed);
        double white = (1 << table.bits()) - 1;
        double[] greys = Arrays.stream(table.entries()).mapToDouble(e -> e / white).toArray();
        windows.add(Window.table(table.first(), greys));
      }
    } catch (ImageFormatException e) {
      windows.clear();
    }
    return windows;
  }

  private static void add(List<Window> to, String function, double center, double width) {
    if (function.equals("LINEAR_EXACT") && width > 0) {
      to.add(Window.linearExact(center, width));
    } else if (function.equals("SIGMOID") && width > 0) {
      to.add(Window.sigmoid(center, width));
    } else if (width >= 1) {
      to.add(Window.linear(center, width));
    }
  }
}
