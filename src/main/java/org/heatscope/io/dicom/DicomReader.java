// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.LazyImages;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;

/**
 * Reads the pixels of arranged frames into one array.
 *
 * <p>Samples keep their stored type, with the rescale slope and intercept beside them. The samples
 * are the values themselves, as floats (as doubles where a float cannot hold a stored sample),
 * where the slope or intercept differs between slices, as in PET; where a table gives the values;
 * and where a sample is the pixel padding value, which becomes NaN.
 *
 * <p>A series that would fill much of the heap is read frame by frame when it is looked at.
 *
 * <p>The proposed windows are those of the slice in the middle.
 */
final class DicomReader implements ImageReader {
  private final Arrangement arrangement;
  private final List<String> warnings = new ArrayList<>();
  private final Map<DicomFile, PixelFormat> formats = new LinkedHashMap<>();
  private final List<ValueTransform> transforms = new ArrayList<>();
  private final PixelFormat format;
  private final Colors colors;
  private final boolean uniform;
  private final long maxBytes;

  DicomReader(Arrangement arrangement, List<String> warnings, ReadOptions options)
      throws ImageFormatException {
    this.arrangement = arrangement;
    maxBytes = options.maxBytes();
    this.warnings.addAll(warnings);
    this.warnings.addAll(arrangement.warnings());
    for (Arrangement.Frame frame : arrangement.frames()) {
      if (!formats.containsKey(frame.file())) {
        formats.put(frame.file(), PixelFormat.of(frame.file(), options));
      }
      transforms.add(ValueTransform.of(frame.attributes(), formats.get(frame.file())));
    }
    format = formats.get(first().file());
    checkAlike();
    colors = format.photometric().isGrey() ? null : Colors.of(first().file(), format);
    uniform = transforms.stream().distinct().count() == 1 && transforms.get(0).table() == null;
    if (format.inverted()) {
      this.warnings.add(
          "Small values of this image are meant to be shown bright (MONOCHROME1): its own window"
              + " does so, any other shows them dark.");
    }
    checkLimit(uniform);
  }

  private void checkLimit(boolean stored) throws ImageFormatException {
    long bytes = samples() * type(stored).bytes();
    if (bytes > maxBytes) {
      throw first().file().fault(PixelFormat.aboveLimit(bytes, maxBytes));
    }
  }

  private Arrangement.Frame first() {
    return arrangement.frames().get(0);
  }

  private void checkAlike() throws ImageFormatException {
    for (Map.Entry<DicomFile, PixelFormat> e : formats.entrySet()) {
      if (!e.getValue().fits(format)) {
        throw e.getKey()
            .fault(
                "mixed slices: this one is "
                    + e.getValue().describe()
                    + ", "
                    + first().file().path().getFileName()
                    + " of the same series "
                    + format.describe());
      }
    }
  }

  private int channels() {
    return colors == null ? 1 : 3;
  }

  private long samples() {
    return (long) arrangement.frames().size() * format.framePixels() * channels();
  }

  /** The type of the volume's samples, stored ones or values. */
  private SampleType type(boolean stored) {
    if (colors != null) {
      return colors.type();
    } else if (stored) {
      return format.type();
    }
    return format.type().fitsFloat() ? SampleType.FLOAT32 : SampleType.FLOAT64;
  }

  @Override
  public List<Path> files() {
    return formats.keySet().stream().map(DicomFile::path).collect(Collectors.toList());
  }

  @Override
  public Volume read() throws IOException {
    double bytes = (double) samples() * type(uniform).bytes();
    if (samples() > SampleArrays.MOST || LazyImages.isWorth((long) bytes)) {
      return readLazily();
    }
    if (uniform) {
      AtomicBoolean padded = new AtomicBoolean();
      Object array = array(true, padded);
      if (!padded.get()) {
        return volume(SampleTypes.wrap(type(true), array, size()), true);
      }
    }
    Object array = array(false, new AtomicBoolean());
    return volume(SampleTypes.wrap(type(false), array, size()), false);
  }

  /**
   * The image whose frames are read when they are looked at; its samples are values as soon as the
   * files name a padding value, whether or not it occurs.
   */
  Volume readLazily() throws IOException {
    boolean padding = false;
    for (Arrangement.Frame frame : arrangement.frames()) {
      padding |= !Padding.of(frame.attributes(), formats.get(frame.file())).isNone();
    }
    boolean stored = uniform && !padding;
    checkLimit(stored);
    int pixels = format.framePixels();
    int[] block = {format.columns(), format.rows(), 1, 1, channels()};
    return volume(
        LazyImages.of(
            type(stored),
            size(),
            block,
            (min, extent) -> {
              int frame = (int) (min[2] + min[3] * arrangement.geometry().nz());
              Object array = SampleTypes.newArray(type(stored), pixels * channels());
              read(List.of(frame), new Target(array, frame, pixels), stored, new AtomicBoolean());
              return array;
            }),
        stored);
  }

