// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.heatscope.image.Volume;

/** Opens images, choosing the reader by what the file holds. */
public final class ImageReaders {
  private static final List<ImageReaderProvider> PROVIDERS =
      ServiceLoader.load(ImageReaderProvider.class, ImageReaders.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparingInt(ImageReaderProvider::rank))
          .collect(Collectors.toList());

  /** Stands where a name given in bytes is no text. */
  private static final char UNDECODED = '\ufffd';

  private ImageReaders() {}

  /** Opens a file, or a folder of slices, that holds one image without faults. */
  public static ImageReader open(Path path) throws IOException {
    return open(path, ReadOptions.standard());
  }

  /**
   * Opens a file, or a folder of slices.
   *
   * @throws ImageFormatException if no reader knows the file, or the one that does finds it wrong
   * @throws AmbiguousImageException if it holds several images and the options choose none of them,
   *     or one and they choose another
   */
  public static ImageReader open(Path path, ReadOptions options) throws IOException {
    if (path.toString().isEmpty()) {
      throw new ImageFormatException(path, "a file name is missing");
    }
    if (!Files.exists(path)) {
      throw new ImageFormatException(
          path,
          path.toString().indexOf(UNDECODED) < 0
              ? "no such file or folder"
              : "no such file or folder; the name is outside the locale's character set: set LC_ALL"
                  + " to one that has it, or rename it");
    }
    if (Files.isDirectory(path)) {
      for (ImageReaderProvider p : PROVIDERS) {
        if (p instanceof FolderReaderProvider f && f.recognisesFolder(path)) {
          return f.openFolder(path, options);
        }
      }
    }
    ImageReaderProvider provider = provider(path);
    if (options.series().isPresent() && !provider.holdsSeveral()) {
      throw NamedChoice.none(path, provider.format(), options.series().get());
    }
    return provider.open(path, options);
  }

  /** The format of a file. */
  static ImageReaderProvider provider(Path path) throws IOException {
    FileHead head = FileHead.of(path);
    if (head.bytes().length == 0) {
      throw new ImageFormatException(path, "the file is empty");
    }
    for (ImageReaderProvider p : PROVIDERS) {
      if (p.recognises(head)) {
        return p;
      }
    }
    throw new ImageFormatException(
        path,
        "not an image in a format that can be read ("
            + PROVIDERS.stream().map(ImageReaderProvider::format).collect(Collectors.joining(", "))
            + ")");
  }

  /** Opens and reads in one step. */
  public static Volume read(Path path) throws IOException {
    return open(path).read();
  }
}
