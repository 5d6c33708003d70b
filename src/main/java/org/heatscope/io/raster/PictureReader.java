// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.RawSamples;
import org.heatscope.io.SampleArrays;

/**
 * Reads a PNG or JPEG picture with the JDK's decoders.
 *
 * <p>Grey of 8 and 16 bits is kept, grey of fewer bits is spread over 0 to 255. Colours are three
 * channels, palettes are replaced by their colours, or by one channel if all of them are grey.
 * Transparency is left out with a warning. Pixels have no size in millimetres, and a camera's note
 * on how it was held (EXIF) is not followed.
 */
final class PictureReader implements ImageReader {
  private final Path file;
  private final String format;
  private final long pixels;

  PictureReader(Path file, String format) throws IOException {
    this.file = file;
    this.format = format;
    pixels = decode(r -> (long) r.getWidth(0) * r.getHeight(0));
    long size = Files.size(file);
    if (pixels > size * RawSamples.MOST_DEFLATED) {
      throw new ImageFormatException(
          file, pixels + " pixels declared, more than " + size + " bytes can hold");
    }
  }

  /** What is done with an opened decoder. */
  private interface Task<T> {
    T with(javax.imageio.ImageReader decoder) throws IOException;
  }

  /** Whatever the decoder throws on damaged bytes becomes one sentence. */
  private <T> T decode(Task<T> task) throws IOException {
    javax.imageio.ImageReader decoder = decoder();
    List<String> faults = new ArrayList<>();
    decoder.addIIOReadWarningListener((source, warning) -> faults.add(warning));
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      decoder.setInput(in, true, true);
      T result = task.with(decoder);
      for (String fault : faults) {
        if (isLoss(fault)) {
          throw damaged(fault);
        }
      }
      return result;
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

  private javax.imageio.ImageReader decoder() {
    Iterator<javax.imageio.ImageReader> all = ImageIO.getImageReadersByFormatName(format);
    while (all.hasNext()) {
      javax.imageio.ImageReader r = all.next();
      if (r.getClass().getName().startsWith("com.sun.imageio.")) {
        return r;
      }
    }
    throw new IllegalStateException("this JDK has no " + format + " decoder");
  }

  /** libjpeg goes on after damage and only warns; extra bytes between segments do no harm. */
  private static boolean isLoss(String warning) {
    String w = warning.toLowerCase(Locale.ROOT);
    return (w.contains("corrupt") && !w.contains("extraneous"))
        || w.contains("premature")
        || w.contains("truncated");
  }

  private ImageFormatException damaged(String reason) {
    String line = reason == null ? "it cannot be decoded" : reason.split("\\R", 2)[0];
    return new ImageFormatException(
        file, "damaged " + format + ": " + line.replaceAll("\\S*Exception:?", "").trim());
  }

  @Override
  public Volume read() throws IOException {
    SampleArrays.count(file, pixels, 4);
    SampleArrays.requireRoom(file, pixels * 8);
    return volume(decode(r -> r.read(0)));
  }

  private Volume volume(BufferedImage picture) throws IOException {
    IndexColorModel palette =
        picture.getColorModel() instanceof IndexColorModel
            ? (IndexColorModel) picture.getColorModel()
            : null;
    Raster raster = picture.getRaster();
    int bands = raster.getNumBands();
    int n = raster.getWidth() * raster.getHeight();
    int channels = palette == null ? bands >= 3 ? 3 : 1 : isGrey(palette) ? 1 : 3;
    SampleType type = palette == null ? RasterSamples.type(raster) : SampleType.UINT8;
    Object array = SampleArrays.allocate(file, type, n * channels);
    if (palette == null) {
      for (int c = 0; c < channels; c++) {
        RasterSamples.copyBand(raster, c, array, c * n);
      }
    } else {
      expand(raster, palette, (byte[]) array, channels);
    }
    Volume.Builder b =
        Volume.of(
                SampleTypes.wrap(
                    type, array, raster.getWidth(), raster.getHeight(), 1, 1, channels),
                Geometry.picture(raster.getWidth(), raster.getHeight(), 1, 1, 1, 1))
            .time(TimeAxis.NONE)
            .format(format);
    if (picture.getColorModel().hasAlpha()) {
      b.warning("The picture's transparency is left out.");
    }
    return b.build();
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static void expand(Raster raster, IndexColorModel p, byte[] target, int channels) {
    int w = raster.getWidth();
    int n = w * raster.getHeight();
    int[] row = new int[w];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, w, 1, 0, row);
      for (int x = 0; x < w; x++) {
        for (int c = 0; c < channels; c++) {
          int v = c == 0 ? p.getRed(row[x]) : c == 1 ? p.getGreen(row[x]) : p.getBlue(row[x]);
          target[c * n + y * w + x] = (byte) v;
        }
      }
    }
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }
}
