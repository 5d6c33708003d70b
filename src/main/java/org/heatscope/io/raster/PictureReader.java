// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.SampleArrays;

/** Reads a picture into one channel, or three: red, green, blue, a plane each. */
final class PictureReader implements ImageReader {
  private static final String ALPHA_DROPPED =
      "The transparency of this image is left out: its colours are those that are stored.";

  private final Picture picture;

  PictureReader(Picture picture) {
    this.picture = picture;
  }

  @Override
  public List<Path> files() {
    return List.of(picture.path());
  }

  @Override
  public Volume read() throws IOException {
    BufferedImage image = Decoder.decode(picture);
    try {
      return volume(image);
    } catch (IndexOutOfBoundsException e) {
      throw new ImageFormatException(
          picture.path(),
          "the " + picture.format() + " is damaged: a colour is not in its palette");
    }
  }

  private Volume volume(BufferedImage image) throws ImageFormatException {
    byte[][] tables = tables(image);
    int bands = image.getRaster().getNumBands();
    int channels = tables.length > 1 || bands > 2 ? 3 : 1;
    SampleType type = picture.bits() > 8 ? SampleType.UINT16 : SampleType.UINT8;
    int pixels = picture.width() * picture.height();
    Object array = SampleArrays.allocate(picture.path(), type, channels * pixels);
    for (int c = 0; c < channels; c++) {
      boolean mapped = tables.length > 0;
      copy(image.getRaster(), mapped ? 0 : c, mapped ? tables[c] : null, array, c * pixels);
    }
    long[] size = {picture.width(), picture.height(), 1, 1, channels};
    Geometry geometry = Geometry.picture(picture.width(), picture.height(), 1, 1, 1, 1);
    Volume.Builder b =
        Volume.of(SampleTypes.wrap(type, array, size), geometry).format(picture.format());
    if (image.getColorModel().hasAlpha()) {
      b.warning(ALPHA_DROPPED);
    }
    return b.build();
  }

  /**
   * What a decoded sample stands for, a table a channel: the colours of a palette (one table if
   * they are all grey); 1, 2 and 4 bits of grey spread over 0 to 255. No table for plain samples.
   */
  private byte[][] tables(BufferedImage image) {
    if (picture.samplesPerPixel() == 1 && picture.bits() < 8) {
      int most = (1 << picture.bits()) - 1;
      byte[] grey = new byte[most + 1];
      for (int i = 0; i <= most; i++) {
        grey[i] = (byte) (i * 255 / most);
      }
      return new byte[][] {grey};
    }
    if (!(image.getColorModel() instanceof IndexColorModel palette)) {
      return new byte[0][];
    }
    byte[][] rgb = new byte[3][palette.getMapSize()];
    palette.getReds(rgb[0]);
    palette.getGreens(rgb[1]);
    palette.getBlues(rgb[2]);
    boolean grey = Arrays.equals(rgb[0], rgb[1]) && Arrays.equals(rgb[0], rgb[2]);
    return grey ? new byte[][] {rgb[0]} : rgb;
  }

  private static void copy(Raster from, int band, byte[] table, Object to, int offset) {
    int width = from.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < from.getHeight(); y++) {
      from.getSamples(0, y, width, 1, band, row);
      int at = offset + y * width;
      if (to instanceof short[] shorts) {
        for (int x = 0; x < width; x++) {
          shorts[at + x] = (short) row[x];
        }
      } else {
        byte[] bytes = (byte[]) to;
        for (int x = 0; x < width; x++) {
          bytes[at + x] = table == null ? (byte) row[x] : table[row[x]];
        }
      }
    }
  }
}
