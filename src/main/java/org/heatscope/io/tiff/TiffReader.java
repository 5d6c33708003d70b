// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.LazyImages;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.Warnings;

/**
 * Reads the pages of a TIFF file: x, y, page, and a channel after the other. An image that would
 * fill much of the heap is decoded page by page when it is looked at.
 */
final class TiffReader implements ImageReader {
  private final Path path;
  private final TiffStack stack;
  private final boolean isLazy;

  TiffReader(Path path, TiffStack stack, long maxBytes) throws ImageFormatException {
    this.path = path;
    this.stack = stack;
    TiffPage first = stack.pages().get(0);
    long count =
        SampleArrays.total(
            path, first.width(), first.height(), stack.pages().size(), first.channels());
    isLazy = LazyImages.isWorth(count * first.type().bytes());
    if (!isLazy) {
      SampleArrays.requireWithin(path, count * first.type().bytes(), maxBytes);
      SampleArrays.requireOneArray(path, count);
    }
  }

  @Override
  public List<Path> files() {
    return List.of(path);
  }

  @Override
  public Volume read() throws IOException {
    return volume(isLazy ? pagesWhenLookedAt() : allPages());
  }

  /** The image whose pages are decoded when they are looked at. */
  Volume readLazily() throws IOException {
    return volume(pagesWhenLookedAt());
  }

  private Volume volume(RandomAccessibleInterval<? extends RealType<?>> samples)
      throws IOException {
    TiffPage first = stack.pages().get(0);
    TiffLayout layout = stack.layout();
    Volume.Builder b =
        Volume.of(samples, stack.scale().geometry(first.width(), first.height(), layout.slices()))
            .time(stack.scale().time(layout.frames()))
            .description(stack.scale().description())
            .format("TIFF");
    stack.scale().window().ifPresent(b::window);
    warnings().forEach(b::warning);
    return b.build();
  }

  private long[] size() {
    TiffPage first = stack.pages().get(0);
    TiffLayout layout = stack.layout();
    return new long[] {
      first.width(), first.height(), layout.slices(), layout.frames(), stack.channels()
    };
  }

  private RandomAccessibleInterval<? extends RealType<?>> allPages() throws IOException {
    TiffPage first = stack.pages().get(0);
    int pixels = first.width() * first.height();
    int count = pixels * stack.pages().size() * first.channels();
    long bytes = (long) count * first.type().bytes();
    SampleArrays.requireRoom(path, bytes + bytes / stack.pages().size());
    Object array = SampleArrays.allocate(path, first.type(), count);
    decode(stack.pages(), array, pixels);
    return SampleTypes.wrap(first.type(), array, size());
  }

  /** A block is a channel of a page. */
  private RandomAccessibleInterval<? extends RealType<?>> pagesWhenLookedAt() {
    TiffPage first = stack.pages().get(0);
    int pixels = first.width() * first.height();
    long[] size = size();
    return LazyImages.of(
        first.type(),
        size,
        new int[] {first.width(), first.height(), 1, 1, 1},
        (min, n) -> {
          long plane = min[2] + size[2] * (min[3] + size[3] * min[4]);
          int page = (int) (plane % stack.pages().size());
          int channel = (int) (plane / stack.pages().size());
          Object all = SampleArrays.allocate(path, first.type(), pixels * first.channels());
          decode(stack.pages().subList(page, page + 1), all, pixels);
          if (first.channels() == 1) {
            return all;
          }
          Object one = SampleTypes.newArray(first.type(), pixels);
          System.arraycopy(all, channel * pixels, one, 0, pixels);
          return one;
        });
  }

  /** Pages into an array, channel after channel. */
  private void decode(List<TiffPage> pages, Object array, int pixels) throws IOException {
    if (!(array instanceof long[] wide)) {
      decodeRasters(pages, array, pixels);
      return;
    }
    for (int p = 0; p < pages.size(); p++) {
      WideIntegers.decode(path, pages.get(p), wide, p * pixels, pages.size() * pixels);
    }
  }

  private void decodeRasters(List<TiffPage> pages, Object array, int pixels) throws IOException {
    javax.imageio.ImageReader reader = new TIFFImageReaderSpi().createReaderInstance();
    List<String> complaints = new ArrayList<>();
    try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
      reader.addIIOReadWarningListener((source, warning) -> complaints.add(warning));
      reader.setInput(in);
      for (int p = 0; p < pages.size(); p++) {
        TiffPage page = pages.get(p);
        Raster raster = reader.readRaster(page.index(), null);
        if (raster.getWidth() != page.width()
            || raster.getHeight() != page.height()
            || raster.getNumBands() < page.channels()) {
          throw new ImageFormatException(path, "the TIFF is damaged: its size is contradictory");
        }
        for (int c = 0; c < page.channels(); c++) {
          copy(raster, c, page.type(), array, (c * pages.size() + p) * pixels);
        }
      }
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ImageFormatException(path, "the TIFF cannot be decoded" + reason(e));
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw new ImageFormatException(path, "the TIFF takes more memory to decode than Java has");
    } finally {
      reader.dispose();
    }
    requireNoneCutShort(complaints);
  }

  /** Strips compressed as JPEG are filled up with grey where they end early. */
  private void requireNoneCutShort(List<String> complaints) throws ImageFormatException {
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
  private static void copy(Raster from, int band, SampleType type, Object to, int offset) {
    int width = from.getWidth();
    int[] ints = type.isInteger() ? new int[width] : null;
    for (int y = 0; y < from.getHeight(); y++) {
      int at = offset + y * width;
      if (to instanceof float[] floats) {
        System.arraycopy(
            from.getSamples(0, y, width, 1, band, (float[]) null), 0, floats, at, width);
      } else if (to instanceof double[] doubles) {
        System.arraycopy(
            from.getSamples(0, y, width, 1, band, (double[]) null), 0, doubles, at, width);
      } else {
        from.getSamples(0, y, width, 1, band, ints);
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

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(stack.warnings());
    TiffPage first = stack.pages().get(0);
    if (first.photometric() == TiffPage.MIN_IS_WHITE) {
      warnings.add(
          "Small values of this image are meant to be shown bright (MinIsWhite); they are shown"
              + " dark.");
    } else if (first.photometric() == TiffPage.PALETTE) {
      warnings.add("The palette of this image is left out: its values are the indices stored.");
    }
    if (first.alpha()) {
      warnings.add(Warnings.TRANSPARENCY);
    }
    return warnings;
  }
}
