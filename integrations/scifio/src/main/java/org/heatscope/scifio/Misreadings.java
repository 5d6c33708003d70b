// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.Format;
import io.scif.FormatException;
import io.scif.Metadata;
import io.scif.formats.DICOMFormat;
import io.scif.formats.ICSFormat;
import io.scif.formats.MinimalTIFFFormat;
import io.scif.formats.NRRDFormat;
import io.scif.formats.tiff.IFD;
import io.scif.formats.tiff.TiffParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.heatscope.io.ImageFormatException;
import org.scijava.io.handle.DataHandle;
import org.scijava.io.location.Location;

/** What SCIFIO 0.48 reads wrongly, found by comparing it with Heatscope's own readers. */
final class Misreadings {
  private static final int CENTIMETRE = 3;

  private Misreadings() {}

  /**
   * Refuses a format.
   *
   * @throws ImageFormatException that names the reader to take instead
   */
  static void refuse(Path path, Format format) throws ImageFormatException {
    if (format instanceof DICOMFormat) {
      throw refusal(
          path, "of DICOM pixel spacing, RLE, big-endian and JPEG-LS samples wrongly", "DICOM");
    }
    if (format instanceof NRRDFormat) {
      throw refusal(path, "the spacing and the signed samples of NRRD wrongly", "NRRD");
    }
  }

  /**
   * Refuses a file whose header has been read.
   *
   * @throws ImageFormatException that names the reader to take instead
   * @throws FormatException if SCIFIO finds its header damaged
   */
  static void refuse(Path path, Metadata metadata) throws IOException, FormatException {
    if (!(metadata instanceof MinimalTIFFFormat.Metadata tiff)) {
      return;
    }
    requireAllPages(path, tiff);
    IFD first = tiff.getIfds().get(0);
    if (first.getIFDIntValue(IFD.RESOLUTION_UNIT, 1) == CENTIMETRE) {
      throw refusal(path, "a TIFF resolution in centimetres wrongly", "TIFF");
    }
    String text = first.getComment();
    if (text != null && text.contains("<OME ")) {
      throw refusal(path, "no OME-XML, and so not what the planes of OME-TIFF are", "TIFF");
    }
  }

  /** SCIFIO leaves out pages past the end of the file, and gives zeros for strips there. */
  private static void requireAllPages(Path path, MinimalTIFFFormat.Metadata tiff)
      throws IOException, FormatException {
    TiffParser parser = tiff.getTiffParser();
    parser.getIFDOffsets();
    // The last thing read is where the next page lies.
    DataHandle<Location> file = parser.getStream();
    int width = parser.isBigTiff() ? Long.BYTES : Integer.BYTES;
    file.seek(file.offset() - width);
    boolean isWhole = (width == Long.BYTES ? file.readLong() : file.readInt()) == 0;
    long end = file.length();
    for (IFD page : tiff.getIfds()) {
      isWhole &= Arrays.stream(page.getStripOffsets()).allMatch(strip -> strip < end);
    }
    if (!isWhole) {
      throw new ImageFormatException(path, "truncated: a part of the TIFF lies past its end");
    }
  }

  /** Whether the distances are the file's: ICS without units is taken for micrometres. */
  static boolean isCalibrated(Metadata metadata) {
    if (!(metadata instanceof ICSFormat.Metadata ics)) {
      return true;
    }
    String[] units = ics.getParameterUnits();
    // The first is that of the samples.
    return ics.getHistoryUnits() != null
        || units != null && Arrays.stream(units).skip(1).anyMatch(u -> !u.equals("undefined"));
  }

  private static ImageFormatException refusal(Path path, String what, String reader) {
    return new ImageFormatException(
        path, "SCIFIO reads " + what + "; Heatscope's own " + reader + " reader reads the format");
  }
}
