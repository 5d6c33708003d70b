// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom.codec;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG and JPEG 2000 by the plug-ins of javax.imageio; the samples are those in the stream. */
final class ImageIoDecoder implements FrameDecoder {
  private static final int LOSSLESS_FRAME = 3;

  /** Checks a stream's header before the plug-in sees it; gives where the stream begins. */
  private interface Check {
    int start(byte[] code, FrameShape shape) throws IOException;
  }

  private final ImageReaderSpi plugin;
  private final Check check;
  private final boolean jpeg;

  private ImageIoDecoder(ImageReaderSpi plugin, Check check, boolean jpeg) {
    this.plugin = plugin;
    this.check = check;
    this.jpeg = jpeg;
  }

  static FrameDecoder jpeg() {
    return new ImageIoDecoder(jdkJpeg(), ImageIoDecoder::checkJpeg, true);
  }

  static FrameDecoder jpegLossless() {
    return new ImageIoDecoder(
        registered(JPEGImageReaderSpi.class, new JPEGImageReaderSpi()),
        ImageIoDecoder::checkLossless,
        true);
  }

  static FrameDecoder jpeg2000() {
    return new ImageIoDecoder(new J2KImageReaderSpi(), StreamHeader::jpeg2000, false);
  }

  private static int checkJpeg(byte[] code, FrameShape shape) throws IOException {
    StreamHeader.Jpeg header = StreamHeader.jpeg(code, shape);
    if (header.bits() != 8) {
      throw new IOException("JPEG with " + header.bits() + " bits is not read");
    } else if (header.kind() > 2) {
      throw new IOException("JPEG of the kind SOF" + header.kind() + " is not read");
    }
    return 0;
  }

  private static int checkLossless(byte[] code, FrameShape shape) throws IOException {
    StreamHeader.Jpeg header = StreamHeader.jpeg(code, shape);
    if (header.kind() != LOSSLESS_FRAME) {
      throw new IOException("JPEG of the kind SOF" + header.kind() + ", not lossless");
    } else if (header.bits() > shape.bitsAllocated()) {
      throw new IOException(header.bits() + " bits in samples of " + shape.bitsAllocated());
    }
    return 0;
  }

  /** The JDK's own reader, whichever plug-ins stand before it. */
  private static ImageReaderSpi jdkJpeg() {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      ImageReaderSpi spi = all.next();
      if (spi.getClass().getModule() == ImageIO.class.getModule()
          && String.join(" ", spi.getFormatNames()).contains("jpeg")) {
        return spi;
      }
    }
    throw new IllegalStateException("this Java has no JPEG reader");
  }

  /** A plug-in that wants to be known to the registry before it works. */
  private static <T extends ImageReaderSpi> ImageReaderSpi registered(Class<T> kind, T fresh) {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    T known = registry.getServiceProviderByClass(kind);
    if (known != null) {
      return known;
    }
    registry.registerServiceProvider(fresh, ImageReaderSpi.class);
    return fresh;
  }

  @Override
  public byte[] decode(byte[] code, FrameShape shape) throws IOException {
    int start = check.start(code, shape);
    ImageReader reader = plugin.createReaderInstance();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(
            new ByteArrayInputStream(code, start, code.length - start))) {
      reader.setInput(in, false, true);
      return bytes(reader.readRaster(0, null), shape);
    } finally {
      reader.dispose();
    }
  }

  @Override
  public boolean sharesColour(byte[] code, FrameShape shape) throws IOException {
    return jpeg && StreamHeader.jpeg(code, shape).sharesColour();
  }

  private static byte[] bytes(Raster raster, FrameShape shape) throws IOException {
    StreamHeader.check(raster.getHeight(), raster.getWidth(), raster.getNumBands(), shape);
    byte[] frame = new byte[Math.toIntExact(shape.bytes())];
    int size = shape.bitsAllocated() / 8;
    int rowSamples = shape.columns() * shape.channels();
    int[] row = new int[rowSamples];
    for (int y = 0; y < shape.rows(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, shape.columns(), 1, row);
      int to = y * rowSamples * size;
      for (int i = 0; i < rowSamples; i++) {
        for (int b = 0; b < size; b++) {
          frame[to++] = (byte) (row[i] >> 8 * b);
        }
      }
    }
    return frame;
  }
}
