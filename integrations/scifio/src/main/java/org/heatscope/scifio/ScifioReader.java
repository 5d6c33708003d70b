// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import io.scif.Format;
import io.scif.HasColorTable;
import io.scif.ImageMetadata;
import io.scif.Metadata;
import io.scif.Plane;
import io.scif.formats.FITSFormat;
import io.scif.util.FormatTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.display.ColorTable;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ElementType;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.LazyImages;
import org.heatscope.io.NamedChoice;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;

/**
 * Reads the planes of an image through SCIFIO; one that would fill much of the heap is decoded
 * plane by plane when it is looked at.
 */
final class ScifioReader implements ImageReader {
  /** LZW of 12-bit codes, the tightest packing here: 4096 bytes in 1.5. */
  private static final long MOST_PACKED = 2731;

  private static final Map<Integer, ElementType> TYPES =
      Map.of(
          FormatTools.UINT8, ElementType.UINT8,
          FormatTools.INT8, ElementType.INT8,
          FormatTools.UINT16, ElementType.UINT16,
          FormatTools.INT16, ElementType.INT16,
          FormatTools.UINT32, ElementType.UINT32,
          FormatTools.INT32, ElementType.INT32,
          FormatTools.FLOAT, ElementType.FLOAT32,
          FormatTools.DOUBLE, ElementType.FLOAT64);

  private final Path path;
  private final Format format;
  private final int image;
  private final List<Path> files;
  private final ScifioAxes axes;
  private final ElementType type;
  private final ByteOrder order;
  private final boolean hasPalette;
  private final boolean isLazy;

  private ScifioReader(Path path, Format format, ScifioFile file, ReadOptions options)
      throws IOException {
    this.path = path;
    this.format = format;
    Metadata metadata = file.metadata();
    image = choose(path, metadata, options);
    ImageMetadata chosen = metadata.get(image);
    files = file.files();
    type = TYPES.get(chosen.getPixelType());
    if (type == null) {
      throw new ImageFormatException(path, "SCIFIO finds samples of an unknown type");
    }
    order = chosen.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ScifioAxes stored = ScifioAxes.of(path, chosen, Misreadings.isCalibrated(metadata));
    requireHeld(stored);
    ColorTable palette = palette(file, chosen, stored);
    hasPalette = palette != null;
    axes = hasPalette ? stored.withColors(palette.getComponentCount()) : stored;
    isLazy = LazyImages.isWorth(bytes(axes));
    if (!isLazy) {
      SampleArrays.requireWithin(path, bytes(axes), options.maxBytes());
      SampleArrays.requireOneArray(path, bytes(axes) / type.bytes());
    }
  }

  /** Opens a file that SCIFIO takes for the format. */
  static ScifioReader of(Path path, Format format, ReadOptions options) throws IOException {
    Misreadings.refuse(path, format);
    try (ScifioFile file = new ScifioFile(path, format)) {
      return new ScifioReader(path, format, file, options);
    }
  }

  /** The chosen one of the images that are not thumbnails. */
  static int choose(Path path, Metadata metadata, ReadOptions options) throws IOException {
    List<Integer> images =
        IntStream.range(0, metadata.getImageCount())
            .filter(i -> !metadata.get(i).isThumbnail())
            .boxed()
            .toList();
    if (images.isEmpty()) {
      throw new ImageFormatException(path, "SCIFIO finds no image in it");
    }
    List<String> names = images.stream().map(i -> name(metadata.get(i))).toList();
    return images.get(NamedChoice.of(path, "images", names, options.series()));
  }

  /** The name of an image, or its sizes. */
  private static String name(ImageMetadata image) {
    if (image.getName() != null && !image.getName().isBlank()) {
      return image.getName().strip();
    }
    return image.getAxes().stream()
        .map(a -> String.valueOf(image.getAxisLength(a)))
        .collect(Collectors.joining(" x "));
  }

  private long bytes(ScifioAxes a) {
    return (long) type.bytes() * IntStream.of(a.size()).asLongStream().reduce(1, (p, n) -> p * n);
  }

