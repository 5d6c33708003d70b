// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads one file format; found by {@code ServiceLoader}.
 *
 * <p>Every provider is asked by content, in the order of {@link #rank()}; the first that recognises
 * the file opens it.
 */
public interface ImageReaderProvider {
  /** The name of the format: "NIfTI", "DICOM", "PNG". */
  String format();

  /** Lower ranks are asked first; formats with a weak signature have a high rank. */
  default int rank() {
    return 100;
  }

  /**
   * Whether this is a file of the format; looks at the content, not at the name.
   *
   * @param file the file's first bytes, unzipped where it is gzipped
   */
  boolean recognises(FileHead file);

  /**
   * Whether a file may hold several images, of which {@link ReadOptions#series()} chooses one;
   * where not, the reader is not asked for a series.
   */
  default boolean holdsSeveral() {
    return false;
  }

  /**
   * Opens the file and reads its header, not its samples.
   *
   * @param options what the user says about how to read it
   * @throws ImageFormatException if the header is wrong or asks for more than the file can hold
   * @throws IOException if the file cannot be read
   */
  ImageReader open(Path path, ReadOptions options) throws IOException;
}
