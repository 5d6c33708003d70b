// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file or folder that holds several images of which none was chosen, with a list of them. */
public final class AmbiguousImageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  /**
   * Several images.
   *
   * @param path the file or folder
   * @param list what they are and how to choose, a phrase in one line without the path
   */
  public AmbiguousImageException(Path path, String list) {
    super(list);
    this.path = path;
  }

  /** The file or folder. */
  public Path path() {
    return path;
  }
}
