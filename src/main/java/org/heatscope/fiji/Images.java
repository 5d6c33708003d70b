// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heatscope.Heatscope;
import org.heatscope.image.Volume;

/** A second image that a tool takes: one that is open, or a file. */
final class Images {
  static final Parameter FILE =
      Parameter.file(
          "file",
          "File",
          "An image file to take in place of an open image; any that Heatscope reads.");

  private Images() {}

  /** An image and what it is called. */
  record Named(Volume volume, String name) {}

  /** Which channel, slice and frame is looked at, each from 1. */
  record Position(int channel, int slice, int frame) {
    static Position of(ImagePlus image) {
      // The image's own getters know only of windows that have been moved through.
      int[] p = image.convertIndexToPosition(image.getCurrentSlice());
      return new Position(p[0], p[1], p[2]);
    }
  }

  /** The channel of an image that is looked at; all of a picture in full colour. */
  static Volume front(ImagePlus image) {
    return FromImagePlus.channel(image, Position.of(image).channel());
  }

  /** Titles of the images that are open. */
  static List<String> titles() {
    int[] ids = WindowManager.getIDList();
    return ids == null
        ? List.of()
        : Arrays.stream(ids).mapToObj(id -> WindowManager.getImage(id).getTitle()).toList();
  }

  /** The file, where one is named, else the open image; empty: neither is. */
  static Optional<Named> find(Settings values, Parameter open) throws IOException {
    Optional<Path> file = values.file(FILE);
    if (file.isPresent()) {
      String name = file.get().getFileName().toString();
      return Optional.of(new Named(read(file.get()), stem(name)));
    }
    Optional<String> title = values.given(open);
    if (title.isEmpty()) {
      return Optional.empty();
    }
    ImagePlus image = WindowManager.getImage(title.get());
    if (image == null) {
      throw new IllegalArgumentException("there is no open image '" + title.get() + "'");
    }
    return Optional.of(new Named(front(image), stem(image.getTitle())));
  }

  /** Fiji lacks the library that reads our TIFF files; ImageJ then opens them itself. */
  private static Volume read(Path file) throws IOException {
    try {
      return Heatscope.read(file);
    } catch (NoClassDefFoundError e) {
      ImagePlus opened = IJ.openImage(file.toString());
      if (opened == null) {
        throw e;
      }
      return front(opened);
    }
  }

  private static String stem(String name) {
    return name.replaceFirst("(?i)(\\.nii)?(\\.gz)?$", "").replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
  }
}
