// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heatscope.io.ImageFormatException;

/**
 * The pages of a TIFF file as the slices of one image.
 *
 * @param pages of one size and type, slice by slice, frame by frame
 * @param slices of each frame
 * @param frames time points
 * @param description of the first page
 * @param warnings a sentence each
 */
record TiffStack(
    List<TiffPage> pages, int slices, int frames, String description, List<String> warnings) {
  /** NewSubfileType: bit 0 a smaller version of another page, bit 2 a mask. */
  private static final int AUXILIARY = 0b101;

  /**
   * Reads the directories of a file.
   *
   * @throws ImageFormatException if they do not make up one stack, or one is not read
   */
  static TiffStack read(Path path) throws IOException {
    List<TiffDirectory> directories = TiffParser.read(path);
    List<TiffPage> pages = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      TiffDirectory d = directories.get(i);
      boolean auxiliary = i > 0 && (d.first(TiffDirectory.NEW_SUBFILE_TYPE, 0) & AUXILIARY) != 0;
      if (!auxiliary) {
        pages.add(TiffPage.of(path, i, d));
        requireAlike(path, pages);
      }
    }
    int left = directories.size() - pages.size();
    if (left > 0) {
      warnings.add(
          "Pages of this file that hold a smaller version or a mask are left out: " + left + ".");
    }
    String description = directories.get(0).description();
    if (description.contains("<OME") && pages.size() > 1) {
      warnings.add(
          "The pages are taken as slices in their order; which channels and time points they are"
              + " (OME-XML) is not read.");
    }
    return arranged(path, pages, description, warnings);
  }

  private static void requireAlike(Path path, List<TiffPage> pages) throws ImageFormatException {
    TiffPage a = pages.get(0);
    TiffPage b = pages.get(pages.size() - 1);
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new ImageFormatException(
          path,
          String.format(
              "the pages have different sizes: page 1 has %d x %d pixels, page %d has %d x %d",
              a.width(), a.height(), b.index() + 1, b.width(), b.height()));
    }
    if (a.type() != b.type() || a.photometric() != b.photometric()) {
      throw new ImageFormatException(
          path, "the pages have different types: page " + (b.index() + 1) + " is not like page 1");
    }
  }

  /**
   * ImageJ names its channels, slices and frames in the first page's description, the channel
   * running fastest; past 4 GB it writes a single page for all.
   */
  private static TiffStack arranged(
      Path path, List<TiffPage> pages, String description, List<String> warnings)
      throws ImageFormatException {
    int n = pages.size();
    if (!description.startsWith("ImageJ=")) {
      return new TiffStack(pages, n, 1, description, warnings);
    }
    long images = number(description, "images", n);
    long frames = number(description, "frames", 1);
    if (images != n) {
      throw new ImageFormatException(
          path, "an ImageJ stack of " + images + " images in " + n + " pages is not read");
    }
    if (number(description, "channels", 1) != 1 || frames < 1 || n % frames != 0) {
      throw new ImageFormatException(
          path, "an ImageJ hyperstack of several channels is not read; save each channel alone");
    }
    return new TiffStack(pages, (int) (n / frames), (int) frames, description, warnings);
  }

  private static long number(String description, String key, long otherwise) {
    Matcher m = Pattern.compile("(?m)^" + key + "=(\\d{1,9})\\s*$").matcher(description);
    return m.find() ? Long.parseLong(m.group(1)) : otherwise;
  }
}
