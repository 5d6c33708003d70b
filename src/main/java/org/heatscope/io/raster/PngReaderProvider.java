// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;

/** PNG pictures. */
public final class PngReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "PNG";
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && file.has(0, "\u0089PNG\r\n\u001a\n");
  }

  @Override
  public ImageReader open(Path path) throws IOException {
    return new PictureReader(path, format());
  }
}
