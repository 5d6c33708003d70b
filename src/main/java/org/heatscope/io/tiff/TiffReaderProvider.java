// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/**
 * Reads TIFF 6.0 and BigTIFF, either byte order, strips or tiles, the common compressions: the
 * numbers as they are stored. Whole numbers to 64 bits and floats; grey, and RGB as three channels
 * however its planes lie. MinIsWhite is not turned round, a palette not applied (each with a
 * warning), fewer than 8 bits not spread; alpha is left out. CMYK, YCbCr and LAB are refused.
 *
 * <p>Pages of one size and type are the slices of a stack; which are channels and time points, and
 * the size of a voxel, is taken from ImageJ's description or from OME-XML, which may name more
 * files in the same folder. The geometry is a picture, of unit pixels where nothing is said.
 */
public final class TiffReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "TIFF";
  }

  @Override
  public boolean holdsSeveral() {
    return true;
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped()
        && (file.has(0, "II*\0")
            || file.has(0, "MM\0*")
            || file.has(0, "II+\0\b\0\0\0")
            || file.has(0, "MM\0+\0\b\0\0"));
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new TiffReader(path, TiffStack.read(path, options.series()), options.maxBytes());
  }
}
