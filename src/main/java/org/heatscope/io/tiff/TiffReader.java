// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.raster.RasterSamples;

/**
 * Reads a TIFF or BigTIFF file: its pages are a stack along z.
 *
 * <p>Samples are kept as they are stored: pages that say that 0 is white are not inverted, and
 * palettes give their indices. RGB is three channels, a further sample is left out with a warning,
 * as are smaller copies of a page. Pixels have no size in millimetres. float16 becomes float32.
 */
final class TiffReader implements ImageReader {
  /** The most that a compressed page can grow: LZW's longest string in 12 bits. */
  private static final long MOST_GROWTH = 2800;

  private final Path file;
  private final List<Integer> pages = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final TiffPage first;
  private final int channels;

  TiffReader(Path file) throws IOException {
    this.file = file;
    first = decode(this::survey);
    channels = first.channels(file);
    if (first.bands() > channels) {
      warnings.add("The image's transparency is left out.");
    }
    SampleArrays.count(file, first.width(), first.height(), pages.size(), channels);
    long stored = first.storedBytes() * pages.size();
    long size = Files.size(file);
    if (stored > (first.compression() == 1 ? size : size * MOST_GROWTH)) {
      throw new ImageFormatException(
          file, stored + " bytes of pixels declared, more than " + size + " bytes can hold");
    }
  }

  /** Finds the pages that make the stack. */
  private TiffPage survey(javax.imageio.ImageReader decoder) throws IOException {
    TiffPage base = null;
    int copies = 0;
    int n = TiffDirectories.count(file);
    if (decoder.getNumImages(true) != n) {
      throw new ImageFormatException(file, "damaged TIFF: the chain of pages is broken");
    }
    for (int i = 0; i < n; i++) {
      TiffPage page = TiffPage.of(decoder, i);
      if (page.reduced() && base != null) {
        copies++;
        continue;
      }
      if (base != null && !base.matches(page)) {
        throw new ImageFormatException(file, "page " + i + " differs in size or type from page 0");
      }
      base = base == null ? page : base;
      pages.add(i);
    }
    if (base == null) {
      throw new ImageFormatException(file, "the TIFF file has no pages");
    }
    if (copies > 0) {
      warnings.add(copies + " smaller copies of a page are left out.");
    }
    return base;
  }

  /** What is done with an opened decoder. */
  private interface Task<T> {
    T with(javax.imageio.ImageReader decoder) throws IOException;
  }

  /** Whatever the decoder throws on damaged bytes becomes one sentence. */
  private <T> T decode(Task<T> task) throws IOException {
    javax.imageio.ImageReader decoder = new TIFFImageReaderSpi().createReaderInstance(null);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      decoder.setInput(in);
      return task.with(decoder);
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(e.getMessage());
    } catch (OutOfMemoryError e) {
      throw damaged("it needs more memory than the Java heap has");
    } finally {
      decoder.dispose();
    }
  }

  private ImageFormatException damaged(String reason) {
    String line = reason == null ? "it cannot be decoded" : reason.split("\\R", 2)[0];
    return new ImageFormatException(
        file, "damaged TIFF: " + line.replaceAll("\\S*Exception:?|null", "").trim());
  }

  @Override
  public Volume read() throws IOException {
    return decode(this::stack);
  }

  private Volume stack(javax.imageio.ImageReader decoder) throws IOException {
    int n = first.width() * first.height();
    int depth = pages.size();
    SampleArrays.requireRoom(file, 2 * first.storedBytes());
    Object array = null;
    SampleType type = null;
    for (int z = 0; z < depth; z++) {
      Raster raster = raster(decoder, pages.get(z));
      if (array == null) {
        type = signed(RasterSamples.type(raster));
        array = SampleArrays.allocate(file, type, n * depth * channels);
      }
      if (raster.getWidth() * raster.getHeight() != n || raster.getNumBands() < channels) {
        throw new ImageFormatException(file, "page " + pages.get(z) + " is not what its tags say");
      }
      for (int c = 0; c < channels; c++) {
        RasterSamples.copyBand(raster, c, array, (c * depth + z) * n);
      }
    }
    Volume.Builder b =
        Volume.of(
                SampleTypes.wrap(type, array, first.width(), first.height(), depth, 1, channels),
                Geometry.picture(first.width(), first.height(), depth, 1, 1, 1))
            .format("TIFF");
    warnings.forEach(b::warning);
    return b.build();
  }

  /** YCbCr is the one colour space that is converted, to RGB. */
  private Raster raster(javax.imageio.ImageReader decoder, int page) throws IOException {
    return first.photometric() == 6
        ? decoder.read(page).getRaster()
        : decoder.readRaster(page, null);
  }

  /** Rasters know bytes only without a sign, 32-bit integers only with one; the tags decide. */
  private SampleType signed(SampleType raster) {
    if (raster == SampleType.UINT8 && first.sampleFormat() == 2) {
      return SampleType.INT8;
    }
    if (raster == SampleType.UINT16 && first.sampleFormat() == 2) {
      return SampleType.INT16;
    }
    return raster == SampleType.INT32 && first.sampleFormat() == 1 ? SampleType.UINT32 : raster;
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }
}
