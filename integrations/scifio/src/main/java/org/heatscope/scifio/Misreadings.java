// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.Format;
import io.scif.FormatException;
import io.scif.ImageMetadata;
import io.scif.Metadata;
import io.scif.formats.APNGFormat;
import io.scif.formats.AVIFormat;
import io.scif.formats.BMPFormat;
import io.scif.formats.DICOMFormat;
import io.scif.formats.EPSFormat;
import io.scif.formats.FITSFormat;
import io.scif.formats.GIFFormat;
import io.scif.formats.ICSFormat;
import io.scif.formats.JPEG2000Format;
import io.scif.formats.JPEGFormat;
import io.scif.formats.JPEGTileFormat;
import io.scif.formats.MNGFormat;
import io.scif.formats.NRRDFormat;
import io.scif.formats.PCXFormat;
import io.scif.formats.PGMFormat;
import io.scif.formats.TIFFFormat;
import io.scif.formats.qt.LegacyQTFormat;
import io.scif.formats.qt.NativeQTFormat;
import io.scif.formats.qt.PICTFormat;
import io.scif.formats.tiff.IFD;
import io.scif.formats.tiff.TiffParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.imagej.axis.Axes;
import org.heatscope.io.ImageFormatException;
import org.scijava.io.handle.DataHandle;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;

/**
 * What SCIFIO 0.48 reads wrongly, found by comparing it with other programs; refused, for it would
 * be a picture that lies.
 */
final class Misreadings {
  private static final String DICOM =
      "SCIFIO misreads DICOM (pixel spacing; RLE, big-endian and JPEG-LS samples)"
          + ownReader("DICOM");
  private static final String NRRD =
      "SCIFIO misreads NRRD (spacing, signed samples)" + ownReader("NRRD");
  private static final String JPEG = "SCIFIO fills up JPEG that is cut short" + ownReader("JPEG");
  private static final String QUICKTIME = "SCIFIO leaves out frames of QuickTime films";

  private static final Map<Class<? extends Format>, String> REFUSED =
      Map.of(
          DICOMFormat.class, DICOM,
          NRRDFormat.class, NRRD,
          JPEGFormat.class, JPEG,
          JPEGTileFormat.class, JPEG,
          JPEG2000Format.class, "SCIFIO cannot decode JPEG 2000 on Java 9 and later",
          PCXFormat.class, "SCIFIO leaves out the last row and column of PCX",
          EPSFormat.class,
              "SCIFIO misreads previews in EPS, and finds no samples where there is none",
          MNGFormat.class, "SCIFIO takes the palettes of MNG for values",
          NativeQTFormat.class, QUICKTIME,
          LegacyQTFormat.class, QUICKTIME);

  private static final Set<Class<? extends Format>> COMPARED =
      Set.of(
          APNGFormat.class,
          AVIFormat.class,
          BMPFormat.class,
          FITSFormat.class,
          GIFFormat.class,
          ICSFormat.class,
          PGMFormat.class,
          PICTFormat.class,
          TIFFFormat.class);

  private static final int CENTIMETRE = 3;
  private static final int FITS_BLOCK = 2880;
  private static final int END_OF_PICT = 0xff;

  private Misreadings() {}

  /**
   * Refuses a format.
   *
   * @throws ImageFormatException that names the reader to take instead, if there is one
   */
  static void refuse(Path path, Format format) throws ImageFormatException {
    String why = REFUSED.get(format.getClass());
    if (why != null) {
      throw new ImageFormatException(path, why);
    }
  }

  /** Whether what SCIFIO reads of a format has been held against another program's reading. */
  static boolean isCompared(Format format) {
    return COMPARED.contains(format.getClass());
  }

  /**
   * Refuses a file whose header has been read.
   *
   * @throws ImageFormatException that names the reader to take instead, if there is one
   * @throws FormatException if SCIFIO finds its header damaged
   */
  static void refuse(Path path, Metadata metadata) throws IOException, FormatException {
    String why = null;
    if (metadata instanceof TIFFFormat.Metadata tiff) {
      why = ofTiff(tiff);
    } else if (metadata instanceof FITSFormat.Metadata fits) {
      why = ofFits(fits);
    } else if (metadata instanceof PGMFormat.Metadata pgm) {
      why = ofPgm(pgm);
    } else if (metadata instanceof ICSFormat.Metadata ics) {
      why = ofIcs(ics);
    } else if (metadata instanceof PICTFormat.Metadata pict) {
      why = ofPict(pict);
    } else if (metadata instanceof BMPFormat.Metadata bmp) {
      boolean isPlain = bmp.getCompression() == 0 && hasWholeRows(bmp.get(0));
      why = isPlain ? null : "SCIFIO misreads BMP that is packed or whose rows are padded";
    } else if (metadata instanceof AVIFormat.Metadata avi) {
      ImageMetadata film = avi.get(0);
      boolean isPlain = avi.getBmpCompression() != 0 || film.isIndexed() || hasWholeRows(film);
      why = isPlain ? null : "SCIFIO misreads AVI whose rows are padded";
    } else if (metadata instanceof GIFFormat.Metadata gif && gif.get(0).getPlaneCount() > 1) {
      why = "SCIFIO misreads GIF films, whose frames may be parts of the picture";
    }
    if (why != null) {
      throw new ImageFormatException(path, why);
    }
  }

