// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.Volume;

/** An opened file (or series of files). */
public interface ImageReader {
  /**
   * Reads the image.
   *
   * <p>Never allocates more than the file's size allows for: a header that declares more samples
   * than the file can hold is refused before.
   *
   * @throws ImageFormatException if the samples are cut short or cannot be decoded
   */
  Volume read() throws IOException;

  /** The files that make up the image: one, a header and its data, or the slices of a series. */
  List<Path> files();
}
