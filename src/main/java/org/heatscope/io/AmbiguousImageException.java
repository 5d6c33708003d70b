// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file or folder that holds several images of which none was chosen, or another one, with a list
 * of them. The message is all of it in one line; {@link #lines()} has a line for each image.
 */
public final class AmbiguousImageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** One line names no more than this. */
  private static final int IN_A_LINE = 20;

  private static final int LINES = 1000;

  private final transient Path path;
  private final String fault;
  private final ArrayList<String> images;

  /** A choice where there is nothing to choose; {@code fault} is a phrase without the path. */
  public AmbiguousImageException(Path path, String fault) {
    this(path, fault, List.of(), "");
  }

  /**
   * Several images.
   *
   * @param path the file or folder
   * @param fault how many there are, or which there is not; a phrase without the path
   * @param images what they are
   * @param how to choose one; may be empty
   */
  public AmbiguousImageException(Path path, String fault, List<String> images, String how) {
    super(fault + list(images) + (how.isEmpty() ? "" : "; " + how));
    this.path = path;
    this.fault = fault + (how.isEmpty() ? "" : "; " + how);
    this.images = new ArrayList<>(images);
  }

  private static String list(List<String> images) {
    int named = Math.min(IN_A_LINE, images.size());
    return images.isEmpty()
        ? ""
        : ": " + String.join(", ", images.subList(0, named)) + more(images.size() - named);
  }

  private static String more(int count) {
    return count > 0 ? " and " + count + " more" : "";
  }

  /** The file or folder. */
  public Path path() {
    return path;
  }

  /** The fault and how to choose, then a line for each image. */
  public List<String> lines() {
    int named = Math.min(LINES, images.size());
    List<String> lines = new ArrayList<>(List.of(fault));
    lines.addAll(images.subList(0, named));
    if (named < images.size()) {
      lines.add(more(images.size() - named).strip());
    }
    return lines;
  }
}
