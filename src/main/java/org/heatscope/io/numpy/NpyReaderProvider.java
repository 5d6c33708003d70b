// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.numpy;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/** NumPy arrays, {@code .npy}. */
public final class NpyReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "NumPy";
  }

  @Override
  public boolean recognises(FileHead file) {
    return file.has(0, NpyHeader.MAGIC);
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new NpyReader(FileHead.of(path));
  }
}
