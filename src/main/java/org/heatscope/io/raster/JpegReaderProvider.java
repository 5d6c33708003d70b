// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;

/** JPEG pictures of 8 bits. */
public final class JpegReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "JPEG";
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && file.has(0, "\u00ff\u00d8\u00ff");
  }

  @Override
  public ImageReader open(Path path) throws IOException {
    return new PictureReader(path, format());
  }
}
