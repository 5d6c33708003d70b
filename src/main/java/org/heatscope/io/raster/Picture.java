// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;

/** What the header of a picture file says. */
interface Picture {
  Path path();

  /** The name of the format, as {@code Volume.format()} and ImageIO call it. */
  String format();

  int width();

  int height();

  /** Samples of one pixel as they are decoded, alpha among them; palettes count as three. */
  int samplesPerPixel();

  /** Bits of a sample. */
  int bits();

  /**
   * Reads through the whole file, without decoding it.
   *
   * @throws org.heatscope.io.ImageFormatException if it is cut short or damaged, or holds less than
   *     the header declares
   */
  void requireWhole() throws IOException;

  /** The file as the decoder is to see it. */
  ImageInputStream stream() throws IOException;
}
