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
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.Warnings;

/** Reads the pages of a TIFF file into one array: x, y, page, and a channel after the other. */
final class TiffReader implements ImageReader {
  private final Path path;
  private final TiffStack stack;
  private final int count;

  TiffReader(Path path, TiffStack stack, long maxBytes) throws ImageFormatException {
    this.path = path;
    this.stack = stack;
    TiffPage first = stack.pages().get(0);
    count =
        SampleArrays.count(
            path, first.width(), first.height(), stack.pages().size(), first.channels());
    SampleArrays.requireWithin(path, (long) count * first.type().bytes(), maxBytes);
  }

  @Override
  public List<Path> files() {
    return List.of(path);
  }

  @Override
  public Volume read() throws IOException {
    TiffPage first = stack.pages().get(0);
    TiffLayout layout = stack.layout();
    long bytes = (long) count * first.type().bytes();
    SampleArrays.requireRoom(path, bytes + bytes / stack.pages().size());
    Object array = SampleArrays.allocate(path, first.type(), count);
    int pixels = first.width() * first.height();
    if (array instanceof long[] wide) {
      for (int p = 0; p < stack.pages().size(); p++) {
        int step = stack.pages().size() * pixels;
        WideIntegers.decode(path, stack.pages().get(p), wide, p * pixels, step);
      }
    } else {
      decode(array, pixels);
    }
    long[] size = {
      first.width(), first.height(), layout.slices(), layout.frames(), stack.channels()
    };
    Volume.Builder b =
        Volume.of(
                SampleTypes.wrap(first.type(), array, size),
                stack.scale().geometry(first.width(), first.height(), layout.slices()))
            .time(stack.scale().time(layout.frames()))
            .description(stack.scale().description())
            .format("TIFF");
    stack.scale().window().ifPresent(b::window);
    warnings().forEach(b::warning);
    return b.build();
  }

  private void decode(Object array, int pixels) throws IOException {
    javax.imageio.ImageReader reader = new TIFFImageReaderSpi().createReaderInstance();
    List<String> complaints = new ArrayList<>();
    try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
      reader.addIIOReadWarningListener((source, warning) -> complaints.add(warning));
      reader.setInput(in);
      for (int p = 0; p < stack.pages().size(); p++) {
        TiffPage page = stack.pages().get(p);
        Raster raster = reader.readRaster(page.index(), null);
        if (raster.getWidth() != page.width()
            || raster.getHeight() != page.height()
            || raster.getNumBands() < page.channels()) {
          throw new ImageFormatException(path, "the TIFF is damaged: its size is contradictory");
        }
        for (int c = 0; c < page.channels(); c++) {
          copy(raster, c, page.type(), array, (c * stack.pages().size() + p) * pixels);
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
