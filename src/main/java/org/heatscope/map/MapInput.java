// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.nio.file.Path;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;

/**
 * An image that is read when it is needed, so that a group never lies in memory at once.
 *
 * @param name what people call it: a file's path
 * @param source reads it; may be called more than once
 */
public record MapInput(String name, Source source) {
  /** Reads an image. */
  @FunctionalInterface
  public interface Source {
    /** Reads it. */
    Volume read() throws IOException;
  }

  /** An image file, or a folder of slices. */
  public static MapInput of(Path path) {
    return new MapInput(path.toString(), () -> ImageReaders.read(path));
  }

  /** An image in memory. */
  public static MapInput of(String name, Volume volume) {
    return new MapInput(name, () -> volume);
  }

  /** Reads the image. */
  public Volume read() throws IOException {
    return source.read();
  }
}
