// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the writer for a file by its name. */
public final class ImageWriters {
  private static final List<ImageWriterProvider> PROVIDERS =
      ServiceLoader.load(ImageWriterProvider.class, ImageWriters.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .collect(Collectors.toList());

  private ImageWriters() {}

  /** The writer for a file of this name; empty if there is none. */
  public static Optional<ImageWriterProvider> of(Path path) {
    String name = name(path);
    return PROVIDERS.stream().filter(p -> p.writes(name)).findFirst();
  }

  /** A file's name as writers take it. */
  public static String name(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
