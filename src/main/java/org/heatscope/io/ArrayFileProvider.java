// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A format of bare arrays: each can be read as a tensor, and as an image if it has few axes. */
public interface ArrayFileProvider extends ImageReaderProvider {
  /**
   * Reads the headers of the arrays of a file, one at least.
   *
   * @throws ImageFormatException if a header is wrong
   */
  List<StoredArray> arrays(Path file) throws IOException;

  @Override
  default boolean holdsSeveral() {
    return true;
  }

  @Override
  default ImageReader open(Path path, ReadOptions options) throws IOException {
    return new ArrayImageReader(
        StoredArray.choose(path, arrays(path), options.series()), format(), options.maxBytes());
  }
}
