// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;

/** A format whose images may be folders of files. */
public interface FolderReaderProvider extends ImageReaderProvider {
  /** Whether a folder is an image of this format; the first provider that says so is asked. */
  default boolean recognisesFolder(Path folder) {
    return true;
  }

  /** Opens the image that the files of a folder make up; not looking into its sub-folders. */
  ImageReader openFolder(Path folder, ReadOptions options) throws IOException;
}
