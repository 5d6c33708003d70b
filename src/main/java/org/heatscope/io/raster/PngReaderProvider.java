// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/**
 * Reads PNG (ISO/IEC 15948) as numbers: grey of 8 or 16 bits as it is stored; 1, 2 and 4 bits of
 * grey spread over 0 to 255; palettes as RGB, or as grey if all of theirs is; alpha is left out,
 * with a warning. Gamma and colour profiles are not applied.
 *
 * <p>The geometry is a picture of unit pixels: the resolution in a PNG is of its print, not of what
 * it shows.
 */
public final class PngReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "PNG";
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && file.has(0, PngHeader.SIGNATURE);
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new PictureReader(PngHeader.read(path));
  }
}