  private static String ofTiff(TIFFFormat.Metadata tiff) throws IOException, FormatException {
    if (!hasAllPages(tiff)) {
      return "truncated: a part of the TIFF lies past its end";
    }
    IFD first = tiff.getIfds().get(0);
    if (first.getIFDIntValue(IFD.RESOLUTION_UNIT, 1) == CENTIMETRE) {
      return "SCIFIO misreads a TIFF resolution in centimetres" + ownReader("TIFF");
    }
    String text = first.getComment();
    return text != null && text.contains("<OME ")
        ? "SCIFIO does not see what the planes of OME-TIFF are" + ownReader("TIFF")
        : null;
  }

  /** SCIFIO leaves out pages past the end of the file, and gives zeros for strips there. */
  private static boolean hasAllPages(TIFFFormat.Metadata tiff) throws IOException, FormatException {
    TiffParser parser = tiff.getTiffParser();
    parser.getIFDOffsets();
    // The last thing read is where the next page lies.
    DataHandle<Location> file = parser.getStream();
    int width = parser.isBigTiff() ? Long.BYTES : Integer.BYTES;
    file.seek(file.offset() - width);
    long next = width == Long.BYTES ? file.readLong() : file.readInt();
    long end = file.length();
    boolean isWhole = next == 0;
    for (IFD page : tiff.getIfds()) {
      isWhole &= Arrays.stream(page.getStripOffsets()).allMatch(strip -> strip < end);
    }
    return isWhole;
  }

  private static String ofFits(FITSFormat.Metadata fits) {
    // Where the samples start with blanks SCIFIO takes these for the header's.
    if (fits.getPixelOffset() % FITS_BLOCK != 0) {
      return "SCIFIO does not find the start of the samples of this FITS";
    }
    String slices = Objects.toString(fits.getTable().get("NAXIS3"), "1");
    if (!slices.equals(String.valueOf(Math.max(1, fits.get(0).getAxisLength(Axes.Z))))) {
      return "truncated: the FITS declares " + slices + " slices";
    }
    boolean isPlain = isNumber(fits, "BSCALE", 1) && isNumber(fits, "BZERO", 0);
    return isPlain ? null : "SCIFIO leaves out the BSCALE and BZERO of FITS";
  }

  private static boolean isNumber(FITSFormat.Metadata fits, String key, double wanted) {
    String text = Objects.toString(fits.getTable().get(key), String.valueOf(wanted));
    return Double.parseDouble(text.replace('D', 'E')) == wanted;
  }

  private static String ofPgm(PGMFormat.Metadata pgm) throws IOException {
    ImageMetadata image = pgm.get(0);
    if (image.getAxisLength(Axes.CHANNEL) > 1) {
      return "SCIFIO misreads the colours of PPM";
    }
    long samples = pgm.getSource().length() - pgm.getOffset();
    return pgm.isRawBits() && samples % image.getPlaneSize() != 0
        ? "truncated: " + samples + " bytes of samples are not whole planes"
        : null;
  }

  /** SCIFIO gives zeros for what is missing of samples in a file of their own. */
  private static String ofIcs(ICSFormat.Metadata ics) {
    boolean isCut =
        "uncompressed".equals(ics.getCompression())
            && ics.getIdsLocation() instanceof FileLocation data
            && data.getFile().length() < ics.get(0).getSize();
    return isCut ? "truncated: its data file holds less than it declares" : null;
  }

  /** SCIFIO takes what there is of the rows of a PICT for all of them. */
  private static String ofPict(PICTFormat.Metadata pict) throws IOException {
    DataHandle<Location> file = pict.getSource();
    file.seek(file.length() - Short.BYTES);
    return file.readShort() == END_OF_PICT ? null : "truncated: the PICT has no end";
  }

  /** Whether rows end on a multiple of four bytes, as these formats store them. */
  private static boolean hasWholeRows(ImageMetadata image) {
    long channels = Math.max(1, image.getAxisLength(Axes.CHANNEL));
    return image.getAxisLength(Axes.X) * channels * image.getBitsPerPixel() % 32 == 0;
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

  private static String ownReader(String name) {
    return "; Heatscope's own " + name + " reader reads it";
  }
}
