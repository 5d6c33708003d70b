// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/**
 * Reads JPEG (ITU-T T.81) of 8 bits, baseline and progressive: grey, or RGB converted from YCbCr
 * (JFIF). Decoders round differently: values may be a level or two from another program's. CMYK is
 * refused. Colour profiles and the camera's orientation are not applied.
 *
 * <p>The geometry is a picture of unit pixels.
 */
public final class JpegReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "JPEG";
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && file.has(0, JpegHeader.SIGNATURE);
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new PictureReader(JpegHeader.read(path));
  }
}