  /**
   * Reads all frames.
   *
   * @param stored whether the samples are wanted as stored, not as values
   * @param padded set, and reading ended, when stored samples turn out to hold padding
   */
  private Object array(boolean stored, AtomicBoolean padded) throws IOException {
    checkLimit(stored);
    Object array = SampleArrays.allocate(first().file().path(), type(stored), (int) samples());
    Map<DicomFile, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < arrangement.frames().size(); i++) {
      DicomFile file = arrangement.frames().get(i).file();
      places.computeIfAbsent(file, f -> new ArrayList<>()).add(i);
    }
    Target target = new Target(array, 0, format.framePixels() * arrangement.frames().size());
    FileTasks.map(
        new ArrayList<>(places.values()),
        indices -> {
          read(indices, target, stored, padded);
          return null;
        });
    return array;
  }

  /**
   * Where frames are read to.
   *
   * @param array of the volume's type
   * @param first the frame that begins at element 0; the next one follows it
   * @param stride elements from one channel to the next
   */
  private record Target(Object array, int first, int stride) {}

  /** Reads frames of one file to their places. */
  private void read(List<Integer> indices, Target target, boolean stored, AtomicBoolean padded)
      throws IOException {
    DicomFile file = arrangement.frames().get(indices.get(0)).file();
    PixelFormat own = formats.get(file);
    boolean direct = colors == null && stored;
    Colors fileColors = colors == null ? null : Colors.of(file, own);
    try (FrameSource source = FrameSource.open(file, own)) {
      Object buffer =
          direct ? target.array : SampleTypes.newArray(own.type(), (int) own.frameSamples());
      for (int i : indices) {
        if (padded.get()) {
          return;
        }
        int offset = (i - target.first) * own.framePixels();
        Arrangement.Frame frame = arrangement.frames().get(i);
        Photometric photometric = source.read(frame.index(), buffer, direct ? offset : 0);
        if (colors != null) {
          fileColors.separate(buffer, photometric, target.array, offset, target.stride);
        } else if (!stored) {
          toValues(frame, transforms.get(i), buffer, target.array, offset);
        } else if (hasPadding(frame, target.array, offset)) {
          padded.set(true);
        }
      }
    }
  }

  private boolean hasPadding(Arrangement.Frame frame, Object array, int offset)
      throws ImageFormatException {
    Padding padding = Padding.of(frame.attributes(), formats.get(frame.file()));
    if (padding.isNone()) {
      return false;
    }
    IntToDoubleFunction sample = reader(array);
    for (int i = offset; i < offset + format.framePixels(); i++) {
      if (padding.holds(sample.applyAsDouble(i))) {
        return true;
      }
    }
    return false;
  }

  private IntToDoubleFunction reader(Object array) {
    return new Samples(array, format.type(), 0, 1, 1, 1, Rescale.IDENTITY).reader();
  }

  private void toValues(
      Arrangement.Frame frame, ValueTransform transform, Object stored, Object to, int offset)
      throws ImageFormatException {
    IntToDoubleFunction sample = reader(stored);
    Padding padding = Padding.of(frame.attributes(), formats.get(frame.file()));
    float[] floats = to instanceof float[] f ? f : null;
    double[] doubles = to instanceof double[] d ? d : null;
    for (int i = 0; i < format.framePixels(); i++) {
      double s = sample.applyAsDouble(i);
      double value = padding.holds(s) ? Double.NaN : transform.apply(s);
      if (floats != null) {
        floats[offset + i] = (float) value;
      } else {
        doubles[offset + i] = value;
      }
    }
  }

  /** x, y, z, time, channel. */
  private long[] size() {
    Geometry g = arrangement.geometry();
    return new long[] {g.nx(), g.ny(), g.nz(), arrangement.time().frames(), channels()};
  }

  private Volume volume(RandomAccessibleInterval<? extends RealType<?>> samples, boolean stored)
      throws ImageFormatException {
    List<Arrangement.Frame> frames = arrangement.frames();
    DicomDataset middle = frames.get(frames.size() / 2).attributes();
    Volume.Builder b =
        Volume.of(samples, arrangement.geometry())
            .rescale(stored ? transforms.get(0).rescale() : Rescale.IDENTITY)
            .time(arrangement.time())
            .format("DICOM")
            .unit(DicomValues.unit(first().attributes()))
            .description(first().attributes().label(Tag.SERIES_DESCRIPTION));
    if (first().attributes().text(Tag.MODALITY).equals("PT")) {
      b.suv(
          DicomSuv.of(
              frames.stream().map(Arrangement.Frame::attributes).collect(Collectors.toList())));
    }
    DicomValues.windows(middle, format).forEach(b::window);
    warnings.forEach(b::warning);
    return b.build();
  }
}
