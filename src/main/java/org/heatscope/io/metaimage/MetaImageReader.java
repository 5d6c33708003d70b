// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.metaimage;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.PackedBytes;
import org.heatscope.io.Packing;
import org.heatscope.io.RawSamples;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.Warnings;

/**
 * Reads a MetaImage of two to four axes, the fourth being time.
 *
 * <p>Its world is LPS, as in ITK, and is turned to RAS; the numbers i n to i n + n - 1 of
 * TransformMatrix are the direction of axis i. A plane is a picture whose second axis runs down.
 */
final class MetaImageReader implements ImageReader {
  private static final Map<String, SampleType> TYPES =
      Map.ofEntries(
          Map.entry("MET_CHAR", SampleType.INT8),
          Map.entry("MET_UCHAR", SampleType.UINT8),
          Map.entry("MET_SHORT", SampleType.INT16),
          Map.entry("MET_USHORT", SampleType.UINT16),
          Map.entry("MET_INT", SampleType.INT32),
          Map.entry("MET_UINT", SampleType.UINT32),
          Map.entry("MET_LONG", SampleType.INT32),
          Map.entry("MET_ULONG", SampleType.UINT32),
          Map.entry("MET_LONG_LONG", SampleType.INT64),
          Map.entry("MET_ULONG_LONG", SampleType.UINT64),
          Map.entry("MET_FLOAT", SampleType.FLOAT32),
          Map.entry("MET_DOUBLE", SampleType.FLOAT64));

  private static final Affine LPS = Affine.scaling(-1, -1, 1, 0, 0, 0);
  private static final Affine DOWN = Affine.scaling(1, -1, 1, 0, 0, 0);

  private final MetaImageHeader header;
  private final Path file;
  private final int axes;
  private final int[] size = {1, 1, 1, 1};
  private final int channels;
  private final SampleType type;
  private final Geometry geometry;
  private final double[] steps;
  private final Rescale rescale;
  private final List<Path> files = new ArrayList<>();
  private final RawSamples samples;

  MetaImageReader(MetaImageHeader header, ReadOptions options) throws IOException {
    this.header = header;
    file = header.file();
    axes = header.whole(0, "NDims");
    if (axes < 2 || axes > 4) {
      throw new ImageFormatException(file, "a MetaImage of " + axes + " axes is not read");
    }
    double[] sizes = header.numbers(axes, "DimSize");
    channels = header.whole(1, "ElementNumberOfChannels");
    type = TYPES.get(header.text("ElementType"));
    if (sizes == null || type == null) {
      throw new ImageFormatException(
          file, "a MetaImage of type '" + header.text("ElementType") + "' is not read");
    }
    long[] all = {1, 1, 1, 1, channels};
    for (int a = 0; a < axes; a++) {
      all[a] = (long) sizes[a];
    }
    long count = SampleArrays.total(file, all);
    Arrays.setAll(size, a -> (int) all[a]);
    steps = steps();
    geometry = geometry();
    rescale = rescale();
    boolean msb = header.flag("BinaryDataByteOrderMSB", "ElementByteOrderMSB") || isText();
    ByteOrder order = msb ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<PackedBytes> parts = parts();
    samples = new RawSamples(parts, type, order, count);
    samples.requireWithin(options.maxBytes());
    files.add(file);
    parts.stream().map(PackedBytes::file).filter(f -> !f.equals(file)).forEach(files::add);
  }

  private boolean isText() {
    return !header.text("BinaryData").isEmpty() && !header.flag("BinaryData");
  }

  /** ElementSpacing, or the size of an element where that is all that is given; 0 counts as 1. */
  private double[] steps() throws ImageFormatException {
    double[] given = header.numbers(axes, "ElementSpacing", "ElementSize");
    double[] steps = {1, 1, 1, 1};
    for (int a = 0; given != null && a < axes; a++) {
      steps[a] = given[a] == 0 ? 1 : given[a];
    }
    return steps;
  }

  private Geometry geometry() throws ImageFormatException {
    double[] matrix = header.numbers(axes * axes, "TransformMatrix", "Rotation", "Orientation");
    double[] offset = header.numbers(axes, "Offset", "Position", "Origin");
    double[] rows = new double[12];
    int space = Math.min(axes, 3);
    for (int c = 0; c < 3; c++) {
      for (int r = 0; r < 3; r++) {
        boolean given = matrix != null && r < space && c < space;
        rows[4 * r + c] = steps[c] * (given ? matrix[c * axes + r] : r == c ? 1 : 0);
      }
      rows[4 * c + 3] = offset != null && c < space ? offset[c] : 0;
    }
    Affine affine = (axes == 2 ? DOWN : LPS).after(Affine.of(rows));
    if (!affine.isInvertible()) {
      throw new ImageFormatException(file, "the TransformMatrix cannot be inverted: " + affine);
    }
    Geometry.Frame frame = axes == 2 ? Geometry.Frame.PICTURE : Geometry.Frame.ANATOMICAL;
    return new Geometry(size[0], size[1], size[2], affine, frame);
  }

  private Rescale rescale() throws ImageFormatException {
    double[] slope = header.numbers(1, "ElementToIntensityFunctionSlope");
    double[] intercept = header.numbers(1, "ElementToIntensityFunctionOffset");
    double s = slope == null ? 1 : slope[0];
    double i = intercept == null ? 0 : intercept[0];
    if (s == 0 || !Double.isFinite(s) || !Double.isFinite(i)) {
      throw new ImageFormatException(file, "the values are " + s + " times the samples plus " + i);
    }
    return new Rescale(s, i);
  }

  private List<PackedBytes> parts() throws IOException {
    int skip = header.whole(0, "HeaderSize");
    if (skip < -1) {
      throw new ImageFormatException(file, "the HeaderSize cannot be " + skip);
    }
    List<PackedBytes> parts = new ArrayList<>();
    if (header.text(MetaImageHeader.DATA_FILE).equalsIgnoreCase("LOCAL")) {
      parts.add(new PackedBytes(file, packing(file, header.end()), header.end(), 0));
      return parts;
    }
    for (Path data : MetaImageFiles.of(header)) {
      parts.add(
          skip < 0
              ? new PackedBytes(data, packing(data, 0), 0, PackedBytes.AT_END)
              : new PackedBytes(data, packing(data, skip), skip, 0));
    }
    return parts;
  }

  /** Compressed samples are a zlib stream; MetaIO reads a gzip stream in its place too. */
  private Packing packing(Path data, long at) throws IOException {
    if (isText()) {
      return Packing.text(type);
    }
    if (!header.flag("CompressedData")) {
      return Packing.PLAIN;
    }
    return at == 0 && Files.isRegularFile(data) && FileHead.of(data).gzipped()
        ? Packing.GZIP
        : Packing.ZLIB;
  }

  @Override
  public Volume read() throws IOException {
    double step = steps[3];
    TimeAxis time = size[3] == 1 ? TimeAxis.NONE : new TimeAxis(size[3], Math.abs(step), "");
    Volume.Builder b =
        Volume.of(
                samples.imageInterleaved(
                    channels, channels, size[0], size[1], size[2], size[3], channels),
                geometry)
            .rescale(rescale)
            .time(time)
            .format("MetaImage")
            .description(header.text("Comment"));
    if (axes > 2 && header.text("Offset", "Position", "Origin").isEmpty()) {
      b.warning(Warnings.NO_PLACE);
    }
    samples.trailingWarning().ifPresent(b::warning);
    return b.build();
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
