// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file that cannot be read as an image, with the reason in one line. */
public final class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  /**
   * A fault of a file.
   *
   * @param path the file
   * @param fault what is wrong, a phrase without the file's name: "truncated: 1024 bytes of voxels
   *     declared, 1000 present"
   */
  public ImageFormatException(Path path, String fault) {
    super(fault);
    this.path = path;
  }

  /** The file. */
  public Path path() {
    return path;
  }
}
