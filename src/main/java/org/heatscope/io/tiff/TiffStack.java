// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.NamedChoice;

/**
 * The pages of a TIFF file that make up one image.
 *
 * @param pages of one size and type, in the order of the layout
 * @param layout which page is which plane
 * @param scale sizes of a voxel
 * @param warnings a sentence each
 */
record TiffStack(List<TiffPage> pages, TiffLayout layout, TiffScale scale, List<String> warnings) {
  /** NewSubfileType: bit 0 a smaller version of another page, bit 2 a mask. */
  private static final int AUXILIARY = 0b101;

  private static final int CENTIMETRE = 3;

  /**
   * Reads the directories of a file.
   *
   * @param series which image of several (OME-XML)
   * @throws ImageFormatException if they do not make up one stack, or one is not read
   */
  static TiffStack read(Path path, Optional<String> series) throws IOException {
    List<TiffDirectory> directories = TiffParser.read(path);
    TiffDirectory first = directories.get(0);
    if (OmeXml.isIn(first.description())) {
      OmeFiles files = new OmeFiles(path, directories);
      OmeXml.Image image = OmeXml.choose(path, OmeXml.images(path, files.text()), series);
      TiffLayout layout = image.layout(files);
      List<TiffPage> pages = pages(path, files::path, files::directory, layout);
      return new TiffStack(pages, layout, image.scale(), image.scale().warnings());
    }
    if (series.isPresent()) {
      throw NamedChoice.none(path, "TIFF without OME-XML", series.get());
    }
    return stack(path, directories);
  }

  private static TiffStack stack(Path path, List<TiffDirectory> directories) throws IOException {
    List<TiffDirectory> main = new ArrayList<>();
    for (TiffDirectory d : directories) {
      if (main.isEmpty() || (d.first(TiffDirectory.NEW_SUBFILE_TYPE, 0) & AUXILIARY) == 0) {
        main.add(d);
      }
    }
    TiffDirectory first = main.get(0);
    Optional<ImageJText> text = ImageJText.of(path, first.description());
    int n = main.size();
    TiffLayout layout =
        text.isPresent() ? text.get().layout(n) : TiffLayout.of(n, 1, 1, (z, t, c) -> z);
    TiffScale scale = text.isPresent() ? text.get().scale(first) : resolution(first);
    List<String> warnings = new ArrayList<>(scale.warnings());
    int left = directories.size() - n;
    if (left > 0) {
      warnings.add(
          "Pages of this file that hold a smaller version or a mask are left out: " + left + ".");
    }
    return new TiffStack(pages(path, p -> path, main::get, layout), layout, scale, warnings);
  }

  /**
   * Pixels per centimetre are a scale. Those per inch are not taken for one: most programs write 72
   * or 300 for a printer, whatever is shown.
   */
  private static TiffScale resolution(TiffDirectory first) {
    if (first.first(TiffDirectory.RESOLUTION_UNIT, 0) != CENTIMETRE) {
      return TiffScale.unknown();
    }
    double x = 10 / first.ratio(TiffDirectory.X_RESOLUTION);
    double y = 10 / first.ratio(TiffDirectory.Y_RESOLUTION);
    boolean known = TiffScale.positive(x) && TiffScale.positive(y);
    return known ? TiffScale.of(x, y, x, 0) : TiffScale.unknown();
  }

  private static List<TiffPage> pages(
      Path path, IntFunction<Path> files, IntFunction<TiffDirectory> directories, TiffLayout layout)
      throws IOException {
    List<TiffPage> pages = new ArrayList<>();
    for (int p : layout.pages()) {
      TiffDirectory d = directories.apply(p);
      pages.add(TiffPage.of(files.apply(p), d.index(), d));
      requireAlike(path, pages);
    }
    if (layout.channels() > 1 && pages.get(0).channels() > 1) {
      throw new ImageFormatException(path, "channels that are pictures in colour are not read");
    }
    return pages;
  }

  /** Channels of the image: those of a page or those with pages of their own. */
  int channels() {
    return layout.channels() * pages.get(0).channels();
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
}
