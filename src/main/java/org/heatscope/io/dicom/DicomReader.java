// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.heatscope.image.Geometry;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;

/**
 * Reads the pixels of arranged frames into one array.
 *
 * <p>Samples keep their stored type, with the rescale slope and intercept beside them. Where these
 * differ between slices, as they do in PET, the samples are the values themselves as float32.
 * Samples equal to the pixel padding value become NaN in that case only; stored as integers they
 * stay what they are.
 *
 * <p>The proposed windows are those of the slice in the middle.
 */
final class DicomReader implements ImageReader {
  private final Arrangement arrangement;
  private final List<String> warnings = new ArrayList<>();
  private final Map<DicomFile, Rescale> rescales = new LinkedHashMap<>();
  private final boolean uniform;

  DicomReader(Arrangement arrangement, List<String> warnings) throws ImageFormatException {
    this.arrangement = arrangement;
    this.warnings.addAll(warnings);
    this.warnings.addAll(arrangement.warnings());
    for (Arrangement.Frame frame : arrangement.frames()) {
      boolean grey = frame.format().channels() == 1;
      rescales.put(frame.file(), grey ? DicomValues.rescale(frame.file()) : Rescale.IDENTITY);
    }
    uniform = rescales.values().stream().distinct().count() == 1;
    if (first().format().inverted()) {
      this.warnings.add(
          "Small values of this image are meant to be shown bright (MONOCHROME1); they are shown"
              + " dark.");
    }
    if (samples() > Integer.MAX_VALUE - 8) {
      throw first().file().fault(samples() + " samples are more than one array holds");
    }
  }

  private Arrangement.Frame first() {
    return arrangement.frames().get(0);
  }

  private long samples() {
    return arrangement.frames().size() * first().format().frameSamples();
  }

  private SampleType type() {
    return uniform ? first().format().type() : SampleType.FLOAT32;
  }

  @Override
  public List<Path> files() {
    return rescales.keySet().stream().map(DicomFile::path).collect(Collectors.toList());
  }

  @Override
  public Volume read() throws IOException {
    Object array = SampleTypes.newArray(type(), (int) samples());
    List<Arrangement.Frame> frames = arrangement.frames();
    Map<DicomFile, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      places.computeIfAbsent(frames.get(i).file(), f -> new ArrayList<>()).add(i);
    }
    FileTasks.map(new ArrayList<>(places.values()), indices -> read(indices, array));
    return volume(array);
  }

  /** Reads the frames of one file to their places in the volume. */
  private Void read(List<Integer> indices, Object array) throws IOException {
    Arrangement.Frame one = arrangement.frames().get(indices.get(0));
    int pixels = one.format().rows() * one.format().columns();
    int stride = pixels * arrangement.frames().size();
    try (PixelReader pixelReader = new PixelReader(one.file(), one.format())) {
      Object stored = uniform ? array : SampleTypes.newArray(one.format().type(), pixels);
      for (int i : indices) {
        int frame = arrangement.frames().get(i).index();
        pixelReader.read(frame, stored, uniform ? i * pixels : 0, stride);
        if (!uniform) {
          toValues(one, stored, (float[]) array, i * pixels, pixels);
        }
      }
    }
    return null;
  }

  private void toValues(Arrangement.Frame frame, Object stored, float[] to, int offset, int pixels)
      throws IOException {
    IntToDoubleFunction reader =
        new Samples(stored, frame.format().type(), 0, pixels, 1, 1, Rescale.IDENTITY).reader();
    Rescale rescale = rescales.get(frame.file());
    double[] padding = frame.format().padding(frame.file().dataset());
    for (int i = 0; i < pixels; i++) {
      double s = reader.applyAsDouble(i);
      boolean padded = s >= padding[0] && s <= padding[1];
      to[offset + i] = padded ? Float.NaN : (float) rescale.apply(s);
    }
  }

  private Volume volume(Object array) {
    Arrangement.Frame middle = arrangement.frames().get(arrangement.frames().size() / 2);
    Geometry g = arrangement.geometry();
    long[] size = {
      g.nx(), g.ny(), g.nz(), arrangement.time().frames(), first().format().channels()
    };
    Volume.Builder b =
        Volume.of(SampleTypes.wrap(type(), array, size), g)
            .rescale(uniform ? rescales.get(first().file()) : Rescale.IDENTITY)
            .time(arrangement.time())
            .format("DICOM")
            .unit(DicomValues.unit(first().file()));
    DicomValues.windows(middle.file()).forEach(b::window);
    warnings.forEach(b::warning);
    return b.build();
  }
}
