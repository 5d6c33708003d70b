// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.mgh;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/** FreeSurfer's MGH ({@code .mgh}), gzipped as a rule ({@code .mgz}). */
public final class MghReaderProvider implements ImageReaderProvider {
  @Override
  public String format() {
    return "MGH";
  }

  @Override
  public int rank() {
    return 200;
  }

  @Override
  public boolean recognises(FileHead file) {
    return MghHeader.isOne(file.bytes());
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new MghReader(FileHead.of(path), options);
  }
}
