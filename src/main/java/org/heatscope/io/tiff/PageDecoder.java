// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.SampleArrays;

/** Decodes pages of a file in their stored bits, all but those of 64-bit integers. */
final class PageDecoder implements AutoCloseable {
  private final Path path;
  private final ImageInputStream in;
  private final ImageReader reader;
  private final List<String> complaints = new ArrayList<>();

  private PageDecoder(Path path, ImageInputStream in) throws IOException {
    this.path = path;
    this.in = in;
    reader = new TIFFImageReaderSpi().createReaderInstance();
    reader.addIIOReadWarningListener((source, warning) -> complaints.add(warning));
    reader.setInput(in);
  }

  /** Opens a file for whole pages. */
  static PageDecoder of(Path file) throws IOException {
    return new PageDecoder(file, new FileImageInputStream(file.toFile()));
  }

  /**
   * Decodes some pixels of a page, and no more of it than the strips or tiles that they lie in.
   *
   * @param to channel by channel
   * @throws ImageFormatException if they are cut short or damaged, or the heap has no room
   */
  static void decode(TiffPage page, PageRegion region, Object to) throws IOException {
    if (to instanceof long[] wide) {
      WideIntegers.decode(page, region, wide, 0, (int) region.pixels());
    } else if (PageBlocks.areApart(page)) {
      PageBlocks blocks = PageBlocks.of(page);
      PageRegion covering = blocks.covering(region);
      requireRoom(page, covering);
      try (PageDecoder part = new PageDecoder(page.path(), new TiffPart(blocks, covering))) {
        part.decode(0, page, covering, region, to, 0, (int) region.pixels());
      }
    } else {
      requireRoom(page, PageRegion.all(page));
      try (PageDecoder whole = of(page.path())) {
        whole.decode(
            page.index(), page, PageRegion.all(page), region, to, 0, (int) region.pixels());
      }
    }
  }

  private static void requireRoom(TiffPage page, PageRegion region) throws ImageFormatException {
    long samples = region.pixels() * page.samples();
    SampleArrays.requireOneArray(page.path(), samples);
    SampleArrays.requireRoom(page.path(), samples * page.type().bytes());
  }

  /** Decodes a whole page: channel by channel, {@code step} elements from one to the next. */
  void decode(TiffPage page, Object to, int at, int step) throws IOException {
    PageRegion all = PageRegion.all(page);
    decode(page.index(), page, all, all, to, at, step);
  }

  /**
   * Decodes.
   *
   * @param index of the page in the stream
   * @param there which of the page's pixels the stream has
   * @param region which of them are wanted
   */
  private void decode(
      int index, TiffPage page, PageRegion there, PageRegion region, Object to, int at, int step)
      throws IOException {
    try {
      Raster raster = reader.readRaster(index, null);
      if (raster.getWidth() != there.width()
          || raster.getHeight() != there.height()
          || raster.getNumBands() < page.channels()) {
        throw new ImageFormatException(path, "the TIFF is damaged: its size is contradictory");
      }
      for (int c = 0; c < page.channels(); c++) {
        copy(raster, c, page.type(), there, region, to, at + c * step);
      }
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ImageFormatException(path, "the TIFF cannot be decoded" + reason(e));
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw new ImageFormatException(path, "the TIFF takes more memory to decode than Java has");
    }
    requireNoneCutShort();
  }

  /** Strips compressed as JPEG are filled up with grey where they end early. */
  private void requireNoneCutShort() throws ImageFormatException {
    for (String complaint : complaints) {
      if (complaint.contains("premature end") || complaint.startsWith("Truncated")) {
        throw new ImageFormatException(path, "truncated: the TIFF lacks part of its pixels");
      }
    }
  }

  /** What the decoder says, where it speaks to people: its own checks do, those of Java do not. */
  private static String reason(Exception e) {
    String message = e instanceof IIOException ? e.getMessage() : null;
    boolean readable =
        message != null
            && message.matches("[\\x20-\\x7e]+")
            && !message.matches(".*(null|Exception).*");
    return readable ? ": " + message : "; it is damaged";
  }

  /** Copies a band in its stored bits; a sign that the decoder did not know of comes with them. */
  private static void copy(
      Raster from,
      int band,
      SampleType type,
      PageRegion there,
      PageRegion region,
      Object to,
      int offset) {
    int width = region.width();
    int x = region.x() - there.x();
    int[] ints = type.isInteger() ? new int[width] : null;
    for (int row = 0; row < region.height(); row++) {
      int y = region.y() - there.y() + row;
      int at = offset + row * width;
      if (to instanceof float[] floats) {
        System.arraycopy(
            from.getSamples(x, y, width, 1, band, (float[]) null), 0, floats, at, width);
      } else if (to instanceof double[] doubles) {
        System.arraycopy(
            from.getSamples(x, y, width, 1, band, (double[]) null), 0, doubles, at, width);
      } else {
        from.getSamples(x, y, width, 1, band, ints);
        store(ints, to, at);
      }
    }
  }

  private static void store(int[] from, Object to, int at) {
    if (to instanceof byte[] bytes) {
      for (int x = 0; x < from.length; x++) {
        bytes[at + x] = (byte) from[x];
      }
    } else if (to instanceof short[] shorts) {
      for (int x = 0; x < from.length; x++) {
        shorts[at + x] = (short) from[x];
      }
    } else {
      System.arraycopy(from, 0, to, at, from.length);
    }
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    in.close();
  }
}