  /** Refuses sizes that the files cannot hold, however they are packed. */
  private void requireHeld(ScifioAxes stored) throws IOException {
    long held = 0;
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new ImageFormatException(path, "its data file is missing: " + file.getFileName());
      }
      held += Files.size(file);
    }
    if (bytes(stored) / MOST_PACKED > held) {
      throw new ImageFormatException(
          path, bytes(stored) + " bytes of samples declared in a file of " + held);
    }
  }

  /** The colours of indexed samples; null where the samples are values. */
  private ColorTable palette(ScifioFile file, ImageMetadata chosen, ScifioAxes stored)
      throws ImageFormatException {
    boolean isIndexed = chosen.isIndexed() && !chosen.isFalseColor();
    if (!isIndexed || type != ElementType.UINT8 || stored.size()[ScifioAxes.CHANNEL] > 1) {
      return null;
    }
    if (file.metadata() instanceof HasColorTable tables && tables.getColorTable(image, 0) != null) {
      return tables.getColorTable(image, 0);
    }
    return file.plane(image, 0).getColorTable();
  }

  @Override
  public List<Path> files() {
    return files;
  }

  @Override
  public Volume read() throws IOException {
    return isLazy ? readLazily() : readWhole();
  }

  private Volume readWhole() throws IOException {
    int[] size = axes.size();
    int pixels = size[0] * size[1];
    int count = (int) (bytes(axes) / type.bytes());
    SampleArrays.requireRoom(path, bytes(axes) + (long) pixels * type.bytes());
    Object all = SampleArrays.allocate(path, type.kept(), count);
    try (ScifioFile file = new ScifioFile(path, format)) {
      Planes planes = new Planes(file);
      for (int t = 0; t < size[3]; t++) {
        for (int z = 0; z < size[2]; z++) {
          for (int c = 0; c < size[4]; c++) {
            planes.read(z, t, c, all, pixels * (z + size[2] * (t + size[3] * c)));
          }
        }
      }
    }
    return volume(SampleTypes.wrap(type.kept(), all, longs(size)));
  }

  /** The image whose planes are decoded when they are looked at; the file stays open. */
  Volume readLazily() throws IOException {
    int[] size = axes.size();
    Planes planes = new Planes(new ScifioFile(path, format));
    return volume(
        LazyImages.of(
            type.kept(),
            longs(size),
            new int[] {size[0], size[1], 1, 1, 1},
            (min, n) -> {
              Object one = SampleArrays.allocate(path, type.kept(), n[0] * n[1]);
              planes.read(min[2], min[3], min[4], one, 0);
              return one;
            }));
  }

  private Volume volume(RandomAccessibleInterval<? extends RealType<?>> samples) {
    Volume.Builder b =
        Volume.of(samples, axes.geometry()).time(axes.time()).format(format.getFormatName());
    axes.warnings().forEach(b::warning);
    if (!Misreadings.isCompared(format)) {
      b.warning("What SCIFIO reads of this format has not been compared with another program.");
    }
    if (format instanceof FITSFormat) {
      b.warning("FITS stores the lowest row of a picture first: this one stands on its head.");
    }
    return b.build();
  }

  private static long[] longs(int[] size) {
    return IntStream.of(size).asLongStream().toArray();
  }

  /** Reads single channels out of the file's planes; keeps the plane that was read last. */
  private final class Planes {
    private final ScifioFile file;
    private long index = -1;
    private byte[] bytes;
    private ColorTable palette;

    Planes(ScifioFile file) {
      this.file = file;
    }

    void read(long z, long t, long channel, Object to, int at) throws IOException {
      SampleType kept = type.kept();
      long wanted = axes.plane(z, t, channel);
      if (wanted != index) {
        Plane plane = file.plane(image, wanted);
        bytes = plane.getBytes();
        palette = plane.getColorTable();
        index = wanted;
      }
      int[] size = axes.size();
      int count = size[0] * size[1];
      ByteBuffer one = ByteBuffer.wrap(gather(axes.offset(z, t, channel))).order(order);
      if (hasPalette) {
        paint(one.array(), (int) channel);
      }
      type.decode(one, to, at, count);
    }

    /** The bytes of a channel, x fastest. */
    private byte[] gather(int offset) throws ImageFormatException {
      int width = type.bytes();
      int nx = axes.size()[0];
      int ny = axes.size()[1];
      int stepX = axes.inPlane()[0];
      int stepY = axes.inPlane()[1];
      long last = offset + (long) (nx - 1) * stepX + (long) (ny - 1) * stepY;
      if ((last + 1) * width > bytes.length) {
        throw new ImageFormatException(
            path, "SCIFIO gave a plane of " + bytes.length + " bytes, less than its size declares");
      }
      byte[] one = new byte[nx * ny * width];
      for (int y = 0; y < ny; y++) {
        int from = (offset + y * stepY) * width;
        int to = y * nx * width;
        if (stepX == 1) {
          System.arraycopy(bytes, from, one, to, nx * width);
        } else {
          for (int x = 0; x < nx; x++) {
            System.arraycopy(bytes, from + x * stepX * width, one, to + x * width, width);
          }
        }
      }
      return one;
    }

    private void paint(byte[] indices, int channel) throws ImageFormatException {
      if (palette == null) {
        throw new ImageFormatException(path, "a plane of the image lacks its palette");
      }
      for (int i = 0; i < indices.length; i++) {
        indices[i] = (byte) palette.get(channel, indices[i] & 0xff);
      }
    }
  }
}
