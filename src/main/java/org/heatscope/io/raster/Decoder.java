// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.SampleArrays;

/** Decodes pictures with the readers of the JDK, whatever plug-ins else are on the class path. */
final class Decoder {
  private Decoder() {}

  /**
   * Decodes a picture; colours stay in the space that they are stored in.
   *
   * @throws ImageFormatException if the decoder fails, in whatever way
   */
  static BufferedImage decode(Picture picture) throws IOException {
    long samples =
        SampleArrays.count(
            picture.path(), picture.width(), picture.height(), picture.samplesPerPixel());
    picture.requireWhole();
    // The decoded picture and the planar copy of it.
    SampleArrays.requireRoom(picture.path(), 2 * samples * (picture.bits() > 8 ? 2 : 1));
    List<String> complaints = new ArrayList<>();
    ImageReader reader = jdkReader(picture.format()).createReaderInstance();
    BufferedImage image;
    try (ImageInputStream in = picture.stream()) {
      reader.addIIOReadWarningListener((source, warning) -> complaints.add(warning));
      reader.setInput(in, true, true);
      image = reader.read(0);
    } catch (IOException | RuntimeException e) {
      throw new ImageFormatException(
          picture.path(), "the " + picture.format() + " is damaged: it cannot be decoded");
    } catch (OutOfMemoryError e) {
      throw new ImageFormatException(
          picture.path(), "the Java heap has no room to decode the " + picture.format());
    } finally {
      reader.dispose();
    }
    for (String complaint : complaints) {
      if (complaint.contains("premature end")) {
        throw new ImageFormatException(
            picture.path(), "truncated: the " + picture.format() + " lacks part of its pixels");
      }
    }
    if (image.getWidth() != picture.width() || image.getHeight() != picture.height()) {
      throw new ImageFormatException(
          picture.path(), "the " + picture.format() + " is damaged: its size is contradictory");
    }
    return image;
  }

  private static ImageReaderSpi jdkReader(String format) {
    Iterator<ImageReaderSpi> spis =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (spis.hasNext()) {
      ImageReaderSpi spi = spis.next();
      boolean ofJdk = spi.getClass().getModule() == ImageReaderSpi.class.getModule();
      if (ofJdk && List.of(spi.getFormatNames()).contains(format)) {
        return spi;
      }
    }
    throw new IllegalStateException("this Java has no reader of " + format);
  }
}
