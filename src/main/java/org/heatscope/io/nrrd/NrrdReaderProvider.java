// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/** NRRD, with its samples ({@code .nrrd}) or with them in files of their own ({@code .nhdr}). */
public final class NrrdReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "NRRD";
  }

  @Override
  public boolean recognises(FileHead file) {
    return !file.gzipped() && file.has(0, NrrdHeader.MAGIC);
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new NrrdReader(NrrdHeader.read(path), options);
  }
}
