// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.Format;
import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/**
 * Reads what SCIFIO reads and no reader of Heatscope does: ICS, FITS, AVI, QuickTime, EPS, PICT,
 * GIF, BMP, PCX, Scanco ISQ and more. Asked last.
 *
 * <p>Many of SCIFIO's formats are told by the file's name. Formats that SCIFIO is known to misread
 * are refused with the reader that reads them: DICOM, NRRD, TIFF with a resolution in centimetres
 * and OME-TIFF. Axes other than x, y, z, time and channel are refused; distances of neighbours in a
 * unit of length become millimetres, others are taken as pixels of unit size. Palettes are applied.
 */
public final class ScifioReaderProvider implements ImageReaderProvider {
  /** Below every other reader. */
  static final int RANK = 1000;

  @Override
  public String format() {
    return "SCIFIO";
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && Scifio.get().format(file.path()).isPresent();
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    Format format =
        Scifio.get()
            .format(path)
            .orElseThrow(() -> new ImageFormatException(path, "not a file that SCIFIO reads"));
    return ScifioReader.of(path, format, options);
  }
}
