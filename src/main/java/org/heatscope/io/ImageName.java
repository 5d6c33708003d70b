// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image as a user names it: {@code FILE}, or {@code FILE?series=N} for one of several in a file
 * or folder.
 *
 * @param path the file or folder
 * @param series which of several, see {@link ReadOptions#series()}
 */
public record ImageName(Path path, Optional<String> series) {
  private static final String SERIES = "?series=";

  /** Splits a name; a file that is really called so comes first. */
  public static ImageName parse(String text) {
    int mark = text.lastIndexOf(SERIES);
    return mark < 0 || Files.exists(Path.of(text))
        ? new ImageName(Path.of(text), Optional.empty())
        : new ImageName(
            Path.of(text.substring(0, mark)), Optional.of(text.substring(mark + SERIES.length())));
  }

  /** How the image is to be read: as all are, but for a series of its own. */
  public ReadOptions options(ReadOptions shared) {
    return series.isEmpty() ? shared : shared.withSeries(series);
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return series.isEmpty() ? path.toString() : path + SERIES + series.get();
  }
}
