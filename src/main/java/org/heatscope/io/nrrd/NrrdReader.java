// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.nrrd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.SampleTypes;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReader;
import org.heatscope.io.PackedBytes;
import org.heatscope.io.Packing;
import org.heatscope.io.RawSamples;
import org.heatscope.io.ReadOptions;
import org.heatscope.io.SampleArrays;
import org.heatscope.io.Warnings;

/**
 * Reads a NRRD image. Its axes are those of {@link NrrdAxes}; of four-part colours the last part,
 * the transparency, is left out, and complex numbers are read as their magnitude.
 */
final class NrrdReader implements ImageReader {
  private final NrrdHeader header;
  private final NrrdAxes axes;
  private final NrrdSpace space;
  private final SampleType type;
  private final boolean transparent;
  private final boolean packed;
  private final List<Path> files = new ArrayList<>();
  private final RawSamples samples;

  NrrdReader(NrrdHeader header, ReadOptions options) throws IOException {
    this.header = header;
    Path file = header.file();
    axes = NrrdAxes.of(header);
    type = NrrdData.type(header);
    long count = SampleArrays.total(file, axes.sizes());
    if (axes.complex() && type.isInteger()) {
      throw new ImageFormatException(
          file, "complex numbers of type " + type.dtype() + " are not read");
    }
    space = NrrdSpace.of(header, axes);
    String[] kinds = header.words("kinds");
    transparent = axes.channel() == 0 && axes.size(0) == 4 && kinds[0].endsWith("-color");
    Packing packing = NrrdData.packing(header, type);
    packed = !packing.isPlain();
    List<PackedBytes> parts = NrrdData.parts(header, packing);
    samples = new RawSamples(parts, type, NrrdData.order(header, type, packing), count);
    samples.requireWithin(options.maxBytes());
    files.add(file);
    for (PackedBytes part : parts) {
      if (!files.contains(part.file())) {
        files.add(part.file());
      }
    }
  }

  /**
   * Reads the image; packed bytes past its samples are a fault, since they may as well be ones that
   * should have been skipped before them.
   */
  @Override
  public Volume read() throws IOException {
    RandomAccessibleInterval<? extends RealType<?>> image = image();
    if (packed && samples.trailingBytes() > 0) {
      throw new ImageFormatException(
          header.file(),
          samples.trailingBytes() + " unpacked bytes more than the samples take (byte skip?)");
    }
    Volume.Builder b =
        Volume.of(image, space.geometry())
            .time(space.time())
            .format("NRRD")
            .unit(header.text("sampleunits").replace("\"", ""))
            .description(header.text("content"));
    space.warnings().forEach(b::warning);
    if (axes.complex()) {
      b.warning(Warnings.MAGNITUDE);
    }
    if (transparent) {
      b.warning(Warnings.TRANSPARENCY);
    }
    samples.trailingWarning().ifPresent(b::warning);
    return b.build();
  }

  /** Frames that are the first axis take the place of channels that lie together. */
  private RandomAccessibleInterval<? extends RealType<?>> image() throws IOException {
    int group = (int) axes.group();
    int kept = transparent ? 3 : group;
    long frames = axes.size(axes.frame());
    long channels = transparent ? 3 : axes.size(axes.channel());
    Geometry g = space.geometry();
    long[] all = {g.nx(), g.ny(), g.nz(), frames, channels};
    long[] size = axes.frame() == 0 ? Arrays.copyOf(all, 4) : all;
    return axes.complex()
        ? SampleTypes.wrap(type, samples.readMagnitudes(), all)
        : samples.imageInterleaved(group, kept, size);
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
