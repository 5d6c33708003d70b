// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;

/** TIFF and BigTIFF, both byte orders. */
public final class TiffReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "TIFF";
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
  public ImageReader open(Path path) throws IOException {
    return new TiffReader(path);
  }
}
